import type { Yuan } from './money.ts';

// Amounts and dates as Chinese official documents write them out.

const DIGITS = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const;
const PLACES = ['', '拾', '佰', '仟'] as const;
const GROUPS = ['', '万', '亿', '万亿'] as const;
const GROUP = 10_000n;
const TEN = 10n;

const digit = (value: bigint): string => DIGITS[Number(value)] ?? '';

/** One to four digits, with one 零 for each run of noughts between others; `leads` where nothing stands before them. */
function group(value: bigint, leads: boolean): string {
  let words = '';
  let gap = false;
  for (let place = PLACES.length - 1; place >= 0; place--) {
    const at = (value / TEN ** BigInt(place)) % TEN;
    if (at === 0n) {
      gap = words !== '' || !leads;
      continue;
    }
    words += `${gap ? '零' : ''}${digit(at)}${PLACES[place]}`;
    gap = false;
  }
  return words;
}

function whole(yuan: bigint): string {
  const groups: bigint[] = [];
  for (let left = yuan; left > 0n; left /= GROUP) groups.push(left % GROUP);
  let words = '';
  let gap = false;
  for (let at = groups.length - 1; at >= 0; at--) {
    const value = groups[at] ?? 0n;
    if (value === 0n) {
      gap = words !== '';
      continue;
    }
    const next = group(value, words === '');
    words += `${gap && !next.startsWith('零') ? '零' : ''}${next}${groupName(at, groups)}`;
    gap = false;
  }
  return words;
}

/** 万亿 is said once: 壹万亿, but 壹万贰仟亿 has 亿 at its end only. */
function groupName(at: number, groups: readonly bigint[]): string {
  const hundredMillions = 2;
  return at === hundredMillions + 1 && groups[hundredMillions] !== 0n ? '万' : (GROUPS[at] ?? '');
}

/** 人民币大写 The amount in capital numerals, to the fen: 肆佰万元整, 壹佰元零叁分, 贰元伍角整. */
export function amountInWords(amount: Yuan): string {
  const fen = amount.toFen();
  const size = fen < 0n ? -fen : fen;
  const [yuan, jiao, cent] = [size / 100n, (size / TEN) % TEN, size % TEN];
  const sign = fen < 0n ? '负' : '';
  if (size === 0n) return '零元整';
  const head = yuan === 0n ? '' : `${whole(yuan)}元`;
  if (jiao === 0n && cent === 0n) return `${sign}${head}整`;
  const tens = jiao === 0n ? (head === '' ? '' : '零') : `${digit(jiao)}角`;
  return `${sign}${head}${tens}${cent === 0n ? '整' : `${digit(cent)}分`}`;
}

/** 2026年11月24日 */
export function dateInWords(date: string): string {
  const [year, month, day] = date.split('-').map(Number);
  return `${year}年${month}月${day}日`;
}

const ARTICLE_DIGITS = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九'] as const;
const ARTICLE_TENS = 10;

/** 第三十二条 */
export function articleInWords(article: number): string {
  const [tens, ones] = [Math.floor(article / ARTICLE_TENS), article % ARTICLE_TENS];
  const head = tens === 0 ? '' : `${tens === 1 ? '' : ARTICLE_DIGITS[tens]}十`;
  return `第${head}${ARTICLE_DIGITS[ones]}条`;
}
