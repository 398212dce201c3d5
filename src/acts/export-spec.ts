import type { BusinessDate } from '../domain/dates.ts';
import { writeId } from '../domain/ids.ts';
import type { Yuan } from '../domain/money.ts';
import type { Id, Noun } from '../domain/words.ts';
import type { Row, TableName } from './ports.ts';
import type { Columns, Order, Reads } from './reads.ts';

/** A column of an export; its field is the name in JSON lines. */
export interface ExportColumn {
  readonly field: string;
  readonly zh: string;
}

export type Texts = (string | null)[];

/** One kind of export. */
export interface ExportSpec<N extends TableName = TableName> {
  readonly path: string;
  readonly table: N;
  readonly order: Order<N>;
  /** The day that `from` and `to` of the address are about. */
  readonly day: Columns<N>;
  readonly columns: readonly ExportColumn[];
  /** The rows that one thing becomes: one, or of an entry one a line. */
  readonly rows: (row: Row<N>, reads: Reads, today: BusinessDate) => Promise<Texts[]>;
}

/** Field and Chinese heading, with a blank between, one column a line. */
export function columns(text: string): ExportColumn[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [field = '', zh = ''] = line.trim().split(' ');
      return { field, zh };
    });
}

export const yuan = (amount: Yuan | null): string | null => (amount ? amount.toString() : null);
export const whole = (count: number | null): string | null => (count === null ? null : String(count));
export const idText = (noun: Noun, id: string): string => writeId(noun, id as Id<Noun>);

export async function nameOf(reads: Reads, id: string | null): Promise<string | null> {
  return id === null ? null : ((await reads.tenant(id))?.nameZh ?? null);
}

export async function partiesOf(
  reads: Reads,
  row: { readonly regionId: string; readonly bankId: string | null; readonly guarantorId: string | null },
): Promise<Texts> {
  return Promise.all([row.regionId, row.bankId, row.guarantorId].map((id) => nameOf(reads, id)));
}

export async function firmOf(reads: Reads, enterpriseId: string): Promise<Texts> {
  const firm = await reads.one('enterprise', enterpriseId);
  return [firm?.name ?? null, firm?.creditCode ?? null];
}
