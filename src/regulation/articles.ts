import type { Word } from '../domain/words.ts';

/** What an article does in software. */
export type Nature = 'RULE' | 'POSTING' | 'OBLIGATION' | 'PERMISSION' | 'STRUCTURE' | 'NO_EFFECT';

/** One article of the measures. Titles are ours: the measures give none. */
export interface Article {
  readonly number: number;
  readonly chapter: number;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly nature: Nature;
  /** Codes of the rules that apply it. */
  readonly rules: readonly string[];
  /** Why no rule stands for it: it shapes something else, or asks nothing of software. */
  readonly why?: Word;
  /** What serves it instead of a rule, and the test of that; absent where software has nothing to do. */
  readonly served?: { readonly file: string; readonly test: string };
}

type Row = readonly [number: number, chapter: number, titleZh: string, titleEn: string];

function ruled(
  ...[number, chapter, titleZh, titleEn, rules, nature = 'RULE']: [...Row, readonly string[], Nature?]
): Article {
  return { number, chapter, titleZh, titleEn, nature, rules };
}

function excused(
  ...[number, chapter, titleZh, titleEn, nature, zh, en, served]: [
    ...Row,
    Nature,
    zh: string,
    en: string,
    served?: NonNullable<Article['served']>,
  ]
): Article {
  const article = { number, chapter, titleZh, titleEn, nature, rules: [], why: { zh, en } };
  return served ? { ...article, served } : article;
}

const DUTIES = [
  '职责体现为权限表。',
  'A matter of who may do what.',
  { file: 'src/graphql/permissions.ts', test: 'test/walls/matrix-acts.test.ts' },
] as const;

