import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../src/acts/actor.ts';
import { recordVisit } from '../../src/acts/aftercare.ts';
import { deduct } from '../../src/acts/compensation.ts';
import { type Act, perform, type Sought } from '../../src/acts/perform.ts';
import type { Ports } from '../../src/acts/ports.ts';
import { submitReferral } from '../../src/acts/referral.ts';
import { recordRepayment } from '../../src/acts/servicing.ts';
import { connect, type Database, type Trace } from '../../src/database/connection.ts';
import { appUrlOf } from '../../src/database/migrate.ts';
import { parseDate } from '../../src/domain/dates.ts';
import { readId } from '../../src/domain/ids.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Persona } from '../../src/domain/words.ts';
import { portsOn } from '../../src/opening.ts';
import { ASKED, addFirm } from '../support/city.ts';
import { type Running, startProduct, type User } from '../support/product.ts';
import { quiet } from '../support/quiet.ts';
import { collectBy, DAY_26, type Troubled, troubledCity } from '../support/recovery.ts';

// What acts cost in statements and in round trips, and when they take the locks that everybody waits for: see
// docs/decisions/the-last-lock.md. Who adds to it changes the numbers here and says why.

interface Sent {
  readonly name: string;
  /** The statement goes out behind an answer to one of the trip before. */
  readonly trip: number;
}

let running: Running;
let city: Troubled & { otherLoanId: string };
let database: Database;
let ports: Ports;
let sent: Sent[] = [];
/** The latest trip that has been answered. */
let answered = 0;

const trace: Trace = async (name, _kept, work) => {
  if (name === 'transaction') return work();
  const trip = answered + 1;
  sent.push({ name, trip });
  const answer = await work();
  answered = Math.max(answered, trip);
  return answer;
};

beforeAll(async () => {
  running = await startProduct();
  city = await troubledCity(running);
  await collectBy(running, city, DAY_26);
  database = connect(appUrlOf(running.ownerUrl).url, { log: quiet, trace });
  ports = portsOn(database);
}, 120_000);
afterAll(() => Promise.all([database?.close(), running?.stop()]));

/** Statements and round trips of an act, the commit in the last of them, without BEGIN, COMMIT and the settings of both. */
async function costOf<Input, S extends Record<string, Sought>>(
  user: User,
  persona: Persona,
  deed: Act<Input, S>,
  input: Input,
) {
  const kind = persona === 'FUND_MANAGER' ? 'GUARANTOR' : persona;
  const actor: Actor = { ...user, persona, kind, userName: null };
  [sent, answered] = [[], 0];
  const outcome = await perform(ports, actor, deed, input, randomUUID());
  expect(outcome.kind).toBe('DONE');
  const trips = Math.max(...sent.map(({ trip }) => trip));
  const tripOf = (name: string) => sent.filter((one) => one.name === name).map(({ trip }) => trip);
  return { statements: sent.length, trips, tripOf };
}

const loanIdOf = (loanId: string) => readId('loan', loanId);
const today = parseDate(DAY_26);

function repayment(loanId: string) {
  const amounts = { principal: Yuan.parse('1000.00'), interest: Yuan.parse('10.00') };
  return { loanId: loanIdOf(loanId), paidOn: today, ...amounts, document: '还款-1' };
}

test('第二十二条 a repayment, the sums and the journal only in the last round trip', async () => {
  // The first act about a loan after its day has come settles what the date has brought about.
  await costOf(city.bank.user, 'BANK', recordRepayment, repayment(city.otherLoanId));
  const { statements, trips, tripOf } = await costOf(
    city.bank.user,
    'BANK',
    recordRepayment,
    repayment(city.otherLoanId),
  );
  // Overdue: one trip and six statements more, in which its troubles are read.
  expect({ statements, trips }).toEqual({ statements: 24, trips: 4 });
  expect(tripOf('SELECT exposure')).toEqual([trips]);
  expect(tripOf('UPDATE exposure')).toEqual([trips]);
  expect(tripOf('UPDATE journal')).toEqual([trips]);
});

test('第二十四条 a referral: three round trips, all that it is judged by behind the lock and with it', async () => {
  const firm = await addFirm(running, city.region, '150203', { figuresYear: 2023 });
  const asked = { ...ASKED, amount: Yuan.parse('1000000.00'), purpose: 'PRODUCTION_TURNOVER' } as const;
  const input = { enterpriseId: readId('enterprise', firm.id), ...asked };
  const { statements, trips, tripOf } = await costOf(city.region.user, 'DISTRICT', submitReferral, input);
  expect({ statements, trips }).toEqual({ statements: 17, trips: 3 });
  expect(tripOf('SELECT exposure')).toEqual([2, 2]);
  expect(tripOf('UPDATE journal')).toEqual([3]);
});

test('第三十二条 a deduction: seven round trips, the journal in the last', async () => {
  const input = { loanId: loanIdOf(city.loanId), deductedOn: today, document: '划扣-1' };
  const { statements, trips, tripOf } = await costOf(city.bank.user, 'BANK', deduct, input);
  expect({ statements, trips }).toEqual({ statements: 63, trips: 7 });
  expect(tripOf('UPDATE journal')).toEqual([trips]);
  expect(tripOf('INSERT line')).toEqual([trips]);
});

test('第二十九条 a visit to a loan that is overdue: five round trips', async () => {
  const input = { findings: '经营正常', document: '走访-1', measures: null, visitedOn: today };
  const about = { loanId: loanIdOf(city.otherLoanId) };
  const { trips, tripOf } = await costOf(city.bank.user, 'BANK', recordVisit, { ...about, ...input });
  expect(trips).toBe(5);
  expect(tripOf('UPDATE journal')).toEqual([trips]);
});
