import { describe } from 'vitest';
import { art21NoSecurity } from '../../src/regulation/ch05-business.art20-23.ts';
import { table } from './facts.ts';

describe('第二十一条 No security for the bank’s own share', () => {
  table(art21NoSecurity, [
    ['nothing asked', { terms: { securities: [] } }, 'PASS'],
    ['one security asked', { terms: { securities: ['厂房抵押'] } }, 'REFUSED'],
    ['several asked', { terms: { securities: ['厂房抵押', '保证人'] } }, 'REFUSED'],
  ]);
});
