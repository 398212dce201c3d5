import { describe } from 'vitest';
import { art18Leaving } from '../../src/regulation/ch04-partners.art14-19.ts';
import { table } from './facts.ts';

describe('第十八条 A bank that leaves takes no new business', () => {
  table(art18Leaving, [
    ['cooperating', { bank: { state: 'COOPERATING' } }, 'PASS'],
    ['only registered is not leaving', { bank: { state: 'REGISTERED' } }, 'PASS'],
    ['leaving', { bank: { state: 'LEAVING' } }, 'REFUSED'],
    ['left', { bank: { state: 'LEFT' } }, 'REFUSED'],
  ]);
});
