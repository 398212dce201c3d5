import postgres from 'postgres';
import { v7 as newUuid } from 'uuid';
import { canonical, chainHash, sha256 } from '../src/domain/audit.ts';
import { serveJson } from './references/serve-json.ts';

// What writing costs by hand: one transaction per request that writes the rows which the product writes for the same act
// (the key, the thing, its instalments and sums, the ledger, the event and the chained audit record), under the same row
// security. It signs nobody in, judges nothing and trusts what it is sent; the tenant comes in a header.

const [url = '', port = '0'] = process.argv.slice(2);
const sql = postgres(url, { max: 10, prepare: true, fetch_types: false, onnotice: () => undefined });

interface Request {
  readonly wanted: 'repayment' | 'referral';
  readonly key: string;
  readonly id: string;
  readonly fen: string;
}

interface Sender {
  readonly pool: string;
  readonly tenant: string;
}

type Tx = postgres.TransactionSql;
type Value = string | number | boolean | null;

const run = (tx: Tx, text: string, values: readonly Value[]) =>
  tx.unsafe(text, values as Value[], { prepare: true }) as unknown as Promise<Record<string, string>[]>;

const yuan = (fen: bigint) => `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
const LOAN_SCOPES = `(scope, scope_id) in (('POOL', $1::uuid), ('REGION', $2::uuid), ('BANK', $3::uuid), ('GUARANTOR', $4::uuid), ('FIRM', $5::uuid))`;

/** Opens the transaction in the tenant's name and claims the key. */
async function begin(tx: Tx, role: string, { pool, tenant }: Sender, act: string, key: string) {
  const [, , [row]] = await Promise.all([
    run(
      tx,
      `select set_config('role', $1, true), set_config('app.pool', $2, true), set_config('app.tenant', $3, true), set_config('app.user', 'bench', true)`,
      [role, pool, tenant],
    ),
    run(
      tx,
      `insert into idempotency (pool_id, tenant_id, key, act, fingerprint, recorded_at) values ($1, $2, $3, $4, $5, now())`,
      [pool, tenant, key, act, sha256(key)],
    ),
    run(tx, `select sandbox_date::text as today from pool where pool_id = $1`, [pool]),
  ]);
  if (!row?.today) throw new Error('no pool');
  return { today: row.today, at: `${row.today}T02:00:00.000Z` };
}

interface Told {
  readonly kind: string;
  readonly subject: string;
  readonly region: string;
  readonly bank: string | null;
  readonly guarantor: string | null;
  readonly data: object;
}

/** The event, the audit record behind the last one, and the answer to the key. */
async function record(
  tx: Tx,
  { pool, tenant }: Sender,
  act: string,
  { key, said }: { key: string; said: object },
  { today, at }: { today: string; at: string },
  told: Told,
  changed: { noun: string; id: string },
): Promise<void> {
  const [head] = await run(
    tx,
    `select event_sequence::text as event, audit_sequence::text as audit, audit_hash as hash from journal where pool_id = $1 for update`,
    [pool],
  );
  const event = Number(head?.event) + 1;
  const id = newUuid();
  const happened = { ...told, id, occurredOn: today, recordedAt: at };
  const content = canonical({ ...said, entries: [], events: [happened], firstEvent: event, result: changed });
  const written = {
    sequence: Number(head?.audit) + 1,
    recordedAt: at as never,
    businessDate: today as never,
    tenantId: tenant,
    userId: 'bench',
    act,
    content,
  };
  const previous = head?.hash ?? '';
  const hash = chainHash(previous, written);
  await Promise.all([
    run(
      tx,
      `insert into event (pool_id, sequence, id, kind, subject, occurred_on, recorded_at, region_id, bank_id, guarantor_id, data)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::jsonb)`,
      [
        pool,
        event,
        id,
        told.kind,
        told.subject,
        today,
        at,
        told.region,
        told.bank,
        told.guarantor,
        JSON.stringify(told.data),
      ],
    ),
    run(
      tx,
      `insert into audit (pool_id, sequence, recorded_at, business_date, tenant_id, user_id, act, subject, content, previous_hash, hash)
        values ($1, $2, $3, $4, $5, 'bench', $6, $7, $8, $9, $10)`,
      [pool, written.sequence, at, today, tenant, act, told.subject, content, previous, hash],
    ),
    run(
      tx,
      `update journal set event_sequence = $2, audit_sequence = $3, audit_hash = $4 where pool_id = $1`,
      [pool, event, written.sequence, hash],
    ),
    run(
      tx,
      `update idempotency set answer = $4::text::jsonb where pool_id = $1 and tenant_id = $2 and key = $3`,
      [pool, tenant, key, JSON.stringify({ changed, verdicts: [] })],
    ),
  ]);
}

const idOf = (prefix: string, uuid: string) => `${prefix}_${uuid.replaceAll('-', '')}`;

function repay(sender: Sender, { id: loanId, key, fen }: Request): Promise<object> {
  const { pool } = sender;
  return sql.begin(async (tx) => {
    const day = await begin(tx, 'zhubao_bank_act', sender, 'recordRepayment', key);
    const [[loan], instalments] = await Promise.all([
      run(
        tx,
        `select state, outstanding::text, next_due_on::text as next, version::text, region_id, bank_id, guarantor_id, firm_key
          from loan where pool_id = $1 and id = $2 and bank_id = $3 for update`,
        [pool, loanId, sender.tenant],
      ),
      run(
        tx,
        `select number::text, due_on::text as due, unpaid::text from instalment where pool_id = $1 and loan_id = $2 order by number`,
        [pool, loanId],
      ),
    ]);
    if (!loan) throw new Error('no such loan');
    const paid = BigInt(fen);
    const outstanding = BigInt(loan.outstanding ?? '0') - paid;
    if (outstanding <= 0n) throw new Error('the bench repays no loan in full');
    const {
      region_id: region = '',
      bank_id: bank = '',
      guarantor_id: guarantor = '',
      firm_key: firm = '',
    } = loan;
    let left = paid;
    let next: string | null = null;
    const written: Promise<unknown>[] = [];
    for (const { number = '', due = '', unpaid = '0' } of instalments) {
      const part = left < BigInt(unpaid) ? left : BigInt(unpaid);
      left -= part;
      const rest = BigInt(unpaid) - part;
      if (rest > 0n) next ??= due;
      if (part > 0n)
        written.push(
          run(tx, `update instalment set unpaid = $4 where pool_id = $1 and loan_id = $2 and number = $3`, [
            pool,
            loanId,
            number,
            rest.toString(),
          ]),
        );
    }
    const repaymentId = newUuid();
    const version = Number(loan.version) + 1;
    written.push(
      run(
        tx,
        `insert into repayment (pool_id, id, loan_id, region_id, bank_id, guarantor_id, paid_on, principal, interest, document, recorded_at)
          values ($1, $2, $3, $4, $5, $6, $7, $8, 0, 'bench', $9)`,
        [pool, repaymentId, loanId, region, bank, guarantor, day.today, fen, day.at],
      ),
      run(
        tx,
        `update loan set state = $3, outstanding = $4, next_due_on = $5, ended_on = null, version = $6 where pool_id = $1 and id = $2`,
        [pool, loanId, loan.state ?? '', outstanding.toString(), next, version],
      ),
      run(tx, `update exposure set outstanding = outstanding - $6 where pool_id = $1 and ${LOAN_SCOPES}`, [
        pool,
        region,
        bank,
        guarantor,
        firm,
        fen,
      ]),
    );
    const parties = { poolId: pool, loanId, regionId: region, bankId: bank, guarantorId: guarantor };
    const repayment = {
      ...parties,
      id: repaymentId,
      paidOn: day.today,
      principal: yuan(paid),
      interest: '0.00',
      document: 'bench',
      recordedAt: day.at,
    };
    const before = {
      state: loan.state,
      outstanding: yuan(BigInt(loan.outstanding ?? '0')),
      nextDueOn: loan.next,
      endedOn: null,
      version: version - 1,
    };
    const after = { ...before, outstanding: yuan(outstanding), nextDueOn: next, version };
    const changes = [
      { table: 'repayment', key: null, after: repayment },
      { table: 'loan', key: { id: loanId }, before, after },
    ];
    const told = {
      kind: 'loan.repaid',
      subject: idOf('ln', loanId),
      region,
      bank,
      guarantor,
      data: { principal: yuan(paid), interest: '0.00', paidOn: day.today, outstanding: yuan(outstanding) },
    };
    const said = {
      input: { loanId, paidOn: day.today, principal: yuan(paid) },
      verdicts: [],
      judged: [],
      changes,
    };
    await Promise.all([
      ...written,
      record(tx, sender, 'recordRepayment', { key, said }, day, told, { noun: 'loan', id: loanId }),
    ]);
    return { id: idOf('ln', loanId), state: loan.state, outstanding: yuan(outstanding) };
  }) as Promise<object>;
}

/** The statements that the product sends for a referral, in the same order, without what is made of their answers. */
function refer(sender: Sender, { id: enterpriseId, key, fen }: Request): Promise<object> {
  const { pool } = sender;
  return sql.begin(async (tx) => {
    const day = await begin(tx, 'zhubao_district_act', sender, 'submitReferral', key);
    const [[firm]] = await Promise.all([
      run(
        tx,
        `select region_id, firm_key from enterprise where pool_id = $1 and id = $2 and region_id = $3`,
        [pool, enterpriseId, sender.tenant],
      ),
      run(tx, `select * from edition where pool_id = $1 and state = 'ENACTED'`, [pool]),
      run(tx, `select * from holiday_notice where pool_id = $1`, [pool]),
    ]);
    if (!firm) throw new Error('no such firm');
    const { region_id: region = '', firm_key: key1 = '' } = firm;
    const year = day.today.slice(0, 4);
    const rows = await Promise.all([
      run(
        tx,
        `select * from exposure where pool_id = $1 and (scope, scope_id) in (('POOL', $1::uuid), ('FIRM', $2::uuid))
          order by array_position(array['POOL', 'REGION', 'BANK', 'GUARANTOR', 'FIRM'], scope) for update`,
        [pool, key1],
      ),
      run(tx, `select * from region where pool_id = $1 and id = $2`, [pool, region]),
      run(tx, `select * from listing where pool_id = $1 and firm_key = $2 and removed_on is null limit 1`, [
        pool,
        key1,
      ]),
      run(tx, `select * from loan where pool_id = $1 and firm_key = $2`, [pool, key1]),
      run(tx, `select * from exposure where pool_id = $1 and scope = 'POOL'`, [pool]),
      run(tx, `select * from account where pool_id = $1`, [pool]),
      run(tx, `select * from waiver where pool_id = $1 and subject_id = $2 and state = 'IN_FORCE'`, [
        pool,
        region,
      ]),
      run(tx, `select * from waiver where pool_id = $1 and subject_id = $2 and state = 'IN_FORCE'`, [
        pool,
        enterpriseId,
      ]),
      run(
        tx,
        `insert into numbering (pool_id, series, year, last) values ($1, 'referral', $2, 1)
          on conflict (pool_id, series, year) do update set last = numbering.last + 1 returning last::text`,
        [pool, year],
      ),
    ]);
    const number = `R${year}-${String(rows[8]?.[0]?.last).padStart(5, '0')}`;
    const id = newUuid();
    const row = {
      poolId: pool,
      id,
      number,
      state: 'SUBMITTED',
      enterpriseId,
      firmKey: key1,
      regionId: region,
      amount: yuan(BigInt(fen)),
      termMonths: 12,
      purpose: 'RAW_MATERIALS',
      note: 'bench',
      submittedOn: day.today,
      version: 1,
    };
    const told = {
      kind: 'referral.submitted',
      subject: idOf('rf', id),
      region,
      bank: null,
      guarantor: null,
      data: { amount: row.amount },
    };
    const said = {
      input: { enterpriseId, amount: row.amount },
      verdicts: [],
      judged: [],
      changes: [{ table: 'referral', key: null, after: row }],
    };
    await Promise.all([
      run(
        tx,
        `insert into referral (pool_id, id, number, state, enterprise_id, firm_key, region_id, amount, term_months, purpose, note, submitted_on, version)
          values ($1, $2, $3, 'SUBMITTED', $4, $5, $6, $7, 12, 'RAW_MATERIALS', 'bench', $8, 1)`,
        [pool, id, number, enterpriseId, key1, region, fen, day.today],
      ),
      record(tx, sender, 'submitReferral', { key, said }, day, told, { noun: 'referral', id }),
    ]);
    return { id: idOf('rf', id), number, state: 'SUBMITTED' };
  }) as Promise<object>;
}

const HANDLERS = { repayment: repay, referral: refer } as const;

serveJson(Number(port), async (said, headers) => {
  const asked = said as Request;
  const sender = { pool: String(headers['x-pool']), tenant: String(headers['x-tenant']) };
  return { data: { act: { done: true, thing: await HANDLERS[asked.wanted](sender, asked) } } };
});
