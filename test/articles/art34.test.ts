import { describe } from 'vitest';
import { art34Costs, art34WithinLoss } from '../../src/regulation/ch08-compensation.art31-34.ts';
import { table, yuan } from './facts.ts';

const costs = (amount: string) => ({ recovery: { gross: yuan('1000.00'), costs: yuan(amount) } });
const net = (amount: string) => ({ recovery: { net: yuan(amount), unrecovered: yuan('1000.00') } });

describe('第三十四条 What is recovered, less costs, is shared out', () => {
  table(art34Costs, [
    ['costs one fen below what was got', costs('999.99'), 'PASS'],
    ['costs that eat all of it', costs('1000.00'), 'PASS'],
    ['costs one fen above', costs('1000.01'), 'REFUSED'],
  ]);
  table(art34WithinLoss, [
    ['one fen below what is unrecovered', net('999.99'), 'PASS'],
    ['all that is unrecovered', net('1000.00'), 'PASS'],
    ['one fen above', net('1000.01'), 'REFUSED'],
  ]);
});
