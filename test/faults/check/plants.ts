import type postgres from 'postgres';
import { check } from './check.ts';
import { type Finding, gather } from './evidence.ts';
import type { Line } from './told.ts';

// Faults planted into what a run has left, to be found by the checker: each in a transaction that is rolled back, past
// every guard of the database, as a defect of the product or of the database would leave it.

interface Plant {
  /** The checks of which at least one has to speak. */
  readonly found: readonly string[];
  /** A statement of SQL, with the triggers of the database off. */
  readonly sql?: string;
  /** Or a change of what clients were told. */
  readonly log?: (log: readonly Line[]) => Line[];
}

const LAST_ENTRY = '(select id from entry order by sequence desc limit 1)';
const A_LOAN = "(select id from loan where state = 'ACTIVE' order by id limit 1)";

const EVENT =
  'pool_id, kind, subject, occurred_on, recorded_at, region_id, bank_id, guarantor_id, to_all, data';
const AUDIT =
  'pool_id, recorded_at, business_date, tenant_id, user_id, act, subject, content, previous_hash, hash';

export const PLANTS = {
  'lost-update': {
    found: ['LEDGER', 'LOST'],
    sql: `update account set balance = balance - (select amount from line where code = 'custody' order by entry_id desc, number limit 1) where code = 'custody'`,
  },
  'lost-repayment': {
    found: ['LOANS', 'HALF'],
    sql: `delete from repayment where id = (select id from repayment where principal > 0 order by id desc limit 1)`,
  },
  'lost-loan-change': {
    found: ['LOST', 'LOANS'],
    sql: `update loan set outstanding = outstanding - 1 where id = ${A_LOAN}`,
  },
  'doubled-event': {
    found: ['EVENTS'],
    sql: `insert into event (${EVENT}, sequence, id) select ${EVENT}, (select max(sequence) + 1 from event), gen_random_uuid()
      from event order by sequence desc limit 1`,
  },
  'dropped-event': {
    found: ['EVENTS'],
    sql: 'delete from event where sequence = (select max(sequence) / 2 from event)',
  },
  'half-act': {
    found: ['HALF', 'LEDGER'],
    sql: `with gone as (delete from line where entry_id = ${LAST_ENTRY}) delete from entry where id = ${LAST_ENTRY}`,
  },
  'half-entry': {
    found: ['LEDGER'],
    sql: `delete from line where entry_id = ${LAST_ENTRY} and number = 1`,
  },
  'act-done-twice': {
    found: ['HALF', 'AUDIT'],
    sql: `insert into audit (${AUDIT}, sequence) select ${AUDIT}, (select max(sequence) + 1 from audit)
      from audit where act not in ('sweep', 'foundPool') order by sequence desc limit 1`,
  },
  'dropped-audit': {
    found: ['CHAIN', 'AUDIT'],
    sql: "delete from audit where sequence = (select max(sequence) from audit where act <> 'sweep')",
  },
  'changed-audit': {
    found: ['CHAIN'],
    sql: `update audit set content = replace(content, '"input"', '"input" ') where sequence = 5`,
  },
  'dated-back': {
    found: ['CHAIN'],
    sql: 'update audit set business_date = business_date - 1 where sequence = (select max(sequence) from audit)',
  },
  'forgotten-key': {
    found: ['ACKNOWLEDGED'],
    sql: 'delete from idempotency where key = (select key from idempotency where answer is not null order by recorded_at desc limit 1)',
  },
  'share-off-by-a-fen': {
    found: ['SHARES'],
    sql: `update line set amount = amount + case code when 'compensation:CITY' then 1 else -1 end
      where entry_id = (select id from entry where kind = 'DEDUCTION' order by sequence limit 1) and code in ('compensation:CITY', 'compensation:AUTONOMOUS_REGION')`,
  },
  'cap-passed': {
    found: ['CAPS'],
    sql: `update audit set content = regexp_replace(content, '"amount":"[0-9.]+"', '"amount":"99999999.00"')
      where content like '%"table":"loan"%' and act = 'decideAsGuarantor' and content like '%"state":"APPROVED"%'
        and (pool_id, sequence) in (select a.pool_id, a.sequence from audit a join loan l on a.content like '%' || l.id || '%' where a.act = 'decideAsGuarantor' and l.signed_on is not null limit 1)`,
  },
  'signed-while-stopped': {
    found: ['BREAKER'],
    sql: "update breaker set tripped = not tripped where scope = 'POOL'",
  },
  'told-and-not-done': {
    found: ['ACKNOWLEDGED'],
    log: (log) => {
      const [sent, told] = [
        log.findLast(({ line }) => line === 'SENT'),
        log.findLast(({ line }) => line === 'TOLD'),
      ];
      if (sent?.line !== 'SENT' || told?.line !== 'TOLD') return [...log];
      return [
        ...log,
        { ...sent, key: 'a-key-of-a-plant', attempt: -1 },
        { ...told, key: 'a-key-of-a-plant', attempt: -1, end: 'DONE', replayed: false, undone: false },
      ];
    },
  },
  'told-undone-and-done': {
    found: ['UNDONE'],
    log: (log) => {
      const done = log.findLast((one) => one.line === 'TOLD' && one.end === 'DONE' && one.replayed === false);
      const key = done?.line === 'TOLD' ? done.key : '';
      return log.map((one) =>
        one.line === 'TOLD' && one.key === key ? { ...one, end: 'BUSY', undone: true, replayed: null } : one,
      );
    },
  },
  'feed-with-a-gap': {
    found: ['EVENTS'],
    log: (log) => {
      const at = log.findIndex((one) => one.line === 'FED' && one.events.length > 1);
      return log.map((one, place) =>
        place === at && one.line === 'FED' ? { ...one, events: one.events.slice(1) } : one,
      );
    },
  },
  'feed-with-a-double': {
    found: ['EVENTS'],
    log: (log) => {
      const at = log.findLastIndex(({ line }) => line === 'FED');
      const found = log[at];
      return found ? [...log.slice(0, at), found, ...log.slice(at)] : [...log];
    },
  },
  'webhook-not-delivered': {
    found: ['WEBHOOKS'],
    log: (log) => {
      const found = log.findLast(({ line }) => line === 'HOOK');
      const event = found?.line === 'HOOK' ? found.event : '';
      return log.filter((one) => one.line !== 'HOOK' || one.event !== event);
    },
  },
} as const satisfies Record<string, Plant>;

