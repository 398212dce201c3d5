import { expect } from 'vitest';
import {
  ASKED,
  addFirm,
  approvedLoan,
  type City,
  joinBank,
  newCity,
  type Place,
  pay,
  signing,
} from './city.ts';
import type { Running, User } from './product.ts';

/** An answered act, as far as the tests of edges read it. */
export interface Judged {
  readonly done: boolean;
  readonly verdicts: readonly { readonly code: string; readonly outcome: string }[];
}

/** The codes of the rules that stood against an act, in the order answered; none for an act that was done. */
export function failed(answer: Judged): string[] {
  const codes = answer.verdicts
    .filter(({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED')
    .map(({ code }) => code);
  expect(answer.done).toBe(codes.length === 0);
  return codes;
}

/** What is answered to an act that ends in an error rather than in verdicts; null for one that does not. */
export async function errorOf(running: Running, user: User, name: string, input: object) {
  const error: unknown = await running.act(user, name, input, 'done').then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error === null) return null;
  if (!(error instanceof Error)) throw error;
  const [first] = JSON.parse(error.message.slice(name.length + 2));
  const { code, reason, field } = first.extensions;
  return { code, ...(reason ? { reason } : {}), ...(field ? { field } : {}) };
}

/** A city whose region has paid in 8,000,000.00 and whose bank holds the first deposit. */
export async function fundedCity(running: Running, today: string): Promise<City> {
  const city = await newCity(running, today);
  await pay(running, city, city.region, '8000000.00', today);
  await joinBank(running, city, city.bank, today);
  return city;
}

export const advance = (running: Running, city: City, to: string) =>
  running.act(city.office, 'advanceClock', { to }, 'pool { id }');

export const sign = (running: Running, bank: Place, loanId: string, lastDrawdownOn = '2031-12-31') =>
  running.act(bank.user, 'signContracts', signing(loanId, lastDrawdownOn), 'loan { id }');

export const disburse = (running: Running, bank: Place, loanId: string, disbursedOn: string) =>
  running.act(bank.user, 'disburse', { loanId, disbursedOn, document: '放款' }, 'loan { id }');

export const repay = (running: Running, bank: Place, loanId: string, principal: string, paidOn: string) =>
  running.act(
    bank.user,
    'recordRepayment',
    { loanId, paidOn, principal, interest: '0.00', document: '还款' },
    'loan { id }',
  );

/** Takes a new firm of a district to signing; the signing is answered, done or refused. */
export async function lend(
  running: Running,
  city: City,
  amount: string,
  today: string,
  place: { district: Place; divisionCode: string } = { district: city.region, divisionCode: '150203' },
): Promise<Judged> {
  const firm = await addFirm(running, place.district, place.divisionCode);
  const loanId = await approvedLoan(running, city, firm.id, { amount, district: place.district }, today);
  return sign(running, city.bank, loanId);
}

/** An edition with the values of the first, for the five years after it. */
export async function enactSuccessor(running: Running, city: City) {
  const edition = await running.ask(city.office, '{ editions { nodes { parametersJson } } }');
  const drafted = await running.act(
    city.office,
    'draftEdition',
    {
      number: '2026',
      titleZh: '新办法',
      titleEn: 'Successor',
      document: '新办法',
      parameters: edition.data.editions.nodes[0].parametersJson,
      validFrom: '2026-05-01',
      validTo: '2031-04-30',
    },
    'edition { id version }',
  );
  const { id, version } = drafted.edition;
  await running.act(city.office2, 'enactEdition', { editionId: id, version }, 'edition { id }');
}

/** A fingerprint of every row of every table of the database. */
export async function fingerprint(running: Running): Promise<Record<string, unknown>> {
  const tables = await running.owner(
    "select tablename as name from pg_tables where schemaname = 'public' order by tablename",
  );
  const rows = await running.owner(
    tables
      .map(
        ({ name }) =>
          `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as print from ${name} t`,
      )
      .join(' union all '),
  );
  return Object.fromEntries(rows.map(({ name, print }) => [name, print]));
}

/** A district's request for a firm of its region: 1,000,000.00 for twelve months unless said otherwise. */
export const refer = (running: Running, city: City, enterpriseId: string, changes: object = {}) =>
  running.act(
    city.region.user,
    'submitReferral',
    { enterpriseId, ...ASKED, amount: '1000000.00', ...changes },
    'referral { id state version }',
  );

/** A firm whose figures are old enough for a sandbox that begins in 2021. */
export const newFirm = async (running: Running, city: City): Promise<string> =>
  (await addFirm(running, city.region, '150203', { figuresYear: 2020 })).id;

export interface Waived {
  readonly ruleCode: string;
  readonly newLimit: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly bankId?: string;
  readonly guarantorId?: string;
}

/** Asks for a waiver for one firm; answers its id. */
export async function askWaiver(
  running: Running,
  by: User,
  enterpriseId: string,
  waived: Waived,
): Promise<string> {
  const input = { subjectKind: 'ENTERPRISE', subjectId: enterpriseId, reason: '企业发展需要', ...waived };
  return (await running.act(by, 'askWaiver', input, 'waiver { id }')).waiver.id;
}

/** One party's answer; answers how the waiver then stands. */
export const answerWaiver = async (running: Running, by: User, waiverId: string, consent = true) =>
  (await running.act(by, 'answerWaiver', { waiverId, consent, note: '答复' }, 'waiver { state }')).waiver
    .state;
