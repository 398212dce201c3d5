import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/domain/audit.ts';
import { difference, lossParts, type Part, partOf, recoveryParts } from '../../src/domain/loss.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Id } from '../../src/domain/words.ts';
import { sharingOf, sourceParts } from '../../src/regulation/edition.ts';
import { parseEditionValues, writeEditionValues } from '../../src/regulation/edition-json.ts';
import { editionWarnings } from '../../src/regulation/edition-warnings.ts';
import { ENACT, SIGN } from '../../src/regulation/occasions.ts';
import { allowed, judge } from '../../src/regulation/verdict.ts';
import { day, factsWith, yuan } from '../articles/facts.ts';
import { GUANGZHOU_2025, SCHEMES, type Scheme, type Step } from './schemes.ts';

const REGION = 'region' as Id<'region'>;
const said = (parts: readonly Part[]) =>
  Object.fromEntries(parts.map(({ party, amount }) => [party, amount.toString()]));

/** Follows a sum that grows step by step; what each step adds to every party, and to the pool's sources. */
function follow(
  { edition, followed }: Scheme,
  steps: readonly Step[],
  partsAt: (sharing: ReturnType<typeof sharingOf>, sum: Yuan) => Part[],
) {
  const sharing = sharingOf(edition.values, yuan(followed.amount));
  let sum = Yuan.ZERO;
  return steps.map(({ amount }) => {
    const before = partsAt(sharing, sum);
    sum = sum.plus(yuan(amount));
    const after = partsAt(sharing, sum);
    const pool = partOf(before, 'POOL');
    const sources = sourceParts(edition.values, REGION, pool, partOf(after, 'POOL').minus(pool));
    return {
      amount,
      parts: said(difference(after, before)),
      sources: said(sources.map(({ from, amount: part }) => ({ party: from.source, amount: part }))),
    };
  });
}

describe.each(SCHEMES)('第二十、三十二、三十四条 $name', (scheme) => {
  const { edition, followed } = scheme;
  const loss = Yuan.sum(followed.claims.map(({ amount }) => yuan(amount)));

  it('is an edition: it is read back as written, its shares are whole, and it may be enacted', () => {
    const parsed = parseEditionValues(JSON.parse(canonical(writeEditionValues(edition.values))));
    expect(parsed).toEqual({ ok: true, values: edition.values });
    expect(allowed(judge(ENACT, { today: day('2024-06-03') }, edition))).toBe(true);
    expect(editionWarnings(edition.values).map(({ code }) => code)).toEqual(scheme.warnings);
  });

  it('lends: no rule of signing asks for a party or source that the scheme has not', () => {
    const { measure, scope } = edition.values.breaker;
    const facts = factsWith({ breaker: { measure, scope }, asked: { amount: yuan(followed.amount) } });
    const region = { ...facts.region, paidIn: yuan('100000000') };
    const verdicts = judge(SIGN, { ...facts, region }, edition);
    expect(verdicts.filter(({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED')).toEqual(
      [],
    );
    const codes = verdicts.map(({ code }) => code);
    const regions = edition.values.poolShares.some(({ source }) => source === 'REGION');
    expect(codes.includes('ART13_REGION_LEVERAGE')).toBe(regions);
  });

  it('shares out the loss, claim by claim', () => {
    expect(follow(scheme, followed.claims, lossParts)).toEqual(followed.claims);
  });

  it('shares out what is recovered, step by step, and all of it in the end', () => {
    const got = Yuan.sum(followed.recoveries.map(({ amount }) => yuan(amount)));
    const rest = { amount: loss.minus(got).toString(), parts: {}, sources: {} };
    const steps = [...followed.recoveries, rest];
    const found = follow(scheme, steps, (sharing, sum) => recoveryParts(sharing, loss, sum));
    expect(found.slice(0, -1)).toEqual(followed.recoveries);
    const total = (of: 'parts' | 'sources', list: readonly Step[], name: string) =>
      Yuan.sum(list.map((step) => yuan(step[of][name] ?? '0'))).toString();
    for (const of of ['parts', 'sources'] as const)
      for (const name of Object.keys(followed.claims[0]?.[of] ?? {}))
        expect([name, total(of, found, name)]).toEqual([name, total(of, followed.claims, name)]);
  });
});

describe('第二十条 Tiers by size of loan', () => {
  it.each([
    ['4999999.99', '2000000.00', '2999999.99'],
    ['5000000.00', '2000000.00', '3000000.00'],
    ['5000000.01', '1500000.00', '3500000.01'],
    ['15000000.00', '4500000.00', '10500000.00'],
    ['15000000.01', '3000000.00', '12000000.01'],
  ])('a loan of %s, all lost', (amount, pool, bank) => {
    const parts = lossParts(sharingOf(GUANGZHOU_2025.edition.values, yuan(amount)), yuan(amount));
    expect(said(parts)).toEqual({ POOL: pool, BANK: bank });
  });

  it('a loan goes by the lowest tier that holds it, whatever their order', () => {
    const { values } = GUANGZHOU_2025.edition;
    const turned = { ...values, lossTiers: [...values.lossTiers].reverse() };
    for (const amount of ['5000000.00', '5000000.01', '15000000.01'])
      expect(sharingOf(turned, yuan(amount))).toEqual(sharingOf(values, yuan(amount)));
  });

  it('one tier that does not add up keeps an edition from being enacted, and the refusal says so', () => {
    const { edition } = GUANGZHOU_2025;
    const [first, ...others] = edition.values.lossTiers;
    if (!first) throw new Error('Guangzhou has tiers');
    const short = {
      ...first,
      shares: [
        { party: 'POOL', weight: 40 },
        { party: 'BANK', weight: 59 },
      ],
    };
    const values = { ...edition.values, lossTiers: [short, ...others] };
    const [verdict] = judge(ENACT, { today: day('2024-06-03') }, { ...edition, values });
    expect(verdict?.outcome).toBe('REFUSED');
    expect(verdict?.message.zh).toContain('每一档贷款规模');
  });
});
