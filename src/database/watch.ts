import type { Row, TableName } from '../../schema/tables/all.ts';
import { datesOf } from '../acts/setting.ts';
import { type WatchedPool, watched } from '../acts/watch.ts';
import type { Instant } from '../domain/dates.ts';
import { Yuan } from '../domain/money.ts';
import type { Database, Tx } from './connection.ts';
import { wholePoolRole } from './personas.ts';
import { shapeOf } from './rows.ts';
import { poolsIn } from './verify.ts';

const nobody = { tenantId: '', userId: 'watch' } as const;

/** What is watched of every pool of the deployment; each pool in a transaction of its own that only reads. */
export async function watchPools(database: Database, now: Instant): Promise<WatchedPool[]> {
  const found: WatchedPool[] = [];
  for (const poolId of await poolsIn(database)) {
    const context = { persona: wholePoolRole, poolId, ...nobody };
    const one = await database.read(context, (tx) => watchPool(tx, poolId, now));
    if (one) found.push(one);
  }
  return found;
}

async function watchPool(tx: Tx, poolId: string, now: Instant): Promise<WatchedPool | null> {
  async function rows<N extends TableName>(table: N, tail = ''): Promise<Row<N>[]> {
    const shape = shapeOf(table);
    const text = `select ${shape.list('t')} from ${shape.table} t where t.pool_id = $1 ${tail}`;
    return (await tx.query(text, [poolId])).map((values) => shape.decode(values));
  }
  const [pool] = await rows('pool');
  // One that is carried elsewhere is watched there.
  if (!pool || pool.moveState) return null;
  const { today } = datesOf(pool, now);
  const [[sweep], editions, notices, accounts, [exposure], [overdue], [late]] = await Promise.all([
    rows('sweep'),
    rows('edition', `and t.state = 'ENACTED' order by t.valid_from`),
    rows('holidayNotice'),
    rows('account'),
    rows('exposure', `and t.scope = 'POOL'`),
    tx.query(
      'select coalesce(sum(unpaid), 0)::text from instalment where pool_id = $1 and unpaid > 0 and due_on < $2::date',
      [poolId, today],
    ),
    tx.query(
      'select count(*) from obligation where pool_id = $1 and met_on is null and late_since is not null',
      [poolId],
    ),
  ]);
  return watched(
    {
      pool,
      sweep: sweep ?? null,
      editions,
      notices,
      accounts,
      exposure: exposure ?? null,
      overduePrincipal: Yuan.fromFen(BigInt(String(overdue?.[0] ?? '0'))),
      lateDuties: Number(late?.[0]),
    },
    now,
  );
}