/** All forty, in the order of the text. */
export const ARTICLES: readonly Article[] = [
  excused(1, 1, '目的', 'Purpose', 'NO_EFFECT', '只说明目的。', 'States an aim only.'),
  excused(
    2,
    1,
    '业务模式',
    'How the scheme works',
    'STRUCTURE',
    '决定了有哪些参与方；其要求由后文各条规定。',
    'Shapes who takes part; the demands follow in later articles.',
  ),
  excused(
    3,
    1,
    '资金池',
    'The pool',
    'STRUCTURE',
    '定义资金池及其三类来源，体现为词汇和账户，不产生审查。',
    'Defines the pool and its three sources: words and accounts, nothing to judge.',
    { file: 'src/domain/ledger.ts', test: 'test/domain/ledger.test.ts' },
  ),
  ruled(4, 1, '适用企业', 'Eligible firms', ['ART04_REGISTERED_IN_CITY', 'ART04_SIZE']),
  ruled(5, 1, '贷款用途', 'Purpose of a loan', ['ART05_PURPOSE']),
  excused(6, 2, '专项工作协调办公室职责', 'Duties of the coordination office', 'PERMISSION', ...DUTIES),
  excused(7, 2, '地区管理部门职责', 'Duties of the district authorities', 'PERMISSION', ...DUTIES),
  ruled(8, 3, '注资', 'Contributions', [
    'ART08_MINIMUM_CONTRIBUTION',
    'ART08_HARDSHIP_MINIMUM',
    'ART08_PAY_IN_PERIOD',
  ]),
  ruled(9, 3, '资金池放大倍数', 'Leverage of the pool', ['ART09_POOL_LEVERAGE']),
  excused(
    10,
    3,
    '受托机构',
    'The fund manager',
    'STRUCTURE',
    '受托机构是对一家担保机构的任命，体现为权限，不作事实审查。',
    'The fund manager is an appointment of one guarantor: a permission, nothing to judge.',
    { file: 'src/acts/partners.ts', test: 'test/walls/reads.test.ts' },
  ),
  ruled(11, 3, '专户与封闭运行', 'Special accounts and the closed loop', [
    'ART11_SPECIAL_ACCOUNT',
    'ART11_CUSTODY_COVERS',
  ]),
  ruled(12, 3, '利息归池', 'Interest stays in the pool', ['ART12_INTEREST_STAYS']),
  ruled(13, 3, '地区贷款规模与补充', 'A region’s loans and its replenishment', [
    'ART13_REGION_LEVERAGE',
    'ART13_REPLENISH',
    'ART13_OWED',
  ]),
  excused(14, 4, '鼓励合作', 'Encouragement to cooperate', 'NO_EFFECT', '只作鼓励。', 'Encourages only.'),
  excused(
    15,
    4,
    '合作机构的服务',
    'Service of the cooperating institutions',
    'NO_EFFECT',
    '涉及合作机构的内部组织，本系统不掌握相关事实。',
    'Concerns the institutions’ own organisation, of which the software knows nothing.',
  ),
  ruled(16, 4, '风险补偿金的存入与补充', 'Placing and topping up risk deposits', [
    'ART16_COOPERATING',
    'ART16_FIRST_DEPOSIT',
    'ART16_TOP_UP_ASK',
    'ART16_TOP_UP_RIGHT',
    'ART16_TOP_UP_AMOUNT',
  ]),
  ruled(17, 4, '禁止收费', 'Prohibited fees', ['ART17_FEES']),
  ruled(18, 4, '银行退出', 'A bank leaves', [
    'ART18_LEAVING',
    'ART18_RETURN',
    'ART18_RUN_OFF',
    'ART18_WHOLE_DEPOSIT',
  ]),
  ruled(19, 4, '绩效自评', 'Annual evaluation', ['ART19_YEAR_ENDED', 'ART19_EVERY_BANK'], 'OBLIGATION'),
  ruled(20, 5, '风险分担', 'Shares of a loss', ['ART20_SHARES', 'ART20_GUARANTOR_SHARE']),
  ruled(21, 5, '银行自担部分不得另要担保', 'No security for the bank’s own share', ['ART21_NO_SECURITY']),
  ruled(22, 5, '额度、期限、利率与还款', 'Amount, term, rate and repayment', [
    'ART22_FIRM_CAP',
    'ART22_TERM_USUAL',
    'ART22_TERM_MAX',
    'ART22_RATE',
    'ART22_PLAN',
    'ART22_REPAYMENT',
  ]),
  ruled(23, 5, '连续支持年限', 'Years of continuous support', ['ART23_CONTINUITY']),
  ruled(24, 6, '属地推荐', 'Referral by the firm’s own district', ['ART24_OWN_REGION']),
  ruled(25, 6, '筛选推荐', 'Screening and recommendation', ['ART25_SITE_VISIT', 'ART25_PARTNERS']),
  ruled(26, 6, '尽职调查与审批', 'Due diligence and decision', ['ART26_RECOMMENDED', 'ART26_BOTH_REPORTS']),
  ruled(27, 6, '签约与放款', 'Contracts and disbursement', [
    'ART27_BOTH_APPROVED',
    'ART27_DRAWDOWN',
    'ART27_NOTICE',
  ]),
  ruled(28, 6, '反担保', 'Counter-guarantees', ['ART28_COUNTER_GUARANTEE']),
  ruled(29, 7, '贷后走访与预警', 'Visits and warnings', ['ART29_VISITS'], 'OBLIGATION'),
  ruled(30, 7, '地区协助贷后管理', 'The district’s help after lending', ['ART30_RUNNING']),
  ruled(
    31,
    8,
    '临期提醒与逾期催收',
    'Reminder and collection',
    ['ART31_REMINDER', 'ART31_COLLECTION'],
    'OBLIGATION',
  ),
  ruled(32, 8, '代偿启动与划扣', 'Compensation and deduction', [
    'ART32_PAST_GRACE',
    'ART32_ONCE',
    'ART32_OPEN_CLAIM',
    'ART32_DEPOSIT',
    'ART32_NOTICE',
    'ART32_EXCESS',
    'ART32_EXCESS_RETURN',
  ]),
  ruled(33, 8, '债权追索', 'Pursuit of the debtor', ['ART33_COMPENSATED', 'ART33_PURSUIT'], 'OBLIGATION'),
  ruled(
    34,
    8,
    '追偿所得分配',
    'Sharing out what is recovered',
    ['ART34_COSTS', 'ART34_WITHIN_LOSS'],
    'POSTING',
  ),
  ruled(
    35,
    9,
    '追偿报告与终结',
    'Reports on recovery and its conclusion',
    ['ART35_IN_RECOVERY', 'ART35_SETTLED'],
    'OBLIGATION',
  ),
  ruled(36, 9, '失信名单', 'The dishonest list', ['ART36_NOT_LISTED']),
  ruled(37, 9, '暂停新增业务', 'The breaker', ['ART37_BREAKER']),
  ruled(38, 9, '风险补偿机制', 'Supplements by the city', ['ART38_GROUND', 'ART38_GRANTED'], 'POSTING'),
  excused(
    39,
    9,
    '尽职免责',
    'Due-diligence exemption',
    'STRUCTURE',
    '由有权机关认定；本系统以贷款档案留存各步骤的证据，不作判断。',
    'For the authorities to decide; the dossier of a loan is the evidence of each step and does not judge.',
    { file: 'src/acts/dossier.ts', test: 'test/articles/art39.test.ts' },
  ),
  ruled(40, 10, '有效期', 'Validity', ['ART40_IN_FORCE']),
];

const DIGITS = [...'零一二三四五六七八九'];
const TEN = '十';

/** A whole number from one to ninety-nine in Chinese numerals: 十, 十一, 二十, 三十二. */
export function chineseNumeral(number: number): string {
  const base = DIGITS.length;
  if (!Number.isSafeInteger(number) || number < 1 || number >= base * base)
    throw new RangeError(`no Chinese numeral for ${number}`);
  const tens = Math.trunc(number / base);
  const ones = number % base;
  const front = tens === 0 ? '' : tens === 1 ? TEN : `${DIGITS[tens]}${TEN}`;
  return front + (ones === 0 ? '' : DIGITS[ones]);
}

/** How an article, and where it has items an item of it, is cited: 第三十二条, Art. 32. */
export function citation(number: number, item: Word = { zh: '', en: '' }): Word {
  return { zh: `第${chineseNumeral(number)}条${item.zh}`, en: `Art. ${number}${item.en}` };
}
