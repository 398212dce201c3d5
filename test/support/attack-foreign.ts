import { type TableName, tables } from '../../schema/tables/all.ts';
import { shapeOf } from '../../src/database/rows.ts';
import { writeId } from '../../src/domain/ids.ts';
import type { Id, Noun, Persona } from '../../src/domain/words.ts';
import { NODES } from '../../src/graphql/node.type.ts';
import type { Attacker, PoolName, World } from './attack-world.ts';
import { type Mark, TEXT_MARK } from './marked.ts';

// What is foreign to whom. Rows and marks of another pool are foreign to everybody; those of the other side of one's own
// pool to everybody but the office, but for what section 10 tells by hand below.

/** Foreign, and why. */
export type Relation = 'other pool' | 'other side';

export interface ForeignId {
  readonly noun: Noun;
  readonly wire: string;
  readonly relation: Relation;
  /** Section 10 lets the attacker know of the thing, by name or whole. */
  readonly known: boolean;
}

export interface Foreign {
  readonly ids: readonly ForeignId[];
  /** Values of text columns that stand in foreign rows and in none that the attacker may know of. */
  readonly texts: readonly string[];
  /** One such text of each column that has any; of the other side rather than of the other pool. */
  readonly textOfColumn: ReadonlyMap<string, string>;
  /** Amounts in yuan that stand in foreign rows and in none that the attacker may know of. */
  readonly amounts: readonly string[];
  /** What of an answer the attacker had no right to; empty when all is well. */
  trespasses(answer: string): string[];
}

interface Known {
  /** Tables whose rows of the other side one may know of. */
  readonly tables: readonly TableName[];
  /** Acts whose texts and amounts on the other side one may read: "act" or "act.field". */
  readonly marks: readonly string[];
}

const NAMES = (...nouns: ('Region' | 'Bank' | 'Guarantor')[]): string[] =>
  nouns.flatMap((noun) => [`register${noun}.nameZh`, `register${noun}.nameEn`]);

/** The pool's money, which the fund manager keeps: deposits, funds, what moved them, and statements of them (section 10). */
const MONEY: Known = {
  tables: [
    'entry',
    'line',
    'account',
    'accountDay',
    'pledge',
    'agreement',
    'topUp',
    'regionStanding',
    'bankStanding',
    'reversal',
    'supplement',
    'statement',
    'statementLine',
    'statementMatch',
    'statementEntry',
    'explanation',
  ],
  marks: [
    'pledge',
    'recordContribution',
    'signAgreement',
    'placeFirstDeposit',
    'askTopUp',
    'askReversal',
    'deduct.document',
    'reportDeduction',
    'returnExcess',
    'recordRecovery.document',
    'uploadStatement',
    'explainDifference',
  ],
};

/** Section 10, by hand: what a tenant may know of the other side of its own pool. */
const MAY_KNOW: Readonly<Record<Exclude<Persona, 'OFFICE'>, Known>> = {
  DISTRICT: { tables: ['tenant', 'bank', 'guarantor'], marks: NAMES('Bank', 'Guarantor') },
  BANK: { tables: ['guarantor'], marks: NAMES('Guarantor') },
  GUARANTOR: { tables: ['region', 'bank'], marks: NAMES('Region', 'Bank') },
  FUND_MANAGER: {
    tables: ['region', 'bank', 'guarantor', ...MONEY.tables],
    marks: [...NAMES('Region', 'Bank', 'Guarantor'), ...MONEY.marks],
  },
};

