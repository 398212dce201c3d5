import { describe, expect, it } from 'vitest';
import { art31Reminder } from '../../src/regulation/ch08-compensation.art31-34.ts';
import { table, verdictOf } from './facts.ts';

describe('第三十一条 A reminder before maturity', () => {
  table(art31Reminder, [['always follows from a disbursement', {}, 'TRIGGERS']]);

  it('names sixty days', () => {
    expect(verdictOf(art31Reminder, {})).toMatchObject({ limit: '60', unit: 'days' });
  });
});
