import { describe, expect, it } from 'vitest';
import { art29Visits } from '../../src/regulation/ch07-aftercare.art29-30.ts';
import { table, verdictOf } from './facts.ts';

describe('第二十九条 Regular visits to the borrower', () => {
  table(art29Visits, [['always follow from a disbursement', {}, 'TRIGGERS']]);

  it('names ninety days', () => {
    expect(verdictOf(art29Visits, {})).toMatchObject({ limit: '90', unit: 'days' });
  });
});
