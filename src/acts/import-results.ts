import { IMPORT_ROW_STATES } from '../domain/words.ts';
import type { Verdict } from '../regulation/verdict.ts';
import { ANSWER_COLUMNS, NOT_READ } from './import-headings.ts';
import type { Row } from './ports.ts';

// An import's answers as the file that came in: the same rows and cells in the same order, and what became of each.

type Job = Pick<Row<'importJob'>, 'columns' | 'checkOnly'>;

/** Of a dry run: nothing was done, and the row is judged anew when the file comes back. */
const ALLOWED = { zh: '可办理', code: 'ALLOWED' } as const;

export function resultColumns({ columns }: Pick<Job, 'columns'>): { field: string; heading: string }[] {
  return [...columns.filter(({ field }) => field !== NOT_READ), ...ANSWER_COLUMNS];
}

const BROKEN: readonly string[] = ['REFUSED', 'WAIVER_NEEDED'];

/** Why a row was not done, in one language: what was wrong with its cells, or the rules that refused it. */
function reason(row: Row<'importRow'>, language: 'zh' | 'en'): string {
  const errors = (row.errors ?? []).map((error) => error[language]);
  const verdicts = ((row.verdicts ?? []) as readonly Verdict[])
    .filter(({ outcome }) => row.state === 'DONE' || BROKEN.includes(outcome))
    .map(({ message }) => message[language]);
  return [...errors, ...verdicts].join(language === 'zh' ? '' : ' ');
}

export function resultRow({ columns, checkOnly }: Job, row: Row<'importRow'>): (string | null)[] {
  const cells = columns.flatMap(({ field }, at) => (field === NOT_READ ? [] : [row.cells[at] ?? '']));
  const isAllowed = checkOnly && row.state === 'DONE' && (row.errors ?? []).length === 0;
  return [
    ...cells,
    isAllowed ? ALLOWED.zh : IMPORT_ROW_STATES[row.state].zh,
    isAllowed ? ALLOWED.code : row.state,
    row.changed,
    reason(row, 'zh'),
    reason(row, 'en'),
  ];
}
