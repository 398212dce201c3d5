import { describe } from 'vitest';
import { art28CounterGuarantee } from '../../src/regulation/ch06-procedure.art24-28.ts';
import { table } from './facts.ts';

describe('第二十八条 At least one counter-guarantee', () => {
  table(art28CounterGuarantee, [
    ['none', { counterGuarantees: { count: 0 } }, 'REFUSED'],
    ['one', { counterGuarantees: { count: 1 } }, 'PASS'],
    ['two', { counterGuarantees: { count: 2 } }, 'PASS'],
  ]);
});
