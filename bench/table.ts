import type { Bar, Finding, Result } from './result.ts';

// The result as text: findings with their bars first, then the figures behind them.

const cell = (value: number | undefined, digits: number) =>
  value === undefined ? '–' : value.toFixed(digits);
const loansOf = (loans: number | null) => (loans === null ? '' : loans.toLocaleString('en'));

function lines(rows: readonly (readonly string[])[], numbers: ReadonlySet<number>): string[] {
  const [head = []] = rows;
  const widths = head.map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  const put = (row: readonly string[]) =>
    row
      .map((text, at) => (numbers.has(at) ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0)))
      .join('  ')
      .trimEnd();
  return [put(head), put(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(put)];
}

const barText = (bar: Bar) => ('atLeast' in bar ? `≥ ${bar.atLeast}` : `≤ ${bar.atMost}`);

function findingRow({ part, what, loans, median, least, most, unit, bar, met }: Finding): string[] {
  const digits = unit === '' ? 2 : 1;
  return [
    `(${part})`,
    what,
    loansOf(loans),
    `${cell(median, digits)}${unit && ` ${unit}`}`,
    `${cell(least, digits)}..${cell(most, digits)}`,
    bar ? barText(bar) : '',
    met === null ? '' : met ? 'met' : 'NOT MET',
  ];
}

/** Names of values that have columns of their own; what else a part measured is told behind. */
const COLUMNS = ['perSecond', 'p50Ms', 'p99Ms', 'cpuMsPerRequest', 'statementsPerRequest'];

/** The ratios and what they are held against; nothing where there are none. */
export function findingsTable({ findings }: Result): string[] {
  if (findings.length === 0) return [];
  const head = ['part', 'ratio or figure', 'loans', 'median', 'spread', 'bar', ''];
  return ['', ...lines([head, ...findings.map(findingRow)], new Set([2, 3, 4]))];
}

export function tableOf({ figures, findings }: Result): string[] {
  const head = ['part', 'work', 'who', 'loans', '/s', 'p50 ms', 'p99 ms', 'CPU ms', 'statements', ''];
  const measured = figures.map(({ part, what, who, loans, values }) => [
    `(${part})`,
    what,
    who,
    loansOf(loans),
    cell(values.perSecond, 0),
    cell(values.p50Ms, 1),
    cell(values.p99Ms, 1),
    cell(values.cpuMsPerRequest, 2),
    cell(values.statementsPerRequest, 0),
    Object.entries(values)
      .filter(([name]) => !COLUMNS.includes(name))
      .map(([name, value]) => `${name} ${Math.round(value * 100) / 100}`)
      .join(', '),
  ]);
  const found = findingsTable({ figures, findings });
  return [...found, '', ...lines([head, ...measured], new Set([3, 4, 5, 6, 7, 8])), ''];
}
