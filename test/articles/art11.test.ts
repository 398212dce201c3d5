import { describe } from 'vitest';
import { art11CustodyCovers, art11SpecialAccount } from '../../src/regulation/ch03-pool.art08-13.ts';
import { table, yuan } from './facts.ts';

const placing = (amount: string) => ({
  placement: { amount: yuan(amount) },
  pool: { custody: yuan('1000000') },
});

describe('第十一条 The pool’s money lies in special accounts and moves between them only', () => {
  table(art11SpecialAccount, [
    ['a cooperating bank with a special account', {}, 'PASS'],
    ['no special account', { bank: { hasSpecialAccount: false } }, 'REFUSED'],
    ['no agreement yet', { bank: { state: 'REGISTERED' } }, 'REFUSED'],
    ['leaving', { bank: { state: 'LEAVING' } }, 'REFUSED'],
    ['left', { bank: { state: 'LEFT' } }, 'REFUSED'],
  ]);
  table(art11CustodyCovers, [
    ['one fen below the balance', placing('999999.99'), 'PASS'],
    ['the whole balance', placing('1000000.00'), 'PASS'],
    ['one fen above the balance', placing('1000000.01'), 'REFUSED'],
  ]);
});
