import { describe } from 'vitest';
import { art36NotListed } from '../../src/regulation/ch09-risk.art35-39.ts';
import { day, table } from './facts.ts';

describe('第三十六条 A firm on the dishonest list gets no new loan', () => {
  table(art36NotListed, [
    ['not listed', {}, 'PASS'],
    ['listed today', { firm: { listedOn: day('2024-06-03') } }, 'REFUSED'],
    ['listed long ago and still on it', { firm: { listedOn: day('2021-05-06') } }, 'REFUSED'],
  ]);
});
