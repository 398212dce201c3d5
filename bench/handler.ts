import { createServer } from 'node:http';
import postgres from 'postgres';

// The ceiling: one handler, written by hand for the questions of the bench, on the same tables under the same row
// security. It signs nobody in and checks nothing; the tenant comes in a header.

const [url = '', port = '0'] = process.argv.slice(2);
const sql = postgres(url, { max: 10, prepare: true, onnotice: () => undefined });

const yuan = (fen: string) => `${fen.slice(0, -2) || '0'}.${fen.slice(-2).padStart(2, '0')}`;
const idOf = (prefix: string, uuid: string) => `${prefix}_${uuid.replaceAll('-', '')}`;

const EXPOSURE = `select b.name_zh, x.committed::text, x.outstanding::text, x.disbursed::text, x.approved_loans, x.contracted_loans,
    x.active_loans, x.compensated_loans, x.repaid_loans, x.closed_loans, x.cancelled_loans,
    (select count(*)::int from loan l join pool p on p.pool_id = l.pool_id where l.pool_id = $1 and l.bank_id = $2
      and l.state = 'ACTIVE' and l.next_due_on < p.sandbox_date) as overdue
  from bank b join exposure x on x.pool_id = b.pool_id and x.scope = 'BANK' and x.scope_id = b.id
  where b.pool_id = $1 and b.id = $2`;
const LOANS = `select l.id, l.number, l.state, l.amount::text, l.outstanding::text, l.rate, l.matures_on::text,
    l.next_due_on::text, l.next_due_on < p.sandbox_date, e.name, e.credit_code, r.name_zh
  from loan l join pool p on p.pool_id = l.pool_id
  join enterprise e on e.pool_id = l.pool_id and e.id = l.enterprise_id
  join region r on r.pool_id = l.pool_id and r.id = l.region_id
  where l.pool_id = $1 and l.bank_id = $2 order by l.id desc limit 51`;

async function answer(pool: string, tenant: string, wanted: string): Promise<unknown> {
  const [, rows, loans] = await sql.begin('isolation level repeatable read read only', (tx) => [
    tx`select set_config('role', 'zhubao_bank', true), set_config('app.pool', ${pool}, true), set_config('app.tenant', ${tenant}, true)`,
    tx.unsafe(EXPOSURE, [pool, tenant], { prepare: true }).values(),
    ...(wanted === 'loans' ? [tx.unsafe(LOANS, [pool, tenant], { prepare: true }).values()] : []),
  ]);
  const [
    name,
    committed,
    outstanding,
    disbursed,
    approved,
    contracted,
    active,
    compensated,
    repaid,
    closed,
    cancelled,
    overdue,
  ] = (rows as unknown as string[][])[0] ?? [];
  const exposure = {
    committed: yuan(committed ?? '0'),
    outstanding: yuan(outstanding ?? '0'),
    disbursed: yuan(disbursed ?? '0'),
    loans: {
      approved,
      contracted,
      active: Number(active) - Number(overdue),
      overdue,
      compensated,
      repaid,
      closed,
      cancelled,
    },
  };
  const bank: Record<string, unknown> = { id: idOf('bk', tenant), nameZh: name, exposure };
  if (loans) {
    const nodes = (loans as unknown as string[][]).slice(0, 50).map((l) => ({
      id: idOf('ln', l[0] ?? ''),
      number: l[1],
      state: l[2] === 'ACTIVE' && l[8] ? 'OVERDUE' : l[2],
      amount: yuan(l[3] ?? '0'),
      outstanding: yuan(l[4] ?? '0'),
      rate: l[5],
      maturesOn: l[6],
      enterprise: { name: l[9], creditCode: l[10] },
      region: { nameZh: l[11] },
    }));
    bank.loans = { nodes, pageInfo: { hasNextPage: (loans as unknown as unknown[]).length > 50 } };
  }
  return { data: { bank } };
}

const server = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const { wanted } = JSON.parse(Buffer.concat(parts).toString()) as { wanted: string };
    answer(String(request.headers['x-pool']), String(request.headers['x-tenant']), wanted).then(
      (body) => {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body));
      },
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
});
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
