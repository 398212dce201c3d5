import { describe } from 'vitest';
import { art35InRecovery, art35Settled } from '../../src/regulation/ch09-risk.art35-39.ts';
import { table, yuan } from './facts.ts';

describe('第三十五条 Reports on a recovery, and its conclusion', () => {
  table(art35InRecovery, [
    ['in recovery', {}, 'PASS'],
    ['not compensated', { pursuit: { compensatedPrincipal: yuan('0') } }, 'REFUSED'],
    ['concluded', { pursuit: { concluded: true } }, 'REFUSED'],
  ]);
  table(art35Settled, [
    ['nothing open', {}, 'PASS'],
    ['one fen of principal outstanding', { pursuit: { outstanding: yuan('0.01') } }, 'REFUSED'],
    ['one fen still claimable', { pursuit: { claimable: yuan('0.01') } }, 'REFUSED'],
  ]);
});
