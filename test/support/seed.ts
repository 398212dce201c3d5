import type { Row, TableName } from '../../schema/tables/all.ts';
import type { Actor } from '../../src/acts/actor.ts';
import { insertOf } from '../../src/database/rows.ts';
import { type BusinessDate, instant, parseDate } from '../../src/domain/dates.ts';
import { custody, deposit, fund, type Line, type Posting } from '../../src/domain/ledger.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { ExposureScope, Id, Persona, TenantKind } from '../../src/domain/words.ts';
import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { type Seeding, seedAfterLoan, seedOversight } from './seed-after.ts';
import { seedCorrection, seedStatement } from './seed-dialogue.ts';

/** Runs a statement as the database's owner, past every wall. */
export type Owner = (text: string, params?: readonly unknown[]) => Promise<unknown>;

const yuan = Yuan.parse;
const day = parseDate;
const NOW = instant(new Date('2025-06-10T02:00:00Z'));
const TODAY = day('2025-06-10');

/** A pool with two of every kind of tenant and something of every kind for each, laid straight into the tables. */
export interface SeededPool {
  readonly poolId: Id<'pool'>;
  /** What each id stands for: "bank 1", "loan 1-2-1". Ids of other pools are not in it. */
  readonly labels: ReadonlyMap<string, string>;
  readonly actors: Readonly<
    Record<'office' | 'district1' | 'district2' | 'bank1' | 'bank2' | 'fundManager' | 'guarantor2', Actor>
  >;
  idOf(label: string): string;
}

/** Ids that say what they are: readable in a failing test, the same in every run. */
function idMaker(poolNumber: number, labels: Map<string, string>) {
  let last = 0;
  return <N>(label: string): N => {
    last += 1;
    const id = `0197${String(poolNumber).padStart(4, '0')}-0000-7000-8000-${String(last).padStart(12, '0')}`;
    labels.set(id, label);
    return id as N;
  };
}

