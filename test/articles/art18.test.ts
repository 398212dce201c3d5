import { describe, expect, it } from 'vitest';
import {
  art18Leaving,
  art18Return,
  art18RunOff,
  art18WholeDeposit,
} from '../../src/regulation/ch04-partners.art14-19.ts';
import { day, table, verdictOf, yuan } from './facts.ts';

describe('第十八条 A bank that leaves takes no new business', () => {
  table(art18Leaving, [
    ['cooperating', { bank: { state: 'COOPERATING' } }, 'PASS'],
    ['only registered is not leaving', { bank: { state: 'REGISTERED' } }, 'PASS'],
    ['leaving', { bank: { state: 'LEAVING' } }, 'REFUSED'],
    ['left', { bank: { state: 'LEFT' } }, 'REFUSED'],
  ]);
});

describe('第十八条 A leaving bank’s deposit is to go back', () => {
  table(art18Return, [
    ['it holds one fen', { departure: { balance: yuan('0.01') } }, 'TRIGGERS'],
    ['it holds nothing', { departure: { balance: yuan('0') } }, 'PASS'],
  ]);

  it('within ten working days under the 2021 edition', () => {
    const verdict = verdictOf(art18Return, {});
    expect([verdict?.limit, verdict?.unit]).toEqual(['10', 'workingDays']);
  });
});

describe('第十八条 The deposit stays until the last loan has ended', () => {
  const ended = (valueDate: string) => ({
    departure: { runningLoans: 0, endedOn: day('2024-05-31'), valueDate: day(valueDate) },
  });
  table(art18RunOff, [
    ['one loan runs', { departure: { runningLoans: 1, endedOn: null } }, 'REFUSED'],
    ['none runs; the day before the last ended', ended('2024-05-30'), 'REFUSED'],
    ['on the day the last ended', ended('2024-05-31'), 'PASS'],
    ['the day after', ended('2024-06-01'), 'PASS'],
  ]);
});

describe('第十八条 The whole deposit goes back with its interest', () => {
  const holding = (lowest: string, suspense = '0') => ({
    departure: { balance: yuan('1000012.34'), lowest: yuan(lowest), suspense: yuan(suspense) },
  });
  table(art18WholeDeposit, [
    ['all of it was there since the value date', holding('1000012.34'), 'PASS'],
    ['one fen of interest came later', holding('1000012.33'), 'REFUSED'],
    ['one fen deducted in excess is still owed back', holding('1000012.34', '0.01'), 'REFUSED'],
    ['there is nothing', { departure: { balance: yuan('0'), lowest: yuan('0') } }, 'REFUSED'],
  ]);
});
