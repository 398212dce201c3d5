import {
  auditText,
  entryText,
  eventText,
  type LeafKind,
  lineText,
  type Reach,
} from '../domain/checkpoint.ts';
import { Yuan } from '../domain/money.ts';
import type { Persona } from '../domain/words.ts';
import { scopeOf } from './scopes.ts';

/** A kind of record that has leaves: how its rows are read, always as `t`, and what a leaf says of one. */
export interface LoggedRows {
  readonly kind: LeafKind;
  readonly from: string;
  /** The sequence and the part by which its leaf is found, and the columns that the text is made of. */
  readonly sequence: string;
  readonly part: string;
  readonly columns: string;
  /** Up to which sequence the tree has come. */
  readonly reach: keyof Reach;
  readonly textOf: (values: readonly unknown[]) => string;
  /** Which rows a persona reads; $1 is the pool, $2 the tenant. */
  readonly scope: (persona: Persona) => string;
}

const texts = (values: readonly unknown[]) => values.map(String);

const AUDIT: LoggedRows = {
  kind: 'AUDIT',
  from: 'audit t',
  sequence: 't.sequence',
  part: '0',
  columns:
    't.sequence, t.recorded_at, t.business_date, t.tenant_id, t.user_id, t.act, t.previous_hash, t.hash',
  reach: 'auditSequence',
  textOf(values) {
    const [sequence, recordedAt = '', businessDate = '', tenantId = '', userId = '', act = ''] =
      texts(values);
    const [previousHash = '', hash = ''] = texts(values.slice(6));
    const rest = { recordedAt, businessDate, tenantId, userId, act, previousHash, hash };
    return auditText({ sequence: Number(sequence), ...rest });
  },
  scope: (persona) => scopeOf('audit', persona),
};

const EVENT: LoggedRows = {
  kind: 'EVENT',
  from: 'event t',
  sequence: 't.sequence',
  part: '0',
  columns: 't.id, t.kind, t.subject, t.occurred_on, t.recorded_at, t.data',
  reach: 'eventSequence',
  textOf(values) {
    const [id = '', kind = '', subject = '', occurredOn = '', recordedAt = ''] = texts(values);
    return eventText({ id, kind, subject, occurredOn, recordedAt, data: values[5] });
  },
  scope: (persona) => scopeOf('event', persona),
};

const ENTRY: LoggedRows = {
  kind: 'ENTRY',
  from: 'entry t',
  sequence: 't.sequence',
  part: '0',
  columns: 't.id, t.sequence, t.kind, t.value_date, t.recorded_at, t.document',
  reach: 'entrySequence',
  textOf(values) {
    const [id = '', sequence, kind = '', valueDate = '', recordedAt = '', document = ''] = texts(values);
    return entryText({ id, sequence: Number(sequence), kind, valueDate, recordedAt, document });
  },
  scope: (persona) => scopeOf('entry', persona),
};

const LINE: LoggedRows = {
  kind: 'LINE',
  from: 'entry e join line t on t.pool_id = e.pool_id and t.entry_id = e.id',
  sequence: 'e.sequence',
  part: 't.number',
  columns: 't.entry_id, e.sequence, t.number, t.code, t.amount, t.value_date, t.recorded_at',
  reach: 'entrySequence',
  textOf(values) {
    const [entryId = '', entrySequence, number, code = '', fen = '', valueDate = '', recordedAt = ''] =
      texts(values);
    return lineText({
      entryId,
      entrySequence: Number(entrySequence),
      number: Number(number),
      code,
      amount: Yuan.fromFen(BigInt(fen)),
      valueDate,
      recordedAt,
    });
  },
  scope: (persona) => `${scopeOf('entry', persona, 'e')} and ${scopeOf('line', persona)}`,
};

/** Every kind of record in the tree, in the order in which they are read. */
export const LOGGED: readonly LoggedRows[] = [AUDIT, EVENT, ENTRY, LINE];
