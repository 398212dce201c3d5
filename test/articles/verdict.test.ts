import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Yuan } from '../../src/domain/money.ts';
import { art08MinimumContribution } from '../../src/regulation/ch03-pool.art08-13.ts';
import { art22FirmCap, art22TermMax, art22TermUsual } from '../../src/regulation/ch05-business.art20-23.ts';
import { isWaivableRule } from '../../src/regulation/edition.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { BANK_DECIDES, SUBMIT_REFERRAL } from '../../src/regulation/occasions.ts';
import { allowed, judge, rule, type WaiverFact, withhold } from '../../src/regulation/verdict.ts';
import { findRules } from '../support/articles-doc.ts';
import { anyFacts } from './any.ts';
import { day, factsWith, verdictOf, yuan } from './facts.ts';

const found = await findRules();
const allRules = found.map((each) => each.rule);

const waiver = (change: Partial<WaiverFact>): WaiverFact => ({
  ruleCode: 'ART22_FIRM_CAP',
  subject: 'REFERRAL',
  subjectId: 'a referral',
  newLimit: '12000000',
  validFrom: day('2024-06-01'),
  validTo: day('2024-06-30'),
  ...change,
});
const EVERYTHING_WRONG = factsWith({
  firm: { registeredInCity: false, size: 'LARGE', listedOn: day('2024-01-02'), ofActingRegion: false },
  asked: { amount: yuan('10000000.01'), termMonths: 37, purpose: 'REAL_ESTATE' },
  breaker: { part: yuan('20000000') },
});

describe('all verdicts at once', () => {
  it('reports every failed rule together, in article order', () => {
    const verdicts = judge(SUBMIT_REFERRAL, EVERYTHING_WRONG, BAOTOU_2021);
    expect(verdicts.map(({ code, outcome }) => `${code} ${outcome}`)).toEqual([
      'ART04_REGISTERED_IN_CITY REFUSED',
      'ART04_SIZE REFUSED',
      'ART05_PURPOSE REFUSED',
      'ART22_FIRM_CAP WAIVER_NEEDED',
      'ART22_TERM_USUAL WAIVER_NEEDED',
      'ART22_TERM_MAX REFUSED',
      'ART23_CONTINUITY WAIVER_NEEDED',
      'ART24_OWN_REGION REFUSED',
      'ART36_NOT_LISTED REFUSED',
      'ART37_BREAKER REFUSED',
      'ART40_IN_FORCE PASS',
    ]);
    expect(allowed(verdicts)).toBe(false);
  });

  it('puts them in article order, however the list is written', () => {
    const verdicts = judge([...BANK_DECIDES].reverse(), factsWith({}), BAOTOU_2021);
    const articles = verdicts.map((verdict) => verdict.article);
    expect(articles).toEqual([...articles].sort((a, b) => a - b));
    expect(verdicts).toHaveLength(BANK_DECIDES.length);
  });

  it('allows what is ordinary', () => {
    expect(allowed(judge(SUBMIT_REFERRAL, factsWith({}), BAOTOU_2021))).toBe(true);
  });

  it('is allowed when it only triggers or is waived', () => {
    const facts = factsWith({ asked: { amount: yuan('11000000') } });
    expect(allowed(judge(SUBMIT_REFERRAL, facts, BAOTOU_2021))).toBe(false);
    expect(allowed(judge(SUBMIT_REFERRAL, facts, BAOTOU_2021, [waiver({})]))).toBe(true);
  });
});

describe('a waiver overrides one rule by name', () => {
  const asking = (amount: string) => ({ asked: { amount: yuan(amount) } });
  const outcome = (amount: string, change: Partial<WaiverFact>) =>
    verdictOf(art22FirmCap, asking(amount), BAOTOU_2021, [waiver(change)])?.outcome;

  it.each([
    ['one fen below the new limit', '11999999.99', {}, 'WAIVED'],
    ['at the new limit', '12000000.00', {}, 'WAIVED'],
    ['one fen above the new limit', '12000000.01', {}, 'WAIVER_NEEDED'],
    ['within the rule itself', '10000000.00', {}, 'PASS'],
    ['another rule’s waiver', '11000000', { ruleCode: 'ART13_REGION_LEVERAGE' }, 'WAIVER_NEEDED'],
    ['the day before its validity', '11000000', { validFrom: day('2024-06-04') }, 'WAIVER_NEEDED'],
    ['its first day', '11000000', { validFrom: day('2024-06-03') }, 'WAIVED'],
    ['its last day', '11000000', { validTo: day('2024-06-03') }, 'WAIVED'],
    ['the day after its validity', '11000000', { validTo: day('2024-06-02') }, 'WAIVER_NEEDED'],
    ['a new limit that is no money', '11000000', { newLimit: 'any' }, 'WAIVER_NEEDED'],
  ])('%s', (_title, amount, change, expected) => {
    expect(outcome(amount, change)).toBe(expected);
  });

  it('keeps the rule’s own limit in the verdict and adds the one granted', () => {
    const verdict = verdictOf(art22FirmCap, asking('11000000'), BAOTOU_2021, [waiver({})]);
    expect(verdict).toMatchObject({
      limit: '10000000.00',
      waiver: { consents: ['OFFICE'], newLimit: '12000000' },
    });
  });

  it('lowers a minimum and never raises it', () => {
    const lower = (newLimit: string) =>
      verdictOf(art08MinimumContribution, { pledge: { amount: yuan('6000000') } }, BAOTOU_2021, [
        waiver({ ruleCode: 'ART08_MINIMUM_CONTRIBUTION', newLimit }),
      ])?.outcome;
    expect(lower('5999999.99')).toBe('WAIVED');
    expect(lower('6000000.00')).toBe('WAIVED');
    expect(lower('6000000.01')).toBe('WAIVER_NEEDED');
  });

  it('reaches from the usual term to the longest and no further', () => {
    const months = (termMonths: number) => {
      const granted = [
        waiver({ ruleCode: 'ART22_TERM_USUAL', newLimit: '36' }),
        waiver({ ruleCode: 'ART22_TERM_MAX', newLimit: '36' }),
      ];
      const facts = factsWith({ asked: { termMonths } });
      return judge([art22TermUsual, art22TermMax], facts, BAOTOU_2021, granted).map((each) => each.outcome);
    };
    expect(months(24)).toEqual(['WAIVED', 'PASS']);
    expect(months(25)).toEqual(['WAIVED', 'REFUSED']);
  });

  it('changes the verdict of its own rule alone, whatever the facts', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...allRules), (facts, asked) => {
        const granted = [
          waiver({
            ruleCode: asked.code,
            newLimit: '99999999999999',
            validFrom: day('2000-01-01'),
            validTo: day('2099-01-01'),
          }),
        ];
        const without = judge(allRules, facts, BAOTOU_2021);
        const withIt = judge(allRules, facts, BAOTOU_2021, granted);
        for (const [at, verdict] of without.entries())
          if (verdict.code !== asked.code || !isWaivableRule(asked.code)) expect(withIt[at]).toEqual(verdict);
          else
            expect(withIt[at]?.outcome).toBe(
              verdict.outcome === 'WAIVER_NEEDED' && asked.code !== 'ART08_MINIMUM_CONTRIBUTION'
                ? 'WAIVED'
                : verdict.outcome,
            );
      }),
    );
  });

  it('cannot be declared for a rule that no edition names', () => {
    const declare = () =>
      rule({
        code: 'ART22_NEW',
        strength: 'IN_PRINCIPLE',
        shows: 'OWN',
        needs: [],
        reads: [],
        texts: { met: { zh: '', en: '' }, broken: { zh: '', en: '' } },
        finds: () => ({ met: true }),
      });
    expect(declare).toThrow('ART22_NEW');
  });
});

