import { describe } from 'vitest';
import { art30Running } from '../../src/regulation/ch07-aftercare.art29-30.ts';
import { table } from './facts.ts';

describe('第三十条 Only a running loan is looked after', () => {
  table(art30Running, [
    ['paid out and not ended', { running: { disbursed: true, ended: false } }, 'PASS'],
    ['not paid out yet', { running: { disbursed: false, ended: false } }, 'REFUSED'],
    ['ended', { running: { disbursed: true, ended: true } }, 'REFUSED'],
  ]);
});
