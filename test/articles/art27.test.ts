import { describe, expect, it } from 'vitest';
import {
  art27BothApproved,
  art27Drawdown,
  art27Notice,
} from '../../src/regulation/ch06-procedure.art24-28.ts';
import { day, table, verdictOf } from './facts.ts';

const paidOut = (drawdownOn: string) => ({ contract: { drawdownOn: day(drawdownOn) } });

describe('第二十七条 Contract, then money, then notice', () => {
  table(art27BothApproved, [
    ['both approved', {}, 'PASS'],
    ['only the bank', { approvals: { guarantor: false } }, 'REFUSED'],
    ['only the guarantor', { approvals: { bank: false } }, 'REFUSED'],
  ]);
  table(art27Drawdown, [
    ['the day before the contract', paidOut('2024-06-02'), 'REFUSED'],
    ['the day of the contract', paidOut('2024-06-03'), 'PASS'],
    ['the day before the last drawdown day', paidOut('2024-09-02'), 'PASS'],
    ['the last drawdown day', paidOut('2024-09-03'), 'PASS'],
    ['the day after', paidOut('2024-09-04'), 'REFUSED'],
    ['no contract', { contract: { signedOn: null, lastDrawdownOn: null } }, 'REFUSED'],
  ]);
  table(art27Notice, [['always follows from a disbursement', {}, 'TRIGGERS']]);

  it('names three working days', () => {
    expect(verdictOf(art27Notice, {})).toMatchObject({ limit: '3', unit: 'workingDays' });
  });
});
