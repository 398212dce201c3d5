import { writeId } from '../domain/ids.ts';
import { Yuan } from '../domain/money.ts';
import type { Id, ImportRowState, Noun } from '../domain/words.ts';
import type { Verdict } from '../regulation/verdict.ts';
import { Failure, type Message } from './failures.ts';
import { type RowError, RowReader } from './import-cells.ts';
import type { ImportKindSpec, RowDeed } from './import-columns.ts';
import type { FileColumn } from './import-headings.ts';
import { specOf } from './import-kinds.ts';
import type { Outcome } from './perform.ts';
import type { Row } from './ports.ts';
import { isAnsweredFor, STEP } from './withholding.ts';

/** The acts of whoever sent the file, with all that is counted and told of acts elsewhere. */
export interface RowActs {
  perform(deed: RowDeed['deed'], input: unknown, key: string): Promise<Outcome>;
  check(
    deed: RowDeed['deed'],
    input: unknown,
  ): Promise<Pick<Outcome, 'verdicts'> & { readonly allowed: boolean }>;
}

/** What became of one row. */
export interface RowAnswer {
  readonly number: number;
  readonly state: ImportRowState;
  readonly changed: string | null;
  readonly verdicts: readonly Verdict[];
  readonly errors: readonly RowError[];
}

/** The row of an import as it waits. */
export type WaitingRow = Pick<Row<'importRow'>, 'number' | 'cells'>;

export type ImportJob = Pick<Row<'importJob'>, 'id' | 'kind' | 'columns' | 'checkOnly'>;

/** The key under which the act of a row is done once, however often the row is taken up again. */
export const rowKey = (importId: string, number: number): string =>
  `import-${importId.replaceAll('-', '')}-${number}`;

const nothing = { changed: null, verdicts: [], errors: [] } as const;

export function invalidRow(number: number, errors: readonly RowError[]): RowAnswer {
  return { ...nothing, number, state: 'INVALID', errors };
}

/** The text of the column by which rows are told to be about the same thing. */
export function subjectOf({ kind, columns }: ImportJob, { cells }: WaitingRow): string {
  const at = columns.findIndex(({ field }) => field === specOf(kind).subject);
  return cells[at] ?? '';
}

/** Reads the cells of a row; what is wrong with them is all told at once. */
export function readRow(
  spec: ImportKindSpec,
  columns: readonly FileColumn[],
  cells: readonly string[],
): RowDeed | readonly RowError[] {
  const headings = new Map(columns.map(({ field, heading }) => [field, heading]));
  const texts = Object.fromEntries(columns.map(({ field }, at) => [field, cells[at] ?? '']));
  const reader = new RowReader(texts, (field) => headings.get(field) ?? columnName(spec, field));
  const deed = spec.deedOf(reader);
  if (cells.length > columns.length)
    reader.errors.push({
      field: null,
      zh: `本行有 ${cells.length} 格，多于表头的 ${columns.length} 列。`,
      en: `This row has ${cells.length} cells, more than the ${columns.length} headings.`,
    });
  return reader.errors.length > 0 ? reader.errors : deed;
}

const columnName = ({ columns }: ImportKindSpec, name: string) =>
  columns.find(({ field }) => field === name)?.zh ?? name;

const NOT_FOUND: Message = {
  zh: '没有此项记录，或不属于贵单位。',
  en: 'There is no such record, or it is not yours.',
};

/** The failure of an act as an error of its row; null for what is not the row's fault. */
function errorOf(error: unknown): RowError | null {
  if (!(error instanceof Failure)) return null;
  const { wrong } = error;
  if (wrong.kind === 'INVALID') return { field: wrong.field, ...wrong.message };
  if (wrong.kind === 'NOT_FOUND') return { field: wrong.field, ...NOT_FOUND };
  return wrong.kind === 'CONFLICT' ? { field: null, ...wrong.message } : null;
}

/** The verdicts that say something: rules that are simply met are not kept a hundred thousand times. */
const telling = (verdicts: readonly Verdict[]) => verdicts.filter(({ outcome }) => outcome !== 'PASS');

/**
 * Judges one row by the act that it asks for, in the name of whoever sent the file. Done again it gives the same answer
 * and does nothing twice. Throws what is not the row's fault: FORBIDDEN, BUSY, and defects.
 */
export async function judgeRow(
  acts: RowActs,
  job: ImportJob,
  { number, cells }: WaitingRow,
): Promise<RowAnswer> {
  const read = readRow(specOf(job.kind), job.columns, cells);
  if (!('deed' in read)) return invalidRow(number, read);
  const { deed, input } = read;
  try {
    if (job.checkOnly) return await checked(acts, number, read);
    const outcome = await acts.perform(deed, input, rowKey(job.id, number));
    const verdicts = telling(outcome.verdicts);
    if (outcome.kind === 'REFUSED') return { ...nothing, number, state: 'REFUSED', verdicts };
    const { noun, id } = outcome.changed;
    return { ...nothing, number, state: 'DONE', changed: writeId(noun, id as Id<Noun>), verdicts };
  } catch (error) {
    const known = errorOf(error);
    if (!known) throw error;
    return invalidRow(number, [known]);
  }
}

async function checked(acts: RowActs, number: number, { deed, input }: RowDeed): Promise<RowAnswer> {
  const answer = await acts.check(deed, input);
  const { amount } = (input as { asked?: { amount?: Yuan } }).asked ?? {};
  if (amount instanceof Yuan && !isAnsweredFor(amount, answer.verdicts))
    return invalidRow(number, [
      {
        field: 'amount',
        zh: `此处有不向贵单位提供数字的限额，试审的金额应为 ${STEP.toReadable()} 元的整数倍。`,
        en: `A limit applies here whose figure is not yours to know: in a dry run the amount is a whole multiple of ${STEP.toReadable()} yuan.`,
      },
    ]);
  return {
    ...nothing,
    number,
    state: answer.allowed ? 'DONE' : 'REFUSED',
    verdicts: telling(answer.verdicts),
  };
}
