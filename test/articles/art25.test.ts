import { describe } from 'vitest';
import { art25Partners, art25SiteVisit } from '../../src/regulation/ch06-procedure.art24-28.ts';
import { day, table } from './facts.ts';

describe('第二十五条 A visit first, then one bank and one guarantor', () => {
  table(art25SiteVisit, [
    ['no visit on record', { screening: { siteVisitedOn: null } }, 'REFUSED'],
    ['visited the day before', { screening: { siteVisitedOn: day('2024-06-02') } }, 'PASS'],
    ['visited today', { screening: { siteVisitedOn: day('2024-06-03') } }, 'PASS'],
    ['a visit still to come', { screening: { siteVisitedOn: day('2024-06-04') } }, 'REFUSED'],
  ]);
  table(art25Partners, [
    ['both cooperate', {}, 'PASS'],
    ['the bank is only registered', { bank: { state: 'REGISTERED' } }, 'REFUSED'],
    ['the bank is leaving', { bank: { state: 'LEAVING' } }, 'REFUSED'],
    ['the guarantor is not active', { guarantor: { active: false } }, 'REFUSED'],
  ]);
});
