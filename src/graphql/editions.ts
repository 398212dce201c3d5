import type { Row } from '../acts/ports.ts';
import { editionOf } from '../acts/setting.ts';
import { type Edition, editionOn } from '../regulation/edition.ts';
import type { RequestContext } from './context.ts';

/** Editions that have been read already; a row lives as long as its request. */
const known = new WeakMap<Row<'edition'>, Edition>();

/** The edition of a row, parsed once however many loans of an answer were made under it. */
export function editionFrom(row: Row<'edition'>): Edition {
  const edition = known.get(row) ?? editionOf(row);
  known.set(row, edition);
  return edition;
}

/** The edition in force on the business date; where none is, the last one, by which old business is still measured. */
export async function editionsFor({
  reader,
}: RequestContext): Promise<{ inForce: Edition | null; applied: Edition | null }> {
  const [rows, today] = await Promise.all([reader.reads.all('edition', 'validFrom'), reader.today()]);
  const enacted = rows.filter(({ state }) => state === 'ENACTED').map(editionFrom);
  const inForce = editionOn(enacted, today);
  return { inForce, applied: inForce ?? enacted.at(-1) ?? null };
}
