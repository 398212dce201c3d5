import { CHAIN_START, canonical, chainHash } from '../domain/audit.ts';
import { writeId } from '../domain/ids.ts';
import type { Id, Noun } from '../domain/words.ts';
import type { Row, TableName } from './ports.ts';
import type { Difference } from './verify.ts';

// Holds the audit records against one another and against what stands in the tables: a walk along the chain, page by
// page, that keeps nothing but where it stands.

type Fields = Readonly<Record<string, unknown>>;

interface ToldChange {
  readonly table: TableName;
  readonly key: Fields | null;
  readonly after: Fields;
}

interface ToldEntry extends Fields {
  readonly id: Id<'entry'>;
  readonly lines: readonly { readonly account: { readonly code: string }; readonly amount: string }[];
}

/** What a record's content says, as far as it is held against the tables. */
interface Told {
  readonly result: { readonly noun: Noun; readonly id: Id<Noun> } | null;
  readonly changes: readonly ToldChange[];
  readonly entries: readonly ToldEntry[];
  readonly firstEvent: number;
  /** Null in records from before events were told in full. */
  readonly events: readonly Fields[] | null;
}

export interface ReadRecord {
  readonly record: Row<'audit'>;
  /** Null where the content is no longer what an act writes. */
  readonly told: Told | null;
}

export function readRecord(record: Row<'audit'>): ReadRecord {
  try {
    const { result, changes, entries, firstEvent, events } = JSON.parse(record.content) as Told;
    return { record, told: { result, changes, entries, firstEvent, events: events ?? null } };
  } catch {
    return { record, told: null };
  }
}

/** Rows that no act changes once they are written, but for the columns named. */
const WRITTEN_ONCE: Partial<Record<TableName, readonly string[]>> = {
  dueDiligence: [],
  decision: [],
  counterGuarantee: [],
  repayment: [],
  aftercare: [],
  guarantorPayment: ['withdrawnOn', 'withdrawalReason'],
  recoveryReport: [],
  compensation: ['noticeOn', 'noticeDocument', 'reversedOn'],
  recovery: ['reversedOn'],
};

/** What of a duty never changes, and what its meeting writes. */
const DUTY_LASTING = ['kind', 'subjectId', 'period', 'aroseOn'];
const DUTY_MEETING = ['metOn', 'metBy', 'settledOn'];

/** A row that a record tells of, and which of its columns must still be as told. */
interface ToldRow {
  readonly sequence: number;
  readonly table: TableName;
  readonly id: string;
  readonly columns: Fields;
  /** A later record may tell otherwise; only the last counts. */
  readonly passing: boolean;
}

const pick = (from: Fields, names: readonly string[]): Fields =>
  Object.fromEntries(names.filter((name) => from[name] !== undefined).map((name) => [name, from[name]]));

function rowsOf({ record, told }: ReadRecord): ToldRow[] {
  return (told?.changes ?? []).flatMap(({ table, key, after }) => {
    const { sequence } = record;
    const inserted = key === null && typeof after.id === 'string' ? after.id : null;
    if (table === 'obligation') {
      if (inserted)
        return { sequence, table, id: inserted, columns: pick(after, DUTY_LASTING), passing: false };
      const met = pick(after, DUTY_MEETING);
      return typeof key?.id === 'string' && 'metOn' in met
        ? { sequence, table, id: key.id, columns: met, passing: true }
        : [];
    }
    const changing = WRITTEN_ONCE[table];
    if (!inserted || !changing) return [];
    const lasting = Object.keys(after).filter((name) => !changing.includes(name));
    return { sequence, table, id: inserted, columns: pick(after, lasting), passing: false };
  });
}

/** The names of those columns that are not as told. A column that an old record does not know must be empty. */
function unlike(row: Fields, told: Fields, names: readonly string[]): string[] {
  const empty = (value: unknown) => (value === undefined || value === false ? null : value);
  return names.filter((name) => {
    const [kept, was] = [empty(row[name]), empty(told[name])];
    return kept !== was && canonical(kept) !== canonical(was);
  });
}

