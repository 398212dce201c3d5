import type { EnterpriseFigures } from '../acts/enterprise.ts';
import { type CreditCode, makeCreditCode } from '../domain/enterprise.ts';
import { Yuan } from '../domain/money.ts';

// Two hundred firms that do not exist: invented names, marked as demo, of industries and sizes as the city has them.

interface Trade {
  readonly word: string;
  readonly industryCode: string;
  readonly employees: number;
  /** In ten thousand yuan. */
  readonly revenue: number;
  readonly assets: number;
}

const TRADES: readonly Trade[] = [
  { word: '稀土新材料', industryCode: 'C39', employees: 120, revenue: 6800, assets: 5200 },
  { word: '机械制造', industryCode: 'C34', employees: 86, revenue: 4200, assets: 3900 },
  { word: '金属制品', industryCode: 'C33', employees: 45, revenue: 2600, assets: 1800 },
  { word: '乳肉食品', industryCode: 'C14', employees: 64, revenue: 3100, assets: 2100 },
  { word: '牧业', industryCode: 'A03', employees: 18, revenue: 420, assets: 900 },
  { word: '商贸', industryCode: '51', employees: 14, revenue: 3800, assets: 1200 },
  { word: '百货', industryCode: '52', employees: 28, revenue: 460, assets: 380 },
  { word: '物流', industryCode: '54', employees: 52, revenue: 1500, assets: 1900 },
  { word: '建筑工程', industryCode: 'E48', employees: 70, revenue: 5400, assets: 3600 },
  { word: '餐饮管理', industryCode: '62', employees: 35, revenue: 620, assets: 300 },
  { word: '软件科技', industryCode: '65', employees: 24, revenue: 780, assets: 450 },
  { word: '环保技术', industryCode: 'N77', employees: 16, revenue: 690, assets: 820 },
];

/** The mining district lives on bigger ones. */
const MINING_DISTRICT = '150206';
const MINING_TRADES: readonly Trade[] = [
  { word: '稀土选矿', industryCode: 'B09', employees: 180, revenue: 9600, assets: 8200 },
  { word: '矿山设备', industryCode: 'C35', employees: 130, revenue: 7400, assets: 6300 },
];

/** Firms of a trade come in sizes: per cent of its people, and of its revenue and assets. */
const SIZES = [
  { people: 100, money: 100 },
  { people: 100, money: 100 },
  { people: 10, money: 30 },
  { people: 10, money: 30 },
  { people: 300, money: 300 },
];
const USUAL_SIZE = { people: 100, money: 100 };

const NAMES = [
  '鹿鸣',
  '北梁',
  '昆河',
  '赛汗',
  '阿尔丁',
  '敕勒',
  '黄河湾',
  '大青山',
  '九峰',
  '南海子',
  '石门',
  '梅力更',
  '希拉',
  '春坤',
  '五当',
  '百灵',
  '达茂',
];

/** How many firms each region has, in the order of REGION_PLANS. */
const FIRMS_BY_REGION: readonly (readonly [divisionCode: string, registrar: string, count: number])[] = [
  ['150202', '150202', 24],
  ['150203', '150203', 34],
  ['150204', '150204', 32],
  ['150205', '150205', 10],
  ['150206', '150206', 14],
  ['150207', '150207', 22],
  ['150221', '150221', 18],
  ['150222', '150222', 12],
  ['150223', '150223', 10],
  // The high-tech zone's registrar has a code of its own.
  ['150271', '150291', 24],
];

/** Some are registered with the city, whatever their region. */
const CITY_REGISTRAR = '150200';

export interface Firm extends EnterpriseFigures {
  readonly creditCode: CreditCode;
  /** The region whose district registers it. */
  readonly registeredBy: string;
}

const wan = (amount: number) => Yuan.parse(`${amount}0000.00`);

export function firmsOfTheCity(figuresYear: number): Firm[] {
  const firms: Firm[] = [];
  for (const [divisionCode, registrar, count] of FIRMS_BY_REGION)
    for (let at = 0; at < count; at += 1) {
      const number = firms.length;
      const isMining = divisionCode === MINING_DISTRICT;
      const trades = isMining ? MINING_TRADES : TRADES;
      const trade = trades[(number * 7 + Math.floor(number / 12)) % trades.length];
      const name = NAMES[(number * 7) % NAMES.length];
      if (!trade || !name) throw new Error('the tables of the demo have entries');
      const size = isMining ? USUAL_SIZE : (SIZES[number % SIZES.length] ?? USUAL_SIZE);
      // Firms of one size still differ: the smallest has half of the usual figures, the largest one and a half.
      const step = 50 + ((number * 37) % 101);
      const share = (figure: number, percent: number) =>
        Math.max(1, Math.floor((figure * step * percent) / 10_000));
      firms.push({
        creditCode: makeCreditCode(
          number % 9 === 4 ? CITY_REGISTRAR : registrar,
          `MA0D${String(number).padStart(4, '0')}`,
        ),
        name: `包头市${name}${trade.word}${String(number + 1).padStart(3, '0')}有限公司（演示）`,
        divisionCode,
        industryCode: trade.industryCode,
        employees: share(trade.employees, size.people),
        revenue: wan(share(trade.revenue, size.money)),
        assets: wan(share(trade.assets, size.money)),
        figuresYear,
        registeredBy: divisionCode,
      });
    }
  return firms;
}

/** Two that are on record and can never be referred: a large firm, and one registered in another city (Art. 4). */
export function firmsThatCannotBeReferred(figuresYear: number): Firm[] {
  const common = { industryCode: 'C31', figuresYear, registeredBy: '150203' } as const;
  return [
    {
      ...common,
      creditCode: makeCreditCode('150203', 'MA0D9001'),
      name: '包头市大型钢材（演示）有限公司',
      divisionCode: '150203',
      employees: 2600,
      revenue: wan(98000),
      assets: wan(120000),
    },
    {
      ...common,
      creditCode: makeCreditCode('150102', 'MA0D9002'),
      name: '呼和浩特市外埠加工（演示）有限公司',
      divisionCode: '150102',
      employees: 40,
      revenue: wan(2200),
      assets: wan(1500),
    },
  ];
}