export type PlantName = keyof typeof PLANTS;

/** With the triggers off also where they are on for everybody. */
const GUARDS_OFF = `do $$
  declare guard text;
  begin
    for guard in select format('alter table %s disable trigger %I', tgrelid::regclass, tgname) from pg_trigger where not tgisinternal
    loop execute guard; end loop;
  end $$`;

class Rollback extends Error {
  constructor(readonly findings: readonly Finding[] | null) {
    super('a plant is taken back');
  }
}

/** Plants a fault, checks, and takes it back. Null where the run has left nothing to plant it in. */
export async function tryPlant(
  sql: postgres.Sql,
  name: PlantName,
  log: readonly Line[],
): Promise<readonly Finding[] | null> {
  const plant: Plant = PLANTS[name];
  try {
    return await sql.begin(async (tx) => {
      if (plant.sql) {
        await tx.unsafe(GUARDS_OFF);
        await tx.unsafe('set local session_replication_role = replica');
        const { count } = await tx.unsafe(plant.sql);
        if (count === 0) throw new Rollback(null);
      }
      const evidence = await gather(tx, plant.log ? plant.log(log) : log);
      throw new Rollback(check(evidence));
    });
  } catch (error) {
    if (error instanceof Rollback) return error.findings;
    throw error;
  }
}

/** Whether a planted fault was noticed by a check that is there for it. */
export function wasNoticed(name: PlantName, findings: readonly Finding[]): boolean {
  const { found }: Plant = PLANTS[name];
  return findings.some(({ check: by }) => found.includes(by));
}
