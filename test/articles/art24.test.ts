import { describe } from 'vitest';
import { art24OwnRegion } from '../../src/regulation/ch06-procedure.art24-28.ts';
import { table } from './facts.ts';

describe('第二十四条 A firm is referred by its own region', () => {
  table(art24OwnRegion, [
    ['its own region', { firm: { ofActingRegion: true } }, 'PASS'],
    ['another region', { firm: { ofActingRegion: false } }, 'REFUSED'],
  ]);
});
