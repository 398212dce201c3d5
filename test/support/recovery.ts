import { addFirm, approvedLoan, type City, joinBank, newCity, pay } from './city.ts';
import { advance, disburse, sign } from './edges.ts';
import type { Running } from './product.ts';

// A city with a loan that goes wrong: lent on 3 June 2024, due on 3 June 2025.

export const LENT = '2024-06-03';
export const DUE = '2025-06-03';
/** Twenty-five days past due: nothing may be deducted yet. */
export const DAY_25 = '2025-06-28';
export const DAY_26 = '2025-06-29';

export interface Troubled extends City {
  readonly loanId: string;
}

/**
 * Forty million in the pool by 12 / 12 / 16 (12 / 24 / 4 with a region in hardship), two loans of ten million each, a risk deposit of five million, and the first
 * loan due and unpaid.
 */
export async function troubledCity(
  running: Running,
  deposit = '4000000.00',
  inHardship = false,
): Promise<Troubled & { otherLoanId: string }> {
  const city = await newCity(running, LENT);
  await pay(running, city, 'AUTONOMOUS_REGION', '12000000.00', LENT);
  await pay(running, city, 'CITY', inHardship ? '24000000.00' : '12000000.00', LENT);
  if (inHardship) await recogniseHardship(running, city, true);
  await pay(running, city, city.region, inHardship ? '4000000.00' : '16000000.00', LENT);
  await joinBank(running, city, city.bank, LENT);
  const lent: string[] = [];
  for (const _ of [1, 2]) {
    const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
    const loanId = await approvedLoan(running, city, firm.id, { amount: '10000000.00' }, LENT);
    await done(sign(running, city.bank, loanId));
    await done(disburse(running, city.bank, loanId, LENT));
    lent.push(loanId);
  }
  if (deposit !== '0.00') await topUp(running, city, deposit, LENT);
  const [loanId, otherLoanId] = lent;
  if (!loanId || !otherLoanId) throw new Error('two loans were lent');
  return { ...city, loanId, otherLoanId };
}

export const recogniseHardship = (running: Running, city: City, hardship: boolean) =>
  running.act(
    city.office,
    'recogniseHardship',
    { regionId: city.region.id, hardship, document: '认定-1' },
    'region { id }',
  );

/** Fails with the verdicts where an act was refused. */
export async function done<A extends { readonly done: boolean; readonly verdicts: unknown }>(
  answer: Promise<A>,
): Promise<A> {
  const given = await answer;
  if (!given.done) throw new Error(JSON.stringify(given.verdicts));
  return given;
}

/** The bank asks, the office approves, the fund manager places. */
export async function topUp(running: Running, city: City, amount: string, on: string): Promise<void> {
  const asked = await done(
    running.act(city.bank.user, 'askTopUp', { amount, reason: '贷款已超额度' }, 'topUp { id }'),
  );
  const topUpId: string = asked.topUp.id;
  await done(
    running.act(city.office, 'decideTopUp', { topUpId, approved: amount, note: '同意' }, 'topUp { id }'),
  );
  await done(
    running.act(
      city.guarantor.user,
      'placeTopUp',
      { topUpId, amount, valueDate: on, document: '划款-2' },
      'entry { id }',
    ),
  );
}

/** Moves the clock to a day, with two attempts to collect recorded on that day. */
export async function collectBy(running: Running, city: Troubled, day: string): Promise<void> {
  await advance(running, city, day);
  for (const channel of ['TELEPHONE', 'ON_SITE'])
    await done(
      running.act(
        city.bank.user,
        'recordCollectionAttempt',
        { loanId: city.loanId, attemptedOn: day, channel, findings: '企业暂无力偿还', document: '催收-1' },
        'aftercare { id }',
      ),
    );
}

export const deduct = (running: Running, city: Troubled, deductedOn: string, loanId = city.loanId) =>
  running.act(
    city.bank.user,
    'deduct',
    { loanId, deductedOn, document: '划扣-1' },
    'compensation { id deducted claimable principal }',
  );

export interface Got {
  readonly gross: string;
  readonly costs?: readonly { readonly kind: string; readonly amount: string; readonly note: string }[];
  readonly destination?: 'DEPOSIT' | 'CUSTODY';
}

export const recover = (running: Running, city: Troubled, got: Got, receivedOn: string) =>
  running.act(
    city.bank.user,
    'recordRecovery',
    { loanId: city.loanId, receivedOn, costs: [], destination: 'DEPOSIT', document: '回款-1', ...got },
    'recovery { id net returned parts { party amount } }',
  );

/** Balances of the ledger by account, without the ids of the one bank and the one region. */
export async function balancesOf(running: Running, city: City): Promise<Record<string, string>> {
  const { data, errors } = await running.ask(
    city.office,
    '{ balances { account kind source balance region { id } } }',
  );
  if (errors) throw new Error(JSON.stringify(errors));
  return Object.fromEntries(
    data.balances.map(({ kind, source, balance }: Record<string, string>) => [
      [kind, source].filter(Boolean).join(':'),
      balance,
    ]),
  );
}
