import { makeCreditCode } from '../../src/domain/enterprise.ts';
import { enact2021, newPool, type Running, type User, uuidOf } from './product.ts';

/** A small city over HTTP: its office, one region or more, banks, a guarantor that is the fund manager. */
export interface City {
  readonly pool: Awaited<ReturnType<typeof newPool>>;
  readonly office: User;
  readonly office2: User;
  /** The region of 昆都仑区 and its district. */
  readonly region: Place;
  readonly bank: Place;
  readonly guarantor: Place;
}

export interface Place {
  readonly id: string;
  readonly user: User;
  readonly second: User;
}

function place(pool: City['pool'], id: string, name: string): Place {
  const tenantId = uuidOf(id);
  return { id, user: pool.person(tenantId, `${name}-a`), second: pool.person(tenantId, `${name}-b`) };
}

export async function addRegion(
  running: Running,
  pool: City['pool'],
  divisionCode: string,
  hardship = false,
): Promise<Place> {
  const made = await running.act(
    pool.office,
    'registerRegion',
    { nameZh: `地区${divisionCode}`, nameEn: `Region ${divisionCode}`, divisionCode, hardship },
    'region { id }',
  );
  return place(pool, made.region.id, `district-${divisionCode}`);
}

export async function addBank(running: Running, pool: City['pool'], name: string): Promise<Place> {
  const made = await running.act(pool.office, 'registerBank', { nameZh: name, nameEn: name }, 'bank { id }');
  return place(pool, made.bank.id, name);
}

export async function addGuarantor(running: Running, pool: City['pool'], name: string): Promise<Place> {
  const made = await running.act(
    pool.office,
    'registerGuarantor',
    { nameZh: name, nameEn: name },
    'guarantor { id }',
  );
  return place(pool, made.guarantor.id, name);
}

export async function signUp(
  running: Running,
  city: Pick<City, 'office'>,
  bank: Place,
  on: string,
  endsOn = '2027-12-31',
) {
  return running.act(
    city.office,
    'signAgreement',
    { bankId: bank.id, signedOn: on, endsOn, specialAccount: '6222000011112222', document: '协议-1' },
    'bank { id standing { state } obligations: id }',
  );
}

/** A city on a date under the 2021 edition, with partners registered, an appointed fund manager, and no money yet. */
export async function newCity(running: Running, today: string): Promise<City> {
  const pool = await newPool(running, today);
  await enact2021(running, pool);
  const region = await addRegion(running, pool, '150203');
  const bank = await addBank(running, pool, '甲银行');
  const guarantor = await addGuarantor(running, pool, '乙担保');
  await running.act(
    pool.office,
    'appointFundManager',
    { guarantorId: guarantor.id, appointedOn: today, document: '委托-1' },
    'guarantor { id }',
  );
  return { pool, office: pool.office, office2: pool.office2, region, bank, guarantor };
}

/** A source pays: pledge and contribution of the whole amount. */
export async function pay(
  running: Running,
  city: City,
  source: 'CITY' | 'AUTONOMOUS_REGION' | Place,
  amount: string,
  today: string,
  payInBy = today,
) {
  const isRegion = typeof source === 'object';
  const pledged = await running.act(
    isRegion ? source.user : city.office,
    'pledge',
    {
      source: isRegion ? 'REGION' : source,
      regionId: isRegion ? source.id : null,
      amount,
      payInBy,
      document: '承诺-1',
    },
    'pledge { id }',
  );
  if (!pledged.done) throw new Error(JSON.stringify(pledged.verdicts));
  return running.act(
    city.guarantor.user,
    'recordContribution',
    { pledgeId: pledged.pledge.id, amount, valueDate: today, document: '凭证-1' },
    'entry { id }',
  );
}

/** The bank has signed and holds the first deposit of 1,000,000.00. */
export async function joinBank(running: Running, city: City, bank: Place, today: string) {
  await signUp(running, city, bank, today);
  return running.act(
    city.guarantor.user,
    'placeFirstDeposit',
    { bankId: bank.id, amount: '1000000.00', valueDate: today, document: '划款-1' },
    'entry { id }',
  );
}

let firms = 0;

