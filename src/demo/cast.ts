import type { Actor } from '../acts/actor.ts';
import { BAOTOU_DIVISIONS } from '../domain/divisions.data.ts';
import type { Id, Persona, Role, TenantKind } from '../domain/words.ts';

// Who is in the demo pool: the city's own office, regions, banks and guarantor, with people who do not exist.

/** Ids of the demo are the same in every installation, so that tokens and saved links work in all of them. */
export function demoId(act: number, nth: number): string {
  return `0190d000-0000-7000-8000-${(act * 256 + nth).toString(16).padStart(12, '0')}`;
}

export const POOL_ID = demoId(0, 1) as Id<'pool'>;
export const OFFICE_ID = demoId(0, 2) as Id<'tenant'>;

export const POOL = {
  nameZh: '包头市中小微企业助保金贷款资金池（演示）',
  nameEn: 'Baotou loan-guarantee pool (demo)',
  officeZh: '包头市助保金贷款专项工作协调办公室（演示）',
  officeEn: 'Coordination office of Baotou (demo)',
} as const;

/** What each region pledges and how: yuan; the two in hardship are below eight million. */
export interface RegionPlan {
  readonly divisionCode: string;
  readonly pledged: string;
  /** Parts in which it is paid, each with the number of half months after the pledge. */
  readonly parts: readonly { readonly amount: string; readonly after: number }[];
  readonly hardship: boolean;
}

const whole = (divisionCode: string, pledged: string, hardship = false): RegionPlan => ({
  divisionCode,
  pledged,
  parts: [{ amount: pledged, after: 0 }],
  hardship,
});

export const REGION_PLANS: readonly RegionPlan[] = [
  whole('150202', '8000000.00'),
  {
    divisionCode: '150203',
    pledged: '12000000.00',
    parts: [
      { amount: '8000000.00', after: 0 },
      { amount: '4000000.00', after: 12 },
    ],
    hardship: false,
  },
  whole('150204', '10000000.00'),
  whole('150205', '4500000.00', true),
  whole('150206', '4000000.00', true),
  whole('150207', '8000000.00'),
  whole('150221', '8000000.00'),
  whole('150222', '8000000.00'),
  // Never paid in full: its duty is overdue at the end of the story.
  {
    divisionCode: '150223',
    pledged: '8000000.00',
    parts: [{ amount: '5000000.00', after: 2 }],
    hardship: false,
  },
  whole('150271', '12000000.00'),
];

export const REGION_NAMES = new Map(BAOTOU_DIVISIONS.map((division) => [division.code, division]));

/** Banks that operate in the city, as partners of the demo only. */
export const BANKS = [
  {
    nameZh: '中国工商银行股份有限公司包头分行',
    nameEn: 'Industrial and Commercial Bank of China, Baotou Branch',
  },
  { nameZh: '中国农业银行股份有限公司包头分行', nameEn: 'Agricultural Bank of China, Baotou Branch' },
  { nameZh: '中国银行股份有限公司包头分行', nameEn: 'Bank of China, Baotou Branch' },
  { nameZh: '中国建设银行股份有限公司包头分行', nameEn: 'China Construction Bank, Baotou Branch' },
  { nameZh: '交通银行股份有限公司包头分行', nameEn: 'Bank of Communications, Baotou Branch' },
  { nameZh: '中国邮政储蓄银行股份有限公司包头市分行', nameEn: 'Postal Savings Bank of China, Baotou Branch' },
  { nameZh: '蒙商银行股份有限公司包头分行', nameEn: 'Mengshang Bank, Baotou Branch' },
  { nameZh: '内蒙古银行股份有限公司包头分行', nameEn: 'Bank of Inner Mongolia, Baotou Branch' },
  { nameZh: '华夏银行股份有限公司包头分行', nameEn: 'Hua Xia Bank, Baotou Branch' },
] as const;

export const GUARANTORS = [
  { nameZh: '包头市百佳融资担保有限责任公司', nameEn: 'Baotou Baijia Financing Guarantee Co., Ltd.' },
  {
    nameZh: '鹿城第二融资担保有限公司（演示）',
    nameEn: 'Lucheng Second Financing Guarantee Co., Ltd. (demo)',
  },
] as const;

/** An actor of the demo: each tenant has one person who enters and one who decides. */
export function actorOf(
  tenantId: string,
  kind: TenantKind,
  who: 'enters' | 'decides',
  persona: Persona = kind,
): Actor {
  const role: Role = who === 'enters' ? 'OPERATOR' : 'APPROVER';
  return {
    poolId: POOL_ID,
    tenantId: tenantId as Id<'tenant'>,
    kind,
    persona,
    role,
    userId: `demo-${kind.toLowerCase()}-${who}-${tenantId.slice(-4)}`,
    userName: null,
  };
}

/** The first acts of the story register its partners, in this order: regions, banks, guarantors. */
export const tenantIdAt = {
  region: (at: number) => demoId(at + 1, 1),
  bank: (at: number) => demoId(REGION_PLANS.length + at + 1, 1),
  guarantor: (at: number) => demoId(REGION_PLANS.length + BANKS.length + at + 1, 1),
} as const;
const placeOf = (divisionCode: string) =>
  REGION_PLANS.findIndex((plan) => plan.divisionCode === divisionCode);
export const KUNDULUN_AT = placeOf('150203');
export const QINGSHAN_AT = placeOf('150204');

/** Someone in whose name the product can be tried out. */
export interface DemoUser {
  readonly labelZh: string;
  readonly labelEn: string;
  readonly poolId: Id<'pool'>;
  readonly tenantId: string;
  readonly role: Role;
  readonly userId: string;
  readonly name: string;
}

function user(labelZh: string, labelEn: string, name: string, actor: Actor): DemoUser {
  const { poolId, tenantId, role, userId } = actor;
  return { labelZh, labelEn, poolId, tenantId, role, userId, name };
}

/** People whose tokens a development start prints: one of each tenant kind, with the roles the story needs. */
export const DEMO_USERS: readonly DemoUser[] = [
  user('协调办公室（审批）', 'Office, approver', '云海', actorOf(OFFICE_ID, 'OFFICE', 'decides')),
  user('协调办公室（经办）', 'Office, operator', '白桦', actorOf(OFFICE_ID, 'OFFICE', 'enters')),
  user(
    '昆都仑区（经办）',
    'District Kundulun, operator',
    '石榴',
    actorOf(tenantIdAt.region(KUNDULUN_AT), 'DISTRICT', 'enters'),
  ),
  user('工商银行（经办）', 'Bank ICBC, operator', '晨曦', actorOf(tenantIdAt.bank(0), 'BANK', 'enters')),
  user('工商银行（审批）', 'Bank ICBC, approver', '远山', actorOf(tenantIdAt.bank(0), 'BANK', 'decides')),
  user(
    '百佳担保、受托机构（经办）',
    'Guarantor Baijia and fund manager, operator',
    '沙枣',
    actorOf(tenantIdAt.guarantor(0), 'GUARANTOR', 'enters', 'FUND_MANAGER'),
  ),
  user(
    '百佳担保、受托机构（审批）',
    'Guarantor Baijia and fund manager, approver',
    '清泉',
    actorOf(tenantIdAt.guarantor(0), 'GUARANTOR', 'decides', 'FUND_MANAGER'),
  ),
  user(
    '第二担保（审批）',
    'Second guarantor, approver',
    '长风',
    actorOf(tenantIdAt.guarantor(1), 'GUARANTOR', 'decides'),
  ),
];
