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
  /** Why no rule stands for it: it shapes something else, or asks nothing of software, or is still to come. */
  readonly why?: Word;
}

const LATER = (zh: string, en: string): Word => ({ zh: `尚未实现：${zh}`, en: `Still to come: ${en}` });

export const ARTICLES: readonly Article[] = [
  {
    number: 1,
    chapter: 1,
    titleZh: '目的',
    titleEn: 'Purpose',
    nature: 'NO_EFFECT',
    rules: [],
    why: { zh: '说明制定目的，不作要求。', en: 'States an aim and demands nothing.' },
  },
  {
    number: 2,
    chapter: 1,
    titleZh: '业务模式',
    titleEn: 'How the scheme works',
    nature: 'STRUCTURE',
    rules: [],
    why: {
      zh: '决定了有哪些参与方；其要求由后文各条规定。',
      en: 'Shapes who takes part; the demands follow in later articles.',
    },
  },
  {
    number: 3,
    chapter: 1,
    titleZh: '资金池',
    titleEn: 'The pool',
    nature: 'STRUCTURE',
    rules: [],
    why: {
      zh: '定义资金池及其三类来源，体现为词汇和账户，不产生审查。',
      en: 'Defines the pool and its three sources: words and accounts, nothing to judge.',
    },
  },
  {
    number: 4,
    chapter: 1,
    titleZh: '适用企业',
    titleEn: 'Eligible firms',
    nature: 'RULE',
    rules: ['ART04_REGISTERED_IN_CITY', 'ART04_SIZE'],
  },
  {
    number: 5,
    chapter: 1,
    titleZh: '贷款用途',
    titleEn: 'Purpose of a loan',
    nature: 'RULE',
    rules: ['ART05_PURPOSE'],
  },
  {
    number: 6,
    chapter: 2,
    titleZh: '专项工作协调办公室职责',
    titleEn: 'Duties of the coordination office',
    nature: 'PERMISSION',
    rules: [],
    why: {
      zh: '职责体现为权限表，不随事实变化。',
      en: 'A matter of who may do what, which does not depend on facts.',
    },
  },
  {
    number: 7,
    chapter: 2,
    titleZh: '地区管理部门职责',
    titleEn: 'Duties of the district authorities',
    nature: 'PERMISSION',
    rules: [],
    why: {
      zh: '职责体现为权限表，不随事实变化。',
      en: 'A matter of who may do what, which does not depend on facts.',
    },
  },
  {
    number: 8,
    chapter: 3,
    titleZh: '注资',
    titleEn: 'Contributions',
    nature: 'RULE',
    rules: ['ART08_MINIMUM_CONTRIBUTION', 'ART08_HARDSHIP_MINIMUM', 'ART08_PAY_IN_PERIOD'],
  },
  {
    number: 9,
    chapter: 3,
    titleZh: '资金池放大倍数',
    titleEn: 'Leverage of the pool',
    nature: 'RULE',
    rules: ['ART09_POOL_LEVERAGE'],
  },
  {
    number: 10,
    chapter: 3,
    titleZh: '受托机构',
    titleEn: 'The fund manager',
    nature: 'STRUCTURE',
    rules: [],
    why: {
      zh: '受托机构是对一家担保机构的任命，体现为权限，不作事实审查。',
      en: 'The fund manager is an appointment of one guarantor: a permission, nothing to judge.',
    },
  },
  {
    number: 11,
    chapter: 3,
    titleZh: '专户与封闭运行',
    titleEn: 'Special accounts and the closed loop',
    nature: 'RULE',
    rules: ['ART11_SPECIAL_ACCOUNT', 'ART11_CUSTODY_COVERS'],
  },
  {
    number: 12,
    chapter: 3,
    titleZh: '利息归池',
    titleEn: 'Interest stays in the pool',
    nature: 'RULE',
    rules: ['ART12_INTEREST_STAYS'],
  },
  {
    number: 13,
    chapter: 3,
    titleZh: '地区贷款规模与补充',
    titleEn: 'A region’s loans and its replenishment',
    nature: 'RULE',
    rules: ['ART13_REGION_LEVERAGE'],
  },
  {
    number: 14,
    chapter: 4,
    titleZh: '鼓励合作',
    titleEn: 'Encouragement to cooperate',
    nature: 'NO_EFFECT',
    rules: [],
    why: { zh: '鼓励性条款，不作要求。', en: 'Encourages, and demands nothing.' },
  },
  {
    number: 15,
    chapter: 4,
    titleZh: '合作机构的服务',
    titleEn: 'Service of the cooperating institutions',
    nature: 'NO_EFFECT',
    rules: [],
    why: {
      zh: '涉及合作机构的内部组织，本系统不掌握相关事实。',
      en: 'Concerns the institutions’ own organisation, of which the software knows nothing.',
    },
  },
  {
    number: 16,
    chapter: 4,
    titleZh: '风险补偿金的存入与补充',
    titleEn: 'Placing and topping up risk deposits',
    nature: 'RULE',
    rules: [
      'ART16_COOPERATING',
      'ART16_FIRST_DEPOSIT',
      'ART16_TOP_UP_ASK',
      'ART16_TOP_UP_RIGHT',
      'ART16_TOP_UP_AMOUNT',
    ],
  },
  {
    number: 17,
    chapter: 4,
    titleZh: '禁止收费',
    titleEn: 'Prohibited fees',
    nature: 'RULE',
    rules: ['ART17_FEES'],
  },
  {
    number: 18,
    chapter: 4,
    titleZh: '银行退出',
    titleEn: 'A bank leaves',
    nature: 'RULE',
    rules: ['ART18_LEAVING'],
  },
  {
    number: 19,
    chapter: 4,
    titleZh: '绩效自评',
    titleEn: 'Annual evaluation',
    nature: 'OBLIGATION',
    rules: [],
    why: LATER('按年对资金池和各合作银行自评。', 'the yearly evaluation of the pool and of each bank.'),
  },
  {
    number: 20,
    chapter: 5,
    titleZh: '风险分担',
    titleEn: 'Shares of a loss',
    nature: 'RULE',
    rules: ['ART20_SHARES'],
  },
  {
    number: 21,
    chapter: 5,
    titleZh: '银行自担部分不得另要担保',
    titleEn: 'No security for the bank’s own share',
    nature: 'RULE',
    rules: ['ART21_NO_SECURITY'],
  },
  {
    number: 22,
    chapter: 5,
    titleZh: '额度、期限、利率与还款',
    titleEn: 'Amount, term, rate and repayment',
    nature: 'RULE',
    rules: [
      'ART22_FIRM_CAP',
      'ART22_TERM_USUAL',
      'ART22_TERM_MAX',
      'ART22_RATE',
      'ART22_PLAN',
      'ART22_REPAYMENT',
    ],
  },
  {
    number: 23,
    chapter: 5,
    titleZh: '连续支持年限',
    titleEn: 'Years of continuous support',
    nature: 'RULE',
    rules: ['ART23_CONTINUITY'],
  },
  {
    number: 24,
    chapter: 6,
    titleZh: '属地推荐',
    titleEn: 'Referral by the firm’s own district',
    nature: 'RULE',
    rules: ['ART24_OWN_REGION'],
  },
  {
    number: 25,
    chapter: 6,
    titleZh: '筛选推荐',
    titleEn: 'Screening and recommendation',
    nature: 'RULE',
    rules: ['ART25_SITE_VISIT', 'ART25_PARTNERS'],
  },
  {
    number: 26,
    chapter: 6,
    titleZh: '尽职调查与审批',
    titleEn: 'Due diligence and decision',
    nature: 'RULE',
    rules: ['ART26_RECOMMENDED', 'ART26_BOTH_REPORTS'],
  },
  {
    number: 27,
    chapter: 6,
    titleZh: '签约与放款',
    titleEn: 'Contracts and disbursement',
    nature: 'RULE',
    rules: ['ART27_BOTH_APPROVED', 'ART27_DRAWDOWN', 'ART27_NOTICE'],
  },
  {
    number: 28,
    chapter: 6,
    titleZh: '反担保',
    titleEn: 'Counter-guarantees',
    nature: 'RULE',
    rules: ['ART28_COUNTER_GUARANTEE'],
  },
  {
    number: 29,
    chapter: 7,
    titleZh: '贷后走访与预警',
    titleEn: 'Visits and warnings',
    nature: 'OBLIGATION',
    rules: [],
    why: LATER('定期走访和风险预警。', 'regular visits and risk warnings.'),
  },
  {
    number: 30,
    chapter: 7,
    titleZh: '地区协助贷后管理',
    titleEn: 'The district’s help after lending',
    nature: 'PERMISSION',
    rules: [],
    why: LATER('地区部门登记走访和预警的权限。', 'the district’s permission to record visits and warnings.'),
  },
  {
    number: 31,
    chapter: 8,
    titleZh: '临期提醒与逾期催收',
    titleEn: 'Reminder and collection',
    nature: 'OBLIGATION',
    rules: ['ART31_REMINDER'],
  },
  {
    number: 32,
    chapter: 8,
    titleZh: '代偿启动与划扣',
    titleEn: 'Compensation and deduction',
    nature: 'RULE',
    rules: [],
    why: LATER('划扣的条件、金额与告知。', 'when and how much may be deducted, and the notice.'),
  },
  {
    number: 33,
    chapter: 8,
    titleZh: '债权追索',
    titleEn: 'Pursuit of the debtor',
    nature: 'OBLIGATION',
    rules: [],
    why: LATER('追索与诉讼的登记。', 'the record of pursuit and legal action.'),
  },
  {
    number: 34,
    chapter: 8,
    titleZh: '追偿所得分配',
    titleEn: 'Sharing out what is recovered',
    nature: 'POSTING',
    rules: [],
    why: LATER('扣除费用后按比例分配。', 'the split of recoveries after costs.'),
  },
  {
    number: 35,
    chapter: 9,
    titleZh: '追偿报告',
    titleEn: 'Reports on recovery',
    nature: 'OBLIGATION',
    rules: [],
    why: LATER('定期报告追偿情况。', 'regular reports on recovery.'),
  },
  {
    number: 36,
    chapter: 9,
    titleZh: '失信名单',
    titleEn: 'The dishonest list',
    nature: 'RULE',
    rules: ['ART36_NOT_LISTED'],
  },
  {
    number: 37,
    chapter: 9,
    titleZh: '暂停新增业务',
    titleEn: 'The breaker',
    nature: 'RULE',
    rules: ['ART37_BREAKER'],
  },
  {
    number: 38,
    chapter: 9,
    titleZh: '风险补偿机制',
    titleEn: 'Supplements by the city',
    nature: 'POSTING',
    rules: [],
    why: LATER(
      '评价或达到警戒线后的市级补充。',
      'what the city adds after an evaluation or a tripped breaker.',
    ),
  },
  {
    number: 39,
    chapter: 9,
    titleZh: '尽职免责',
    titleEn: 'Due-diligence exemption',
    nature: 'STRUCTURE',
    rules: [],
    why: {
      zh: '由有权机关认定；本系统留存各步骤的证据，不作判断。',
      en: 'For the authorities to decide; the software keeps the evidence of each step and does not judge.',
    },
  },
  {
    number: 40,
    chapter: 10,
    titleZh: '有效期',
    titleEn: 'Validity',
    nature: 'RULE',
    rules: ['ART40_IN_FORCE'],
  },
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
