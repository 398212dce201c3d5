/** What a spreadsheet would run, or read as something else than text, at the beginning of a cell. */
const RUNS = /^[=+\-@\t\r\n|%]|^[\uff1d\uff0b\uff0d\uff20]/;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A text for a cell: one that a spreadsheet would run as a formula begins with an apostrophe, and is shown as it is. */
export function cellText(text: string): string {
  return RUNS.test(text) && !PLAIN_NUMBER.test(text) ? `'${text}` : text;
}

/** The text of a cell that may have gone out from here: without the apostrophe that was put before it. */
export function plainText(cell: string): string {
  return cell.startsWith("'") && cellText(cell.slice(1)) === cell ? cell.slice(1) : cell;
}