const valuesOf = (from: Fields, names: readonly string[]) =>
  names.map((name) => `${name}=${canonical(from[name])}`).join(' ');

/** What a page of records has to be held against. */
export interface Wanted {
  readonly entryIds: readonly string[];
  /** First and last event; the first above the last where there are none. */
  readonly events: { readonly from: number; readonly to: number };
  readonly rows: ReadonlyMap<TableName, readonly string[]>;
}

export interface Standing {
  readonly entries: ReadonlyMap<string, Row<'entry'>>;
  readonly lines: ReadonlyMap<string, readonly Row<'line'>[]>;
  readonly events: ReadonlyMap<number, Row<'event'>>;
  readonly rows: ReadonlyMap<TableName, ReadonlyMap<string, Fields>>;
}

export function wantedBy(page: readonly ReadRecord[]): Wanted {
  const rows = new Map<TableName, string[]>();
  for (const { table, id } of page.flatMap(rowsOf)) rows.set(table, [...(rows.get(table) ?? []), id]);
  const told = page.flatMap(({ told }) => (told?.events ? [told] : []));
  const [first, last] = [told[0], told.at(-1)];
  return {
    entryIds: page.flatMap(({ told }) => (told?.entries ?? []).map(({ id }) => id)),
    events: {
      from: first?.firstEvent ?? 1,
      to: last ? last.firstEvent + (last.events?.length ?? 0) - 1 : 0,
    },
    rows,
  };
}

/** Running numbers that no record has told of, both ends included. */
export interface Unclaimed {
  readonly of: 'entry' | 'event';
  readonly from: number;
  readonly to: number;
}

/** A walk along a pool’s audit chain, from its start. */
export class RecordWalk {
  readonly unclaimed: Unclaimed[] = [];
  private sequence = 0;
  private hash = CHAIN_START;
  private nextEntry = 1;
  /** Null after a record that does not tell its events. */
  private nextEvent: number | null = 1;
  /** Rows that are not as last told; a later record may explain it. */
  private readonly unexplained = new Map<string, Difference>();

  get at(): number {
    return this.sequence;
  }

  /** Takes the next page, in order, and what stands in the tables of it. */
  take(page: readonly ReadRecord[], standing: Standing): Difference[] {
    return page.flatMap((one) => [
      ...this.link(one),
      ...this.subjectOf(one),
      ...this.entriesOf(one, standing),
      ...this.eventsOf(one, standing),
      ...this.changedOf(one, standing),
    ]);
  }

  /** After the last page: what the journal says the end is. */
  end({ auditSequence, auditHash, entrySequence, eventSequence }: Row<'journal'>): Difference[] {
    this.claim('entry', this.nextEntry, entrySequence + 1);
    if (this.nextEvent !== null) this.claim('event', this.nextEvent, eventSequence + 1);
    const isLast = this.sequence === auditSequence;
    const head: Difference[] =
      isLast && this.hash !== auditHash
        ? [{ code: 'AUDIT_HEAD', row: `audit#${this.sequence}`, kept: auditHash, computed: this.hash }]
        : [];
    return [...this.missing(auditSequence + 1), ...head, ...this.unexplained.values()];
  }

  private missing(next: number): Difference[] {
    const gap: Difference[] = [];
    for (let sequence = this.sequence + 1; sequence < next; sequence++)
      gap.push({ code: 'AUDIT_SEQUENCE', row: `audit#${sequence}`, kept: null, computed: null });
    return gap;
  }

  private link({ record }: ReadRecord): Difference[] {
    const row = `audit#${record.sequence}`;
    const found = this.missing(record.sequence);
    if (found.length === 0 && record.previousHash !== this.hash)
      found.push({ code: 'AUDIT_CHAIN', row, kept: record.previousHash, computed: this.hash });
    const hash = chainHash(record.previousHash, record);
    if (hash !== record.hash) found.push({ code: 'AUDIT_HASH', row, kept: record.hash, computed: hash });
    this.sequence = record.sequence;
    this.hash = record.hash;
    return found;
  }