/** How many firms this process has given a number; and that others have been given one elsewhere. */
export const firmsMade = (): number => firms;
export const numberFirmsFrom = (made: number): void => {
  firms = Math.max(firms, made);
};

/** A small manufacturer of a district; its credit code is valid and new. */
export async function addFirm(
  running: Running,
  district: Place,
  divisionCode = '150203',
  changes: object = {},
) {
  firms += 1;
  const made = await running.act(
    district.user,
    'registerEnterprise',
    {
      creditCode: makeCreditCode(divisionCode, `MA0T${String(firms).padStart(4, '0')}`),
      name: `测试企业${firms}`,
      divisionCode,
      industryCode: 'C33',
      employees: 60,
      revenue: '30000000.00',
      assets: '20000000.00',
      figuresYear: 2024,
      ...changes,
    },
    'enterprise { id size }',
  );
  return made.enterprise as { id: string; size: string };
}

export const ASKED = { termMonths: 12, purpose: 'PRODUCTION_TURNOVER', note: '采购原材料' };

export interface Wanted {
  readonly amount: string;
  readonly termMonths?: number;
  readonly instalments?: { month: number; principal: string }[];
  readonly bank?: Place;
  readonly guarantor?: Place;
  readonly district?: Place;
}

/** Refers, visits, recommends and has both sides file their reports; answers the referral's id. */
export async function referToDecision(
  running: Running,
  city: City,
  firmId: string,
  wanted: Wanted,
  today: string,
): Promise<string> {
  const { bank = city.bank, guarantor = city.guarantor, district = city.region } = wanted;
  const submitted = await running.act(
    district.user,
    'submitReferral',
    { enterpriseId: firmId, ...ASKED, amount: wanted.amount, termMonths: wanted.termMonths ?? 12 },
    'referral { id }',
  );
  if (!submitted.done) throw new Error(JSON.stringify(submitted.verdicts));
  const referralId: string = submitted.referral.id;
  await running.act(
    city.office,
    'recordSiteVisit',
    { referralId, visitedOn: today, note: '生产正常' },
    'referral { id }',
  );
  const recommended = await running.act(
    city.office,
    'recommend',
    { referralId, bankId: bank.id, guarantorId: guarantor.id },
    'referral { id }',
  );
  if (!recommended.done) throw new Error(JSON.stringify(recommended.verdicts));
  for (const { user } of [bank, guarantor])
    await running.act(
      user,
      'fileDueDiligence',
      { referralId, opinion: 'SUPPORT', summary: '经营稳定', document: '报告-1' },
      'referral { id }',
    );
  return referralId;
}

export function termsOf(wanted: Wanted) {
  return {
    amount: wanted.amount,
    termMonths: wanted.termMonths ?? 12,
    basisPoints: 50,
    method: wanted.instalments ? 'INSTALMENTS' : 'BULLET',
    instalments: wanted.instalments ?? [],
    fees: [],
    securities: [],
  };
}

/** Takes a firm to an approved loan; answers the loan's id. */
export async function approvedLoan(
  running: Running,
  city: City,
  firmId: string,
  wanted: Wanted,
  today: string,
): Promise<string> {
  const { bank = city.bank, guarantor = city.guarantor } = wanted;
  const referralId = await referToDecision(running, city, firmId, wanted, today);
  const byBank = await running.act(
    bank.user,
    'decideAsBank',
    { referralId, outcome: 'APPROVE', reason: '同意', terms: termsOf(wanted) },
    'referral { id }',
  );
  if (!byBank.done) throw new Error(JSON.stringify(byBank.verdicts));
  const byGuarantor = await running.act(
    guarantor.user,
    'decideAsGuarantor',
    {
      referralId,
      outcome: 'APPROVE',
      reason: '同意',
      counterGuarantees: [{ kind: 'RECEIVABLES', description: '应收账款质押', value: wanted.amount }],
    },
    'referral { loan { id } }',
  );
  if (!byGuarantor.done) throw new Error(JSON.stringify(byGuarantor.verdicts));
  return byGuarantor.referral.loan.id;
}

export const signing = (loanId: string, lastDrawdownOn: string) => ({
  loanId,
  contractNumber: '借-1',
  guaranteeContractNumber: '保-1',
  lastDrawdownOn,
});