describe('what is said', () => {
  const CITED = /《管理办法》第[一二三四五六七八九十]+条(第（[一二三四五六]）项)?：/;

  it('every text cites its article, is complete, and leaves no bracket behind, in both languages', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const quoted = {
          ...facts,
          terms: { ...facts.terms, securities: facts.terms.securities.map(() => '抵押') },
        };
        for (const { code, message, article } of judge(allRules, quoted, BAOTOU_2021)) {
          expect([code, message.zh]).toEqual([code, expect.stringMatching(CITED)]);
          expect(message.en).toContain(`Art. ${article}`);
          expect(`${message.zh}${message.en}`).not.toMatch(/[[\]{}]|undefined|null|NaN/);
          expect(message.zh).toMatch(/[^，：；。]。$/);
          expect(message.en).toMatch(/[^,:;.]\.$/);
        }
      }),
    );
  });

  it('every rule says something else when it is met and when it is broken', () => {
    for (const { texts } of allRules) {
      expect(texts.met.zh).not.toBe(texts.broken.zh);
      expect(texts.met.en).not.toBe(texts.broken.en);
    }
  });
});

describe('withholding', () => {
  const nobody = () => false;

  it('leaves no figure in any field or text, whatever the facts and waivers', () => {
    fc.assert(
      fc.property(anyFacts, fc.boolean(), (facts, waived) => {
        const granted = waived
          ? [waiver({ newLimit: '99999999999999', validFrom: day('2000-01-01'), validTo: day('2099-01-01') })]
          : [];
        const verdicts = judge(allRules, facts, BAOTOU_2021, granted);
        const bare = withhold(verdicts, nobody);
        for (const [at, verdict] of bare.entries()) {
          expect(verdict).toMatchObject({ limit: null, actual: null, withheld: true });
          expect(verdict.waiver?.newLimit ?? null).toBeNull();
          expect(verdict.message.zh).not.toMatch(/[\d%]/);
          expect(verdict.message.en.replace(/Art\. \d+(\(\d\))?/, '')).not.toMatch(/[\d%]/);
          expect(verdict.outcome).toBe(verdicts[at]?.outcome);
          expect(verdict.message.zh).not.toMatch(/[，：；]{2}|[[\]{}]/);
        }
      }),
    );
  });

  it('tells a bank nothing that depends on the firm’s loans elsewhere but the outcome', () => {
    const seen = (exposure: Yuan) =>
      withhold(
        judge([art22FirmCap], factsWith({ firm: { exposure } }), BAOTOU_2021),
        (audience) => !audience.startsWith('FIRM'),
      );
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2_000_000_000n }), (fen) => {
        const exposure = Yuan.fromFen(fen);
        const over = exposure.moreThan(yuan('7000000'));
        expect(seen(exposure)).toEqual(seen(over ? yuan('7000000.01') : Yuan.ZERO));
      }),
    );
  });

  it('leaves alone what the reader may see', () => {
    const verdicts = judge(SUBMIT_REFERRAL, EVERYTHING_WRONG, BAOTOU_2021);
    expect(withhold(verdicts, () => true)).toEqual(verdicts);
    const seen = withhold(verdicts, (audience) => !audience.startsWith('FIRM'));
    expect(seen.filter((each) => each.withheld).map((each) => each.code)).toEqual([
      'ART04_REGISTERED_IN_CITY',
      'ART04_SIZE',
      'ART22_FIRM_CAP',
      'ART23_CONTINUITY',
      'ART36_NOT_LISTED',
    ]);
  });
});
