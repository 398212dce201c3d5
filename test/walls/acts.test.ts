import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { NOUNS, type Noun, type Persona } from '../../src/domain/words.ts';
import { OFFERED_ACTS } from '../../src/graphql/act.table.ts';
import { checkOf, type DummyAct, dummyActs, mutationOf, nounOf, unknownId } from '../support/dummies.ts';
import { fingerprint } from '../support/edges.ts';
import type { Running, User } from '../support/product.ts';
import { type Raw, send } from '../support/raw.ts';
import { startTwins, successorDraft, type Twin } from '../support/twin.ts';

// What acts tell of things that the actor may not see: nothing. Two pools, and in each two sides that have nothing to
// do with one another.

const TOUCHED = 120_000;

let running: Running;
let ours: Twin;
let theirs: Twin;

beforeAll(async () => {
  ({ running, ours, theirs } = await startTwins());
  for (const { city } of [ours, theirs]) {
    const { data } = await running.ask(city.office, '{ ledgerEntries { nodes { id } } }');
    const entryId = data.ledgerEntries.nodes[0].id;
    await running.act(city.office, 'askReversal', { entryId, reason: '误记' }, 'reversal { id }');
    await running.act(
      city.office,
      'draftEdition',
      await successorDraft(running, city.office),
      'edition { id }',
    );
  }
  await collect(ours);
  await collect(theirs);
}, TOUCHED);
afterAll(() => running?.stop());

/** Every thing of both pools by its noun, as the offices see them, and what each tenant has with other systems. */
const things = new Map<string, string[]>();

async function collect({ city, first, second }: Twin): Promise<void> {
  const { data, errors } = await running.ask(
    city.office,
    `{ regions(first: 100) { nodes { id standing { pledges { id } } } }
       banks(first: 100) { nodes { id standing { topUps { id } agreements { id } } } }
       guarantors(first: 100) { nodes { id } } enterprises(first: 100) { nodes { id } }
       proposals(first: 100) { nodes { id } } referrals(first: 100) { nodes { id } } loans(first: 100) { nodes { id } }
       waivers(first: 100) { nodes { id } } ledgerEntries(first: 100) { nodes { id } }
       evaluations { nodes { id } } supplements { nodes { id } } tenants { nodes { id } } disabledUsers { nodes { id } } revokedTokens { nodes { id } } aftercareRecords(first: 100) { nodes { id } } compensations(first: 100) { nodes { id } }
       recoveries(first: 100) { nodes { id loan { legalActions { id } recoveryReports { id } guarantorPayments { id } } } }
       reversals(first: 100) { nodes { id } } editions(first: 100) { nodes { id } } }`,
  );
  expect(errors).toBeUndefined();
  const own = await Promise.all(
    [
      city.office,
      ...[first, second].flatMap(({ region, bank, guarantor }) => [region.user, bank.user, guarantor.user]),
    ].map((user) =>
      running.ask(user, '{ webhooks { nodes { id deliveries { nodes { id } } } } imports { nodes { id } } }'),
    ),
  );
  const dialogue = await running.ask(
    city.office,
    `{ loans(first: 100) { nodes { repayments { id } } } takeOvers { nodes { id } } corrections { nodes { id } }
       statements { nodes { id lines { nodes { id match { id } explanation { id } } } } } }`,
  );
  expect(dialogue.errors).toBeUndefined();
  for (const [id] of JSON.stringify([data, own, dialogue.data]).matchAll(/\b[a-z]{2}_[0-9a-f]{32}\b/g)) {
    const prefix = id.slice(0, 2);
    things.set(prefix, [...(things.get(prefix) ?? []), id]);
  }
}

const people = (): Readonly<Record<Persona, User>> => ({
  OFFICE: ours.city.office,
  DISTRICT: ours.first.region.user,
  BANK: ours.first.bank.user,
  FUND_MANAGER: ours.first.guarantor.user,
  GUARANTOR: ours.second.guarantor.user,
});

