import type { Actor } from '../acts/actor.ts';
import type { DutyPlace, Place, ReckonedAs, SweepQueries, SweptPool, UnsettledLoan } from '../acts/ports.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { DueUnit, Id } from '../domain/words.ts';
import { contextOf } from './by-actor.ts';
import type { Database, Param } from './connection.ts';
import { actingRole, sweepRole } from './personas.ts';
import { failureOf } from './store.ts';

// What the daily sweep asks before it does anything: which pools there are, which day has something to do, and what. Each
// question is answered from an index that holds little more than the answers.

const NOBODY = '00000000-0000-0000-0000-000000000000';

/** Banks that cooperate still, though their last agreement has run out before a day; $2 is the day. */
const RUN_OUT = `from bank_standing s
  where s.pool_id = $1::uuid and s.state = 'COOPERATING'
    and not exists (select 1 from agreement a where a.pool_id = s.pool_id and a.bank_id = s.bank_id and a.ends_on >= $2::date)`;

const NEXT_DAY = `select least(
    (select min(next_on) from agenda where pool_id = $1::uuid and next_on is not null),
    (select min(due_on) + 1 from obligation where pool_id = $1::uuid and met_on is null and late_since is null),
    (select min(last) + 1 from (
      select max(a.ends_on) as last from bank_standing s join agreement a on a.pool_id = s.pool_id and a.bank_id = s.bank_id
        where s.pool_id = $1::uuid and s.state = 'COOPERATING' group by s.bank_id) agreements))`;

const UNSETTLED = `select loan_id, next_on from agenda
  where pool_id = $1::uuid and next_on <= $2::date and (next_on, loan_id) > ($3::date, $4::uuid)
  order by next_on, loan_id limit $5`;

const LATE = `select id, loan_id, due_on from obligation
  where pool_id = $1::uuid and met_on is null and late_since is null and due_on < $2::date and (due_on, id) > ($3::date, $4::uuid)
  order by due_on, id limit $5`;

const UNCONFIRMED = `select distinct due_from, due_count, due_unit, due_on from obligation
  where pool_id = $1::uuid and not due_confirmed and due_from is not null order by 1, 2, 3, 4`;

const RECKONED_SO = `select id, loan_id, due_on from obligation
  where pool_id = $1::uuid and not due_confirmed and due_from = $2::date and due_count = $3 and due_unit = $4 and due_on = $5::date
    and id > $6::uuid order by id limit $7`;

const BEFORE_ALL = '-infinity';

export function sweepQueriesOn(database: Database): SweepQueries {
  /** Reads as an act of the office would: what is due runs across tenants. */
  async function ask(actor: Actor, text: string, params: readonly Param[]) {
    try {
      return await database.read(contextOf(actor), async (tx) => {
        void tx.become(actingRole(actor.persona));
        return tx.query(text, [actor.poolId, ...params]);
      });
    } catch (error) {
      throw failureOf(error, false);
    }
  }
  const place = (after: Place | null): Param[] => [after?.on ?? BEFORE_ALL, after?.id ?? NOBODY];

  return {
    async pools(): Promise<SweptPool[]> {
      const context = { persona: sweepRole, poolId: NOBODY, tenantId: NOBODY, userId: 'sweep' };
      const found = await database.read(context, (tx) =>
        tx.query(
          `select p.pool_id, p.sandbox_date, t.id from pool p join tenant t on t.pool_id = p.pool_id and t.kind = 'OFFICE'
            where p.move_state is null order by p.pool_id`,
          [],
        ),
      );
      return found.map(([poolId, sandboxDate, officeId]) => ({
        poolId: poolId as Id<'pool'>,
        officeId: officeId as Id<'tenant'>,
        sandboxDate: sandboxDate as BusinessDate | null,
      }));
    },

    async nextDay(actor) {
      const [row] = await ask(actor, NEXT_DAY, []);
      return (row?.[0] ?? null) as BusinessDate | null;
    },

    async unsettledLoans(actor, day, after, limit): Promise<UnsettledLoan[]> {
      const found = await ask(actor, UNSETTLED, [day, ...place(after), String(limit)]);
      return found.map(([id, on]) => ({ id: id as Id<'loan'>, on: on as BusinessDate }));
    },

    async lateDuties(actor, day, after, limit): Promise<DutyPlace[]> {
      const found = await ask(actor, LATE, [day, ...place(after), String(limit)]);
      return found.map(placeOf);
    },

    async banksWithoutAgreement(actor, day) {
      const found = await ask(actor, `select s.bank_id ${RUN_OUT} order by s.bank_id`, [day]);
      return found.map(([id]) => id as Id<'bank'>);
    },

    async unconfirmed(actor): Promise<ReckonedAs[]> {
      const found = await ask(actor, UNCONFIRMED, []);
      return found.map(([from, count, unit, date]) => ({
        from: from as BusinessDate,
        count: Number(count),
        unit: unit as DueUnit,
        date: date as BusinessDate,
      }));
    },

    async dutiesReckonedAs(actor, { from, count, unit, date }, afterId, limit) {
      const basis = [from, String(count), unit, date];
      const found = await ask(actor, RECKONED_SO, [...basis, afterId ?? NOBODY, String(limit)]);
      return found.map(placeOf);
    },
  };
}

function placeOf([id, loanId, on]: unknown[]): DutyPlace {
  return { id: id as Id<'obligation'>, loanId: loanId as Id<'loan'> | null, on: on as BusinessDate };
}