export interface Stored {
  readonly table: TableName;
  readonly pool: PoolName;
  readonly text: string;
  readonly row: Readonly<Record<string, unknown>>;
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/;
const HEX = /[0-9a-f]{32}/g;
const AMOUNT = /\b\d{1,3}(?:,\d{3})+\.\d\d\b|\b\d+\.\d\d\b/g;
const CREDIT_CODE = /\b91[0-9A-Z]{16}\b/g;
/** Texts shorter than this are words and numbers that anybody may have. */
const TELLING_LENGTH = 8;
/** In fen: what is smaller is anybody's. */
const TELLING_FEN = 100_000;

export async function storedIn(world: World): Promise<Stored[]> {
  const all: Stored[] = [];
  for (const table of Object.keys(tables) as TableName[])
    for (const pool of ['A', 'B'] as const) {
      const rows = await world.running.owner(
        `select to_jsonb(t)::text as text from ${shapeOf(table).table} t where pool_id = $1`,
        [world.pools[pool].city.pool.poolId],
      );
      for (const { text } of rows)
        all.push({ table, pool, text: String(text), row: JSON.parse(String(text)) });
    }
  return all;
}

export const yuanOf = (fen: number): string =>
  `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;

function amountsIn({ row }: Stored): string[] {
  return Object.values(row).flatMap((value) =>
    typeof value === 'number' && Number.isInteger(value) && value >= TELLING_FEN ? [yuanOf(value)] : [],
  );
}

function textsIn({ table, row }: Stored): [string, string][] {
  return Object.entries(row).flatMap(([column, value]) =>
    typeof value === 'string' &&
    value.length >= TELLING_LENGTH &&
    !UUID.test(value) &&
    !/^\d{4}-\d\d-\d\d/.test(value)
      ? [[`${table}.${column}`, value]]
      : [],
  );
}

const nodeOf = new Map(Object.values(NODES).map(({ noun, table }) => [table, noun]));

const found = new WeakMap<readonly Stored[], Map<string, Foreign>>();

/** It takes long to find, and does not depend on the attacker's role: found once for each persona of a pool. */
export function foreignTo(world: World, stored: readonly Stored[], attacker: Attacker): Foreign {
  const known = found.get(stored) ?? new Map<string, Foreign>();
  found.set(stored, known);
  const who = `${attacker.pool} ${attacker.persona} ${attacker.side}`;
  const foreign = known.get(who) ?? findForeignTo(world, stored, attacker);
  known.set(who, foreign);
  return foreign;
}

function findForeignTo(world: World, stored: readonly Stored[], { pool, persona, side }: Attacker): Foreign {
  const { first, second } = world.pools[pool];
  const tenantsOf = ({ region, bank, guarantor }: typeof first): string[] =>
    [region, bank, guarantor].map(({ user }) => user.tenantId);
  const [mine, others] = (side === 'second' ? [second, first] : [first, second]).map(tenantsOf);
  const known: Known = persona === 'OFFICE' ? { tables: [], marks: [] } : MAY_KNOW[persona];

  const relationOf = (one: Stored): Relation | null => {
    if (one.pool !== pool) return 'other pool';
    if (persona === 'OFFICE') return null;
    const isTheirs = others?.some((id) => one.text.includes(id));
    return isTheirs && !mine?.some((id) => one.text.includes(id)) ? 'other side' : null;
  };
  const isKnown = (one: Stored): boolean => one.pool === pool && known.tables.includes(one.table);

  const ids: ForeignId[] = [];
  const hex = new Set<string>();
  const foreignTexts: { readonly column: string; readonly text: string; readonly relation: Relation }[] = [];
  const foreignAmounts = new Set<string>();
  const ownTexts: string[] = [];
  const ownAmounts = new Set<string>();
  // What an entry of the ledger moved is the sum of its debits.
  const moved = new Map<unknown, number>();
  for (const one of stored) {
    const relation = relationOf(one);
    const { entry_id: entry, amount } = one.row;
    if (one.table === 'line' && isKnown(one) && Number(amount) > 0)
      moved.set(entry, (moved.get(entry) ?? 0) + Number(amount));
    if (relation === null || isKnown(one)) {
      for (const amount of amountsIn(one)) ownAmounts.add(amount);
      ownTexts.push(one.text);
    } else {
      for (const amount of amountsIn(one)) foreignAmounts.add(amount);
      if (!NOT_ASKED_FOR.has(one.table))
        for (const [column, text] of textsIn(one)) foreignTexts.push({ column, text, relation });
    }
    const { id } = one.row;
    const key = one.table === 'pool' ? one.row.pool_id : id;
    if (relation === null || typeof key !== 'string') continue;
    if (!isKnown(one)) hex.add(key.replaceAll('-', ''));
    const noun = nodeOf.get(one.table);
    if (noun) ids.push({ noun, wire: writeId(noun, key as Id<Noun>), relation, known: isKnown(one) });
  }
  for (const sum of moved.values()) ownAmounts.add(yuanOf(sum));
  // A bank's row and its tenant's have one id; whoever may know the one knows the other's.
  for (const { wire, known: may } of ids) if (may) hex.delete(wire.slice(3));

  const mayRead = (mark: Mark): boolean => {
    if (mark.pool !== pool) return false;
    if (persona === 'OFFICE' || mark.side === 'pool' || mark.side === side) return true;
    return known.marks.includes(mark.act) || known.marks.includes(`${mark.act}.${mark.field}`);
  };
  const secret = new Map<string, Mark>();
  for (const mark of world.marks) if (!mayRead(mark)) secret.set(mark.text, mark);
  for (const mark of world.marks) if (mayRead(mark)) secret.delete(mark.text);
  const amounts = [...foreignAmounts].filter((amount) => !ownAmounts.has(amount));
  const secretAmounts = new Set(amounts);
  const own = ownTexts.join('\n');
  const isTold = new Map<string, boolean>();
  for (const { text } of foreignTexts) if (!isTold.has(text)) isTold.set(text, own.includes(text));
  const telling = foreignTexts.filter(({ text }) => !isTold.get(text));
  const textOfColumn = new Map<string, string>();
  for (const relation of ['other pool', 'other side'] as const)
    for (const one of telling) if (one.relation === relation) textOfColumn.set(one.column, one.text);

  return {
    ids,
    texts: [...new Set(telling.map(({ text }) => text))],
    textOfColumn,
    amounts,
    trespasses(answer) {
      const found = new Set<string>();
      for (const [id] of answer.replaceAll('-', '').matchAll(HEX)) if (hex.has(id)) found.add(`id ${id}`);
      for (const [text] of answer.matchAll(TEXT_MARK))
        if (secret.has(text)) found.add(wordsFor(secret.get(text), text));
      for (const [text] of answer.matchAll(CREDIT_CODE))
        if (secret.has(text)) found.add(wordsFor(secret.get(text), text));
      for (const [text] of answer.matchAll(AMOUNT)) {
        const amount = text.replaceAll(',', '');
        if (secretAmounts.has(amount) || secret.has(amount))
          found.add(`amount ${amount} ${wordsFor(secret.get(amount), '')}`);
      }
      return [...found];
    },
  };
}

/** Proofs and signed notes: hashes, and texts of many lines, which no filter takes whosever they are. */
const NOT_ASKED_FOR = new Set<TableName>(['checkpoint', 'logLeaf', 'logTile', 'logTree']);

const wordsFor = (mark: Mark | undefined, text: string): string =>
  mark ? `${text} ${mark.act}.${mark.field} of ${mark.pool} ${mark.side}` : text;
