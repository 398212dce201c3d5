import { describe } from 'vitest';
import { art12InterestStays } from '../../src/regulation/ch03-pool.art08-13.ts';
import { table, yuan } from './facts.ts';

describe('第十二条 Interest stays in the pool', () => {
  table(art12InterestStays, [
    ['one fen', { interest: { amount: yuan('0.01') } }, 'PASS'],
    ['nothing', { interest: { amount: yuan('0') } }, 'REFUSED'],
    ['below zero', { interest: { amount: yuan('-0.01') } }, 'REFUSED'],
    ['on an account that is not the pool’s', { interest: { onPoolAccount: false } }, 'REFUSED'],
  ]);
});