export async function seedPool(owner: Owner, poolNumber: number): Promise<SeededPool> {
  const labels = new Map<string, string>();
  const make = idMaker(poolNumber, labels);
  const poolId = make<Id<'pool'>>('pool');
  // Every text of a thing names its pool and itself, so that a trace of it in a foreign answer is found.
  const mark = (label: string) => `标记-${poolNumber}-${label}`;

  async function insert<N extends TableName>(
    table: N,
    row: { [K in keyof Row<N>]?: Row<N>[K] | undefined },
  ): Promise<void> {
    const { text, params } = insertOf(table, { poolId, ...row } as Partial<Row<N>>);
    await owner(text, params);
  }

  await insert('pool', {
    nameZh: mark('资金池'),
    nameEn: mark('pool'),
    cityCode: '150200',
    cityZh: '包头市',
    cityEn: 'Baotou',
    sandboxDate: TODAY,
    createdAt: NOW,
  });

  async function tenant<N>(label: string, kind: TenantKind): Promise<N> {
    const id = make<N>(label);
    await insert('tenant', {
      id: id as never,
      kind,
      nameZh: mark(label),
      nameEn: mark(label),
      disabled: false,
    });
    return id;
  }
  const office = await tenant<Id<'tenant'>>('office', 'OFFICE');
  const regions = [
    await tenant<Id<'region'>>('region 1', 'DISTRICT'),
    await tenant<Id<'region'>>('region 2', 'DISTRICT'),
  ] as const;
  const banks = [
    await tenant<Id<'bank'>>('bank 1', 'BANK'),
    await tenant<Id<'bank'>>('bank 2', 'BANK'),
  ] as const;
  const guarantors = [
    await tenant<Id<'guarantor'>>('guarantor 1', 'GUARANTOR'),
    await tenant<Id<'guarantor'>>('guarantor 2', 'GUARANTOR'),
  ] as const;
  const bothOf = <T>(pair: readonly [T, T]): [T, number][] => [
    [pair[0], 1],
    [pair[1], 2],
  ];

  await insert('edition', {
    id: make('edition'),
    number: BAOTOU_2021.number,
    titleZh: BAOTOU_2021.titleZh,
    titleEn: BAOTOU_2021.titleEn,
    document: mark('edition'),
    validFrom: BAOTOU_2021.validFrom,
    validTo: BAOTOU_2021.validTo,
    parameters: writeEditionValues(BAOTOU_2021.values),
    state: 'ENACTED',
    draftedBy: 'a',
    enactedBy: 'b',
    enactedAt: NOW,
    version: 1,
  });
  await insert('lprQuote', { date: day('2025-05-20'), oneYear: '3.00', fiveYear: '3.50', confirmed: true });

  for (const [id, n] of bothOf(regions)) {
    await insert('region', {
      id,
      divisionCode: `15020${n}`,
      nameZh: mark(`region ${n}`),
      nameEn: mark(`region ${n}`),
    });
    await insert('regionStanding', {
      regionId: id,
      hardship: n === 2,
      pledged: yuan(`${n}8000000`),
      paidIn: yuan(`${n}8000000`),
    });
  }
  for (const [id, n] of bothOf(banks)) {
    await insert('bank', { id, nameZh: mark(`bank ${n}`), nameEn: mark(`bank ${n}`) });
    await insert('bankStanding', {
      bankId: id,
      state: 'COOPERATING',
      specialAccount: mark(`account of bank ${n}`),
    });
    await insert('agreement', {
      id: make(`agreement of bank ${n}`),
      bankId: id,
      signedOn: day('2024-01-02'),
      endsOn: day('2026-01-01'),
      document: mark(`agreement of bank ${n}`),
    });
    await insert('topUp', {
      id: make(`top-up of bank ${n}`),
      bankId: id,
      state: 'ASKED',
      asked: yuan('500000'),
      reason: mark(`top-up of bank ${n}`),
      askedOn: TODAY,
      version: 1,
    });
  }
  for (const [id, n] of bothOf(guarantors))
    await insert('guarantor', {
      id,
      nameZh: mark(`guarantor ${n}`),
      nameEn: mark(`guarantor ${n}`),
      active: true,
    });
  await insert('appointment', {
    id: make('appointment'),
    guarantorId: guarantors[0],
    appointedOn: day('2024-01-01'),
    document: mark('appointment'),
  });

  // ---- Money
  const accounts = new Set<string>();
  let sequence = 0;
  async function post(label: string, posting: Posting, about: Partial<Row<'entry'>>): Promise<Id<'entry'>> {
    const id = make<Id<'entry'>>(label);
    for (const { account } of posting.lines) {
      if (accounts.has(account.code)) continue;
      accounts.add(account.code);
      await insert('account', { ...account });
    }
    sequence += 1;
    const valueDate = day('2025-01-10');
    const row: Partial<Row<'entry'>> = {
      id,
      sequence,
      kind: posting.kind,
      valueDate,
      recordedAt: NOW,
      tenantId: guarantors[0] as string as Id<'tenant'>,
      userId: 'u',
      document: mark(label),
      ...about,
    };
    // An entry and its lines must balance at every commit: one statement for all of them.
    const statements = [insertOf('entry', { poolId, ...row })];
    for (const [at, { account, amount }] of posting.lines.entries())
      statements.push(
        insertOf('line', {
          poolId,
          entryId: id,
          number: at + 1,
          code: account.code,
          amount,
          valueDate,
          recordedAt: NOW,
          bankId: account.bankId,
          regionId: account.regionId,
        }),
      );
    await owner(together(poolId, statements));
    return id;
  }
  const move = (
    kind: Posting['kind'],
    debit: Line['account'],
    credit: Line['account'],
    amount: string,
  ): Posting => ({
    kind,
    lines: [
      { account: debit, amount: yuan(amount) },
      { account: credit, amount: yuan(amount).negated() },
    ],
  });
  const custodyEntry = await post(
    'contribution of the city',
    move('CONTRIBUTION', custody, fund({ source: 'CITY', regionId: null }), '20000000'),
    {},
  );
  for (const [regionId, n] of bothOf(regions)) {
    const posting = move('CONTRIBUTION', custody, fund({ source: 'REGION', regionId }), `${n}8000000`);
    const entryId = await post(`contribution of region ${n}`, posting, { regionId });
    await insert('pledge', {
      id: make(`pledge of region ${n}`),
      source: 'REGION',
      regionId,
      amount: yuan(`${n}8000000`),
      paid: yuan(`${n}8000000`),
      pledgedOn: day('2024-12-01'),
      payInBy: day('2026-12-01'),
      document: mark(`pledge of region ${n}`),
      version: 1,
    });
    await insert('reversal', {
      id: make(`reversal ${n}`),
      entryId,
      state: 'ASKED',
      reason: mark(`reversal ${n}`),
      askedBy: 'u',
      askedByTenant: office,
      askedOn: TODAY,
      version: 1,
    });
  }
  const seeding: Seeding = { insert, make, mark, post };
  for (const [bankId, n] of bothOf(banks)) {
    const placed = move('DEPOSIT_PLACED', deposit(bankId), custody, `${n}000000`);
    const entryId = await post(`deposit of bank ${n}`, placed, { bankId });
    await seedStatement(seeding, bankId as string as Id<'tenant'>, bankId, entryId, `bank ${n}`);
    await seedCorrection(seeding, bankId as string as Id<'tenant'>, `bank ${n}`);
  }
  const manager = guarantors[0] as string as Id<'tenant'>;
  await seedStatement(seeding, manager, null, custodyEntry, 'the pool');
  for (const [id, n] of bothOf(guarantors))
    await seedCorrection(seeding, id as string as Id<'tenant'>, `guarantor ${n}`);

  // ---- Firms, referrals, loans: one firm borrows from both banks
  async function obligation(
    label: string,
    kind: Row<'obligation'>['kind'],
    debtorId: string,
    about: Partial<Row<'obligation'>>,
  ) {
    const id = make<Id<'obligation'>>(label);
    await insert('obligation', {
      id,
      kind,
      article: 27,
      debtorId: debtorId as Id<'tenant'>,
      subjectId: id,
      aroseOn: day('2025-06-01'),
      dueOn: day('2025-06-05'),
      dueConfirmed: true,
      ...about,
    });
  }
  const firmKeys = new Map<number, string>();
  const enterprises = new Map<number, Id<'enterprise'>>();
  for (const [regionId, n] of bothOf(regions)) {
    const id = make<Id<'enterprise'>>(`enterprise ${n}`);
    const firmKey = make<string>(`firm ${n}`);
    enterprises.set(n, id);
    firmKeys.set(n, firmKey);
    await insert('enterprise', {
      id,
      firmKey,
      creditCode: `91150203MA0T0000${poolNumber}${n}`,
      name: mark(`enterprise ${n}`),
      regionId,
      divisionCode: `15020${n}`,
      industry: 'INDUSTRY',
      industryCode: 'C33',
      employees: 60,
      revenue: yuan('30000000'),
      assets: yuan('20000000'),
      figuresYear: 2024,
      size: 'SMALL',
      registeredOn: day('2025-01-05'),
      version: 1,
    });
    await insert('listing', {
      id: make(`listing ${n}`),
      firmKey,
      enterpriseId: id,
      regionId,
      reason: mark(`listing ${n}`),
      document: mark(`listing ${n}`),
      listedOn: TODAY,
      version: 1,
    });
    await obligation(`contribution duty of region ${n}`, 'CONTRIBUTION', regionId, { regionId, article: 8 });
  }
  const shown = new Set<string>();
  async function show(tenantId: string, objectId: string): Promise<void> {
    if (shown.has(`${tenantId} ${objectId}`)) return;
    shown.add(`${tenantId} ${objectId}`);
    await insert('access', { tenantId: tenantId as Id<'tenant'>, objectId });
  }

  async function business(r: 1 | 2, b: 1 | 2, g: 1 | 2, outstanding: string): Promise<void> {
    const name = `${r}-${b}-${g}`;
    const regionId = regions[r - 1] as Id<'region'>;
    const bankId = banks[b - 1] as Id<'bank'>;
    const guarantorId = guarantors[g - 1] as Id<'guarantor'>;
    const enterpriseId = enterprises.get(r) as Id<'enterprise'>;
    const firmKey = firmKeys.get(r) as string;
    const referralId = make<Id<'referral'>>(`referral ${name}`);
    const loanId = make<Id<'loan'>>(`loan ${name}`);
    const parties = { regionId, bankId, guarantorId };
    for (const tenantId of [bankId, guarantorId])
      for (const objectId of [enterpriseId, regionId]) await show(tenantId, objectId);
    await insert('referral', {
      id: referralId,
      number: mark(`referral ${name}`),
      state: 'APPROVED',
      enterpriseId,
      firmKey,
      ...parties,
      amount: yuan(outstanding),
      termMonths: 12,
      purpose: 'RAW_MATERIALS',
      note: mark(`note of referral ${name}`),
      submittedOn: day('2025-02-01'),
      formNumber: mark(`form ${name}`),
      recommendedOn: day('2025-02-10'),
      bankDecision: 'APPROVE',
      guarantorDecision: 'APPROVE',
      loanId,
      version: 1,
    });
    for (const [party, tenantId] of [
      ['BANK', bankId],
      ['GUARANTOR', guarantorId],
    ] as const) {
      const label = `${party} on ${name}`;
      const author = tenantId as string as Id<'tenant'>;
      await insert('dueDiligence', {
        id: make(`diligence of ${label}`),
        referralId,
        party,
        tenantId: author,
        opinion: 'SUPPORT',
        summary: mark(`diligence of ${label}`),
        document: 'd',
        filedOn: TODAY,
      });
      await insert('decision', {
        id: make(`decision of ${label}`),
        referralId,
        party,
        tenantId: author,
        outcome: 'APPROVE',
        reason: mark(`decision of ${label}`),
        decidedOn: TODAY,
      });
    }
    await insert('counterGuarantee', {
      id: make(`counter-guarantee ${name}`),
      referralId,
      guarantorId,
      kind: 'SURETY',
      description: mark(`counter-guarantee ${name}`),
    });
    await insert('loan', {
      id: loanId,
      number: mark(`loan ${name}`),
      state: 'ACTIVE',
      referralId,
      enterpriseId,
      firmKey,
      ...parties,
      editionNumber: BAOTOU_2021.number,
      // A hundred yuan of it were compensated, and recovered in full: no balance of the ledger is left of that.
      amount: yuan(outstanding).plus(yuan('100')),
      outstanding: yuan(outstanding),
      compensatedOn: day('2025-01-10'),
      compensatedPrincipal: yuan('100'),
      deducted: yuan('40'),
      recovered: yuan('100'),
      returned: yuan('40'),
      guarantorPaid: yuan('40'),
      termMonths: 12,
      lprDate: day('2025-02-20'),
      lpr: '3.10',
      basisPoints: 50,
      rate: '3.60',
      method: 'BULLET',
      approvedOn: day('2025-02-25'),
      contractNumber: mark(`contract ${name}`),
      guaranteeContractNumber: mark(`guarantee ${name}`),
      signedOn: day('2025-03-01'),
      lastDrawdownOn: day('2025-04-01'),
      disbursedOn: day('2025-03-03'),
      maturesOn: day('2025-06-01'),
      nextDueOn: day('2025-06-01'),
      version: 1,
    });
    await insert('instalment', {
      loanId,
      number: 1,
      ...parties,
      dueOn: day('2025-06-01'),
      principal: yuan(outstanding),
      unpaid: yuan(outstanding),
    });
    await insert('repayment', {
      id: make(`repayment ${name}`),
      loanId,
      ...parties,
      paidOn: day('2025-05-01'),
      principal: Yuan.ZERO,
      interest: yuan('100'),
      document: mark(`repayment ${name}`),
      recordedAt: NOW,
    });
    await seedAfterLoan(seeding, name, loanId, parties);
    await insert('waiver', {
      id: make(`waiver ${name}`),
      ruleCode: 'ART22_TERM_USUAL',
      article: 22,
      subjectKind: 'REFERRAL',
      subjectId: referralId,
      ...parties,
      reason: mark(`waiver ${name}`),
      newLimit: '18',
      validFrom: TODAY,
      validTo: day('2025-12-31'),
      state: 'ASKED',
      askedBy: 'u',
      askedByTenant: office,
      askedOn: TODAY,
      version: 1,
    });
    await insert('waiverConsent', {
      waiverId: [...labels].find(([, label]) => label === `waiver ${name}`)?.[0] as Id<'waiver'>,
      tenantId: office,
      tenantKind: 'OFFICE',
      ...parties,
    });
    await obligation(`notice of bank on ${name}`, 'DISBURSEMENT_NOTICE', bankId, {
      regionId,
      bankId,
      loanId,
    });
    await obligation(`reminder of guarantor on ${name}`, 'MATURITY_REMINDER', guarantorId, {
      regionId,
      bankId,
      loanId,
    });
  }

  await business(1, 1, 1, '3000000');
  await business(1, 2, 2, '2000000');
  await business(2, 2, 2, '1000000');

  for (const [regionId, n] of bothOf(regions))
    for (const [party, proposerId] of [
      ['bank', banks[n - 1]],
      ['guarantor', guarantors[n - 1]],
    ] as const)
      await insert('proposal', {
        id: make(`proposal of ${party} ${n}`),
        state: 'PROPOSED',
        proposerId: proposerId as string as Id<'tenant'>,
        regionId,
        creditCode: `91150203MA0P0000${poolNumber}${n}`,
        enterpriseName: mark(`proposed by ${party} ${n}`),
        amount: yuan('1000000'),
        termMonths: 12,
        purpose: 'RAW_MATERIALS',
        note: mark(`proposal of ${party} ${n}`),
        proposedOn: TODAY,
        version: 1,
      });

  async function exposure(
    scope: ExposureScope,
    scopeId: string | undefined,
    outstanding: string,
    activeLoans: number,
    regionId: Id<'region'> | null = null,
  ) {
    await insert('exposure', {
      scope,
      scopeId: scopeId as string,
      regionId,
      committed: Yuan.ZERO,
      outstanding: yuan(outstanding),
      disbursed: yuan(outstanding),
      compensatedPrincipal: yuan('100').times(activeLoans),
      deducted: yuan('40').times(activeLoans),
      recovered: yuan('100').times(activeLoans),
      returned: yuan('40').times(activeLoans),
      approvedLoans: 0,
      contractedLoans: 0,
      activeLoans,
      compensatedLoans: 0,
      repaidLoans: 0,
      closedLoans: 0,
      cancelledLoans: 0,
    });
  }
  await exposure('POOL', poolId, '6000000', 3);
  await exposure('REGION', regions[0], '5000000', 2);
  await exposure('REGION', regions[1], '1000000', 1);
  await exposure('BANK', banks[0], '3000000', 1);
  await exposure('BANK', banks[1], '3000000', 2);
  await exposure('GUARANTOR', guarantors[0], '3000000', 1);
  await exposure('GUARANTOR', guarantors[1], '3000000', 2);
  await exposure('FIRM', firmKeys.get(1), '5000000', 2, regions[0]);
  await exposure('FIRM', firmKeys.get(2), '1000000', 1, regions[1]);

  await seedOversight(seeding, { poolId, office, regions, banks, guarantors });

  const actor = (tenantId: string, kind: TenantKind, persona: Persona = kind): Actor => ({
    poolId,
    tenantId: tenantId as Id<'tenant'>,
    kind,
    persona,
    role: 'APPROVER',
    userId: 'u',
    userName: null,
  });
  const byLabel = new Map([...labels].map(([id, label]) => [label, id]));
  return {
    poolId,
    labels,
    actors: {
      office: actor(office, 'OFFICE'),
      district1: actor(regions[0], 'DISTRICT'),
      district2: actor(regions[1], 'DISTRICT'),
      bank1: actor(banks[0], 'BANK'),
      bank2: actor(banks[1], 'BANK'),
      fundManager: actor(guarantors[0], 'GUARANTOR', 'FUND_MANAGER'),
      guarantor2: actor(guarantors[1], 'GUARANTOR'),
    },
    idOf(label) {
      const id = byLabel.get(label);
      if (!id) throw new Error(`nothing is called ${label}`);
      return id;
    },
  };
}

/** Several inserts as one text with their values written in: one commit for all. Only for the values made above. */
function together(
  poolId: string,
  statements: readonly { text: string; params: readonly unknown[] }[],
): string {
  const literal = (value: unknown) => (value === null ? 'null' : `'${String(value).replaceAll(`'`, `''`)}'`);
  const written = statements.map(({ text, params }) =>
    text.replace(/\$(\d+)/g, (_place, number: string) => literal(params[Number(number) - 1])),
  );
  // One statement is one transaction; the keeper of balances reads which pool it is in.
  const body = [`perform set_config('app.pool', '${poolId}', true)`, ...written].join('; ');
  return `do $seed$ begin ${body}; end $seed$`;
}

export const seededToday: BusinessDate = TODAY;