/** Which of some ids a user can look up at all. */
async function visible(who: User, ids: readonly string[]): Promise<Set<string>> {
  const { data } = await running.ask(who, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
  return new Set(data.nodes.flatMap((node: { id: string } | null) => (node ? [node.id] : [])));
}

const SUBJECTS = { REGION: 'region', ENTERPRISE: 'enterprise', REFERRAL: 'referral', LOAN: 'loan' } as const;

const thingsOf = (noun: Noun): string[] => things.get(NOUNS[noun]) ?? [];

/** What a field of an act's input names; what a waiver is asked for stands beside its id. */
const nounIn = (act: DummyAct, field: string): Noun =>
  field === 'subjectId' ? SUBJECTS[act.input.subjectKind as keyof typeof SUBJECTS] : nounOf(field);

/** The inputs of an act in which one id after the other is to be replaced: the ids beside it are the actor's own. */
async function inputFor(who: User, act: DummyAct): Promise<Record<string, unknown>> {
  const input: Record<string, unknown> = { ...act.input };
  for (const field of act.ids) {
    const all = thingsOf(nounIn(act, field));
    const own = await visible(who, all);
    input[field] = all.find((id) => own.has(id)) ?? input[field];
  }
  return input;
}

/** An act that takes one of several ids, once with each of them alone, or with those that go with it. */
function oneAtATime(act: DummyAct, sets: readonly (readonly string[])[]): DummyAct[] {
  return sets.map((ids) => ({
    ...act,
    ids,
    input: Object.fromEntries(
      Object.entries(act.input).filter(([field]) => !act.ids.includes(field) || ids.includes(field)),
    ),
  }));
}

/** The acts with their variants: a waiver may be asked for four kinds of things, a correction for five. */
function actsWithIds(): DummyAct[] {
  return dummyActs().flatMap((act) => {
    if (act.name === 'askCorrection') {
      const [loan, ...subjects] = ['loanId', ...act.ids.filter((field) => field !== 'loanId')];
      return oneAtATime(act, [...subjects.map((field) => [field]), ['repaymentId', loan]]);
    }
    if (act.name !== 'askWaiver') return act.ids.length > 0 ? [act] : [];
    return Object.keys(SUBJECTS).map((subjectKind) => ({
      ...act,
      input: {
        ...act.input,
        subjectKind,
        ruleCode: subjectKind === 'REGION' ? 'ART13_REGION_LEVERAGE' : 'ART23_CONTINUITY',
        newLimit: subjectKind === 'REGION' ? '12000000.00' : '4',
      },
    }));
  });
}

test(
  'an act on a thing of another tenant or another pool is answered as on one that does not exist, and changes nothing',
  async () => {
    const before = await fingerprint(running);
    const tried = new Map<string, number>();
    for (const act of actsWithIds())
      for (const [persona, who] of Object.entries(people())) {
        const { by } = OFFERED_ACTS.find(({ name }) => name === act.name)?.deed ?? {};
        if (!by?.personas.includes(persona as Persona)) continue;
        const input = await inputFor(who, act);
        for (const field of act.ids) {
          // Only a repayment moves to another loan, and only a bank records one.
          if (act.name === 'askCorrection' && field === 'loanId' && !['OFFICE', 'BANK'].includes(persona))
            continue;
          const noun = nounIn(act, field);
          const unknown = unknownId(noun);
          const all = thingsOf(noun);
          const seen = await visible(who, all);
          const foreign = all.filter((id) => !seen.has(id));
          const texts = act.judged ? [mutationOf(act), checkOf(act)] : [mutationOf(act)];
          for (const text of texts) {
            const answers = new Map<string, Raw>();
            for (const id of [unknown, ...foreign, 'nonsense', 'ba_', `${unknown}0`])
              answers.set(
                id,
                await send(running, who, text, { key: randomUUID(), input: { ...input, [field]: id } }),
              );
            const wanted = answers.get(unknown);
            const label = `${persona} ${act.name} ${field} ${act.input.subjectKind ?? ''}`;
            expect
              .soft([label, wanted?.status, wanted?.body])
              .toEqual([label, 200, expect.stringMatching(new RegExp(`"field":"${field}"`))]);
            for (const [id, answer] of answers) expect.soft([label, id, answer]).toEqual([label, id, wanted]);
          }
          tried.set(act.name, (tried.get(act.name) ?? 0) + foreign.length);
        }
      }
    expect(await fingerprint(running)).toEqual(before);
    expect(
      actsWithIds()
        .map(({ name }) => name)
        .filter((name) => !tried.get(name)),
    ).toEqual([]);
  },
  TOUCHED,
);
