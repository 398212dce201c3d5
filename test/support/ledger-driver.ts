import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import type { Actor } from '../../src/acts/actor.ts';
import { performAndSweep } from '../../src/acts/daily-sweep.ts';
import { Failure } from '../../src/acts/failures.ts';
import type { Act, Sought } from '../../src/acts/perform.ts';
import { type BusinessDate, parseDate } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Id, TenantKind } from '../../src/domain/words.ts';
import { addBank, addGuarantor, addRegion, type City, newCity, type Place } from './city.ts';
import type { Laws } from './ledger-laws.ts';
import { LedgerModel } from './ledger-model.ts';
import type { Expected } from './ledger-money.ts';
import { type Running, type User, uuidOf } from './product.ts';

const REGIONS = ['150203', '150204'] as const;
const BANKS = ['甲', '丁银行', '戊银行'] as const;

export const yuan = (fen: bigint): Yuan => Yuan.fromFen(fen);
export const date = (text: string): BusinessDate => parseDate(text);

/** The product and the model of it side by side, with the product's ids of what the model knows by number. */
export interface Ledger {
  readonly running: Running;
  readonly model: LedgerModel;
  readonly city: City;
  readonly office: Actor;
  readonly office2: Actor;
  readonly manager: Actor;
  readonly manager2: Actor;
  readonly regions: readonly {
    readonly id: Id<'region'>;
    readonly actor: Actor;
    readonly divisionCode: string;
  }[];
  readonly banks: readonly { readonly id: Id<'bank'>; readonly actor: Actor }[];
  /** The first is the fund manager. */
  readonly guarantors: readonly { readonly id: Id<'guarantor'>; readonly actor: Actor }[];
  readonly firms: { readonly id: Id<'enterprise'>; readonly key: string; readonly region: number }[];
  readonly pledges: Id<'pledge'>[];
  readonly entries: Id<'entry'>[];
  readonly loans: Id<'loan'>[];
  readonly topUps: Id<'topUp'>[];
  readonly supplements: Id<'supplement'>[];
  readonly compensations: Id<'compensation'>[];
  readonly recoveries: Id<'recovery'>[];
  /** What was done so far, one act a line: how a difference came about. */
  readonly story: string[];
  /** Does an act, which must end as expected; answers the id of what it made, null when it was not done. */
  does<Input, S extends Record<string, Sought>>(
    actor: Actor,
    deed: Act<Input, S>,
    input: Input,
    expected: Expected,
  ): Promise<string | null>;
}

function actorOf(user: User, kind: TenantKind, persona: Actor['persona'] = kind): Actor {
  return { ...user, kind, persona, userName: null };
}

/** How acts ended: under the act's name when it was done, else with the reason or each rule behind it. */
export type Tally = Map<string, number>;

/**
 * A city with two regions, three banks that have not signed, a fund manager and another guarantor; no money yet. The model
 * goes by `laws`, where they are given.
 */
export async function newLedger(running: Running, today: string, tally: Tally, laws?: Laws): Promise<Ledger> {
  const city = await newCity(running, today);
  const { poolId } = city.pool;
  const regions = [city.region, await addRegion(running, city.pool, REGIONS[1])];
  const others = BANKS.slice(1).map((name) => addBank(running, city.pool, name));
  const guarantor = await addGuarantor(running, city.pool, '己担保');
  const idOf = <N>(place: Place) => uuidOf(place.id) as string as N;
  const model = new LedgerModel(today, REGIONS.length, BANKS.length, laws);
  const entries: Id<'entry'>[] = [];
  const story: string[] = [];
  const journal = async () => {
    const [row] = await running.owner(
      'select audit_sequence::int as audits, entry_sequence::int as entries from journal where pool_id = $1',
      [poolId],
    );
    return { audits: Number(row?.audits), entries: Number(row?.entries) };
  };
  const banks = [city.bank, ...(await Promise.all(others))];
  let audits = (await journal()).audits;
  return {
    running,
    model,
    city,
    office: actorOf(city.office, 'OFFICE'),
    office2: actorOf(city.office2, 'OFFICE'),
    manager: actorOf(city.guarantor.user, 'GUARANTOR', 'FUND_MANAGER'),
    manager2: actorOf(city.guarantor.second, 'GUARANTOR', 'FUND_MANAGER'),
    regions: regions.map((place, at) => ({
      id: idOf(place),
      actor: actorOf(place.user, 'DISTRICT'),
      divisionCode: REGIONS[at] ?? '',
    })),
    banks: banks.map((place) => ({ id: idOf(place), actor: actorOf(place.user, 'BANK') })),
    guarantors: [
      { id: idOf(city.guarantor), actor: actorOf(city.guarantor.user, 'GUARANTOR', 'FUND_MANAGER') },
      { id: idOf(guarantor), actor: actorOf(guarantor.user, 'GUARANTOR') },
    ],
    firms: [],
    pledges: [],
    entries,
    loans: [],
    topUps: [],
    supplements: [],
    compensations: [],
    recoveries: [],
    story,
    async does(actor, deed, input, expected) {
      const before = expected === 'DONE' ? null : await poolPrint(running, poolId);
      const ended = await performAndSweep(running.product.ports, actor, deed, input, randomUUID()).catch(
        (error: unknown) => {
          if (error instanceof Failure) return error.wrong;
          story.push(`${model.today} ${actor.persona} ${deed.name} ${JSON.stringify(input)}: defect`);
          throw error;
        },
      );
      const codes =
        'verdicts' in ended
          ? ended.verdicts
              .filter(({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED')
              .map(({ code }) => code)
          : [];
      const seen = ended.kind === 'REFUSED' ? codes : ended.kind;
      story.push(`${model.today} ${actor.persona} ${deed.name} ${JSON.stringify(input)}: ${seen}`);
      expect(seen, deed.name).toEqual(expected);
      const reasons = ended.kind === 'DONE' ? [''] : ended.kind === 'REFUSED' ? codes : [ended.kind];
      for (const reason of reasons) {
        const name = `${deed.name} ${reason}`.trim();
        tally.set(name, (tally.get(name) ?? 0) + 1);
      }
      if (before) expect(await poolPrint(running, poolId)).toEqual(before);
      if (ended.kind !== 'DONE') return null;
      model.acts += 1;
      const now = await journal();
      // An act leaves one audit record; a day that is swept leaves its own besides.
      if (deed.sweeps) expect(now.audits).toBeGreaterThan(audits);
      else expect(now.audits).toBe(audits + 1);
      audits = now.audits;
      if (now.entries > entries.length) entries.push(...(await entriesFrom(running, poolId, entries.length)));
      return ended.changed.id;
    },
  };
}

async function entriesFrom(running: Running, poolId: string, from: number): Promise<Id<'entry'>[]> {
  const rows = await running.owner(
    'select id from entry where pool_id = $1 and sequence > $2 order by sequence',
    [poolId, from],
  );
  return rows.map(({ id }) => String(id) as Id<'entry'>);
}

/** A fingerprint of every row of a pool, in every table but the notes of what was refused. */
async function poolPrint(running: Running, poolId: string): Promise<unknown> {
  const tables = await running.owner(
    "select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'refusal' order by tablename",
  );
  const prints = tables.map(
    ({ name }) =>
      `select '${name}' as name, md5(string_agg(t::text, '|' order by t::text)) as print from ${name} t where pool_id = $1`,
  );
  return running.owner(prints.join(' union all '), [poolId]);
}