  private subjectOf({ record, told }: ReadRecord): Difference[] {
    // Records from before the column was there have none, and do not tell their events either.
    if (!told || (record.subject === null && told.events === null)) return [];
    const computed = told.result && writeId(told.result.noun, told.result.id);
    if (computed === record.subject) return [];
    return [{ code: 'AUDIT_SUBJECT', row: `audit#${record.sequence}`, kept: record.subject, computed }];
  }

  private entriesOf({ told }: ReadRecord, { entries, lines }: Standing): Difference[] {
    return (told?.entries ?? []).flatMap((entry): Difference[] => {
      const row = entries.get(entry.id);
      if (!row) {
        const number = this.nextEntry++;
        return [{ code: 'ENTRY_MISSING', row: `entry#${number}`, kept: null, computed: null }];
      }
      this.claim('entry', this.nextEntry, row.sequence);
      this.nextEntry = row.sequence + 1;
      const names = Object.keys(row).filter((name) => name !== 'sequence');
      const header = unlike(row, entry, names);
      const kept = (lines.get(entry.id) ?? []).map(({ code, amount }) => `${code}=${amount}`).join(' ');
      const computed = entry.lines.map(({ account, amount }) => `${account.code}=${amount}`).join(' ');
      const name = `entry#${row.sequence}`;
      return [
        ...(header.length > 0 ? [recordDiffers('ENTRY_RECORD', name, row, entry, header)] : []),
        ...(kept !== computed ? [{ code: 'ENTRY_RECORD' as const, row: name, kept, computed }] : []),
      ];
    });
  }

  private eventsOf({ told }: ReadRecord, { events }: Standing): Difference[] {
    if (!told) return [];
    if (this.nextEvent !== null) this.claim('event', this.nextEvent, told.firstEvent);
    this.nextEvent = told.events && told.firstEvent + told.events.length;
    return (told.events ?? []).flatMap((event, at): Difference[] => {
      const sequence = told.firstEvent + at;
      const row = events.get(sequence);
      const name = `event#${sequence}`;
      if (!row) return [{ code: 'EVENT_MISSING', row: name, kept: null, computed: null }];
      // Events from before they had ids were told without.
      const untold = new Set(['sequence', ...('id' in event ? [] : ['id'])]);
      const names = Object.keys(row).filter((key) => !untold.has(key));
      const different = unlike(row, event, names);
      return different.length > 0 ? [recordDiffers('EVENT_RECORD', name, row, event, different)] : [];
    });
  }

  private changedOf(one: ReadRecord, { rows }: Standing): Difference[] {
    return rowsOf(one).flatMap(({ sequence, table, id, columns, passing }): Difference[] => {
      const name = `${table}:${id}`;
      const row = rows.get(table)?.get(id);
      if (!row)
        return [{ code: 'ROW_MISSING', row: `${name} (audit#${sequence})`, kept: null, computed: null }];
      const different = unlike(row, columns, Object.keys(columns));
      this.unexplained.delete(name);
      if (different.length === 0) return [];
      const difference = recordDiffers('ROW_RECORD', `${name} (audit#${sequence})`, row, columns, different);
      if (!passing) return [difference];
      this.unexplained.set(name, difference);
      return [];
    });
  }

  private claim(of: Unclaimed['of'], from: number, next: number): void {
    if (from < next) this.unclaimed.push({ of, from, to: next - 1 });
  }
}

function recordDiffers(
  code: Difference['code'],
  row: string,
  kept: Fields,
  told: Fields,
  names: readonly string[],
): Difference {
  return { code, row, kept: valuesOf(kept, names), computed: valuesOf(told, names) };
}
