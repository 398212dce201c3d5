import { describe, expect, it } from 'vitest';
import {
  art31Collection,
  art31CollectionReported,
  art31Reminder,
} from '../../src/regulation/ch08-compensation.art31-34.ts';
import { table, verdictOf } from './facts.ts';

const attempts = (count: number) => ({ deduction: { attempts: count } });
const REST = { deduction: { attempts: 0, restOnly: true } };

describe('第三十一条 A reminder before maturity', () => {
  table(art31Reminder, [['always follows from a disbursement', {}, 'TRIGGERS']]);

  it('names sixty days', () => {
    expect(verdictOf(art31Reminder, {})).toMatchObject({ limit: '60', unit: 'days' });
  });
});

describe('第三十一条 Repeated attempts to collect come before a deduction', () => {
  table(art31Collection, [
    ['never tried', attempts(0), 'REFUSED'],
    ['one attempt', attempts(1), 'REFUSED'],
    ['two attempts', attempts(2), 'PASS'],
    ['three attempts', attempts(3), 'PASS'],
    ['the rest of a claim that was allowed before', REST, null],
  ]);
  table(art31CollectionReported, [
    ['a deduction made after one attempt is booked, and this stays on record', attempts(1), 'TRIGGERS'],
    ['after two attempts', attempts(2), 'PASS'],
    ['the rest of an earlier claim', REST, null],
  ]);
});
