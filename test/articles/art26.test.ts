import { describe } from 'vitest';
import { art26BothReports, art26Recommended } from '../../src/regulation/ch06-procedure.art24-28.ts';
import { table } from './facts.ts';

describe('第二十六条 Both reports on file before anyone decides', () => {
  table(art26Recommended, [
    ['recommended to the one who acts', {}, 'PASS'],
    ['recommended to somebody else', { diligence: { recommendedToActor: false } }, 'REFUSED'],
  ]);
  table(art26BothReports, [
    ['both filed', {}, 'PASS'],
    ['the bank’s is missing', { diligence: { filedByBank: false } }, 'REFUSED'],
    ['the guarantor’s is missing', { diligence: { filedByGuarantor: false } }, 'REFUSED'],
    ['none filed', { diligence: { filedByBank: false, filedByGuarantor: false } }, 'REFUSED'],
  ]);
});
