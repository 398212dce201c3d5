import type { Row, TableName } from '../../schema/tables/all.ts';
import { instant, parseDate } from '../../src/domain/dates.ts';
import { deducted, type Posting, recoveryReturned } from '../../src/domain/ledger.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Id } from '../../src/domain/words.ts';
import { YEAR_FIGURES } from '../../src/domain/year.ts';
import { seedEvent, seedImport, seedTakeOver } from './seed-files.ts';

// What comes after a loan and the oversight of the pool, laid straight into the tables of a seeded pool.

const yuan = Yuan.parse;
const day = parseDate;
export const NOW = instant(new Date('2025-06-10T02:00:00Z'));
export const TODAY = day('2025-06-10');
/** When the seeded entries happened. */
const BOOKED_ON = day('2025-01-10');

/** A year's figures that every tenant has, each of them nought. */
const NOTHING_IN_THE_YEAR = Object.fromEntries(
  Object.entries(YEAR_FIGURES).flatMap(([name, { kind, of }]) =>
    of === 'ALL' ? [[name, kind === 'COUNT' ? 0 : '0.00']] : [],
  ),
);

/** The tools of the seed: see `seedPool`. */
export interface Seeding {
  insert<N extends TableName>(table: N, row: { [K in keyof Row<N>]?: Row<N>[K] | undefined }): Promise<void>;
  make<N>(label: string): N;
  mark(label: string): string;
  post(label: string, posting: Posting, about: Partial<Row<'entry'>>): Promise<Id<'entry'>>;
}

/** A row of every kind that hangs on a loan after it was paid out: compensated with a hundred yuan, recovered in full. */
export async function seedAfterLoan(
  { insert, make, mark, post }: Seeding,
  name: string,
  loanId: Id<'loan'>,
  parties: Pick<Row<'loan'>, 'regionId' | 'bankId' | 'guarantorId'>,
): Promise<void> {
  const { regionId, bankId, guarantorId } = parties;
  const by = (tenantId: string, label: string) => ({
    tenantId: tenantId as Id<'tenant'>,
    userId: mark(`person of ${label} ${name}`),
    document: mark(`${label} ${name}`),
    recordedAt: NOW,
  });
  for (const [author, tenantId] of [
    ['district', regionId],
    ['bank', bankId],
    ['guarantor', guarantorId],
  ] as const)
    await insert('aftercare', {
      id: make(`visit of ${author} on ${name}`),
      loanId,
      ...parties,
      kind: 'VISIT',
      doneOn: TODAY,
      findings: mark(`findings of ${author} on ${name}`),
      measures: mark(`measures of ${author} on ${name}`),
      ...by(tenantId, `visit of ${author} on`),
    });
  const ofAll = { loanId, ...parties };
  const parts = [
    { party: 'POOL', amount: '40.00' },
    { party: 'BANK', amount: '20.00' },
    { party: 'GUARANTOR', amount: '40.00' },
  ];
  const bySource = [
    { from: { source: 'AUTONOMOUS_REGION', regionId: null }, amount: yuan('12') },
    { from: { source: 'CITY', regionId: null }, amount: yuan('12') },
    { from: { source: 'REGION', regionId }, amount: yuan('16') },
  ] as const;
  const compensationId = make<Id<'compensation'>>(`compensation ${name}`);
  const recoveryId = make<Id<'recovery'>>(`recovery ${name}`);
  const about = { bankId, regionId, loanId, tenantId: bankId as string as Id<'tenant'> };
  await insert('compensation', {
    id: compensationId,
    ...ofAll,
    kind: 'DEDUCTED',
    deductedOn: BOOKED_ON,
    principal: yuan('100'),
    taken: yuan('40'),
    deducted: yuan('40'),
    claimable: Yuan.ZERO,
    parts,
    regionPart: yuan('16'),
    entryId: await post(`deduction ${name}`, deducted(bankId, bySource), { ...about, compensationId }),
    document: mark(`compensation ${name}`),
    noticeOn: BOOKED_ON,
    noticeDocument: mark(`notice of compensation ${name}`),
    recordedAt: NOW,
  });
  await insert('guarantorPayment', {
    id: make(`payment of guarantor on ${name}`),
    ...ofAll,
    paidOn: TODAY,
    amount: yuan('40'),
    document: mark(`payment of guarantor on ${name}`),
    recordedAt: NOW,
  });
  const legalActionId = make<Id<'legalAction'>>(`action at law ${name}`);
  await insert('legalAction', {
    id: legalActionId,
    ...ofAll,
    court: mark(`court of ${name}`),
    caseNumber: mark(`case ${name}`),
    stage: 'FILED',
    openedBy: bankId as string as Id<'tenant'>,
    openedOn: TODAY,
    version: 1,
  });
  await insert('legalStep', {
    legalActionId,
    number: 1,
    ...parties,
    stage: 'FILED',
    reachedOn: TODAY,
    note: mark(`step at law ${name}`),
    ...by(bankId, 'step'),
  });
  await insert('recovery', {
    id: recoveryId,
    ...ofAll,
    receivedOn: BOOKED_ON,
    gross: yuan('101'),
    costs: yuan('1'),
    net: yuan('100'),
    parts,
    returned: yuan('40'),
    regionPart: yuan('16'),
    destination: 'DEPOSIT',
    entryId: await post(`return of recovery ${name}`, recoveryReturned(bankId, bySource), {
      ...about,
      recoveryId,
    }),
    ...by(bankId, 'recovery'),
  });
  await insert('recoveryCost', {
    recoveryId,
    number: 1,
    ...parties,
    kind: 'OTHER',
    amount: yuan('1'),
    note: mark(`cost of recovery ${name}`),
  });
  await insert('recoveryReport', {
    id: make(`report on recovery ${name}`),
    ...ofAll,
    reportedOn: TODAY,
    summary: mark(`summary of recovery ${name}`),
    ...by(guarantorId, 'report on recovery'),
  });
  await insert('conclusion', {
    ...ofAll,
    concludedOn: TODAY,
    compensatedPrincipal: yuan('100'),
    recovered: yuan('100'),
    losses: parts.map(({ party }) => ({ party, amount: '0.00' })),
    reason: mark(`reason of conclusion ${name}`),
    document: mark(`conclusion ${name}`),
    userId: mark(`person of conclusion ${name}`),
    recordedAt: NOW,
  });
}

interface Tenants {
  readonly poolId: Id<'pool'>;
  readonly office: Id<'tenant'>;
  readonly regions: readonly Id<'region'>[];
  readonly banks: readonly Id<'bank'>[];
  readonly guarantors: readonly Id<'guarantor'>[];
}

/** The breakers of the pool and of each bank, an evaluation of everybody, a supplement, the sweep, a notice, a refusal. */
export async function seedOversight(
  seeding: Seeding,
  { poolId, office, regions, banks, guarantors }: Tenants,
): Promise<void> {
  const { insert, make, mark } = seeding;
  const scopes = [
    { label: 'the pool', scope: 'POOL', scopeId: poolId, bankId: null },
    ...banks.map((id, at) => ({ label: `bank ${at + 1}`, scope: 'BANK', scopeId: id, bankId: id }) as const),
  ] as const;
  for (const { label, ...about } of scopes) {
    await insert('breaker', { ...about, tripped: false, warnedPercent: 50, since: TODAY });
    await insert('breakerTurn', {
      id: make(`turn of ${label}`),
      ...about,
      kind: 'WARNED',
      measure: 'NET_COMPENSATION_TO_FUNDS',
      thresholdPercent: 20,
      warningPercent: 50,
      ratioPercent: '10.0000',
      occurredOn: TODAY,
      recordedAt: NOW,
    });
  }
  const evaluationId = make<Id<'evaluation'>>('evaluation');
  await insert('evaluation', {
    id: evaluationId,
    year: 2024,
    evaluatedOn: TODAY,
    document: mark('evaluation'),
    userId: mark('person of evaluation'),
    recordedAt: NOW,
  });
  const tenants = [
    ['OFFICE', [office]],
    ['DISTRICT', regions],
    ['BANK', banks],
    ['GUARANTOR', guarantors],
  ] as const;
  for (const [tenantKind, ids] of tenants)
    for (const [at, tenantId] of ids.entries()) {
      await insert('evaluationPart', {
        evaluationId,
        tenantId: tenantId as string as Id<'tenant'>,
        tenantKind,
        figures: NOTHING_IN_THE_YEAR,
        conclusion: mark(`conclusion on ${tenantKind} ${at + 1}`),
        decision: tenantKind === 'BANK' ? 'CONTINUE' : null,
      });
      await seedPeople(seeding, tenantId as string as Id<'tenant'>, `${tenantKind} ${at + 1}`);
      await seedWebhook(seeding, tenantId as string as Id<'tenant'>, `${tenantKind} ${at + 1}`);
      await seedImport(seeding, tenantId as string as Id<'tenant'>, `${tenantKind} ${at + 1}`);
    }
  await seedTakeOver(seeding);
  let sequence = 0;
  for (const regionId of regions) await seedEvent(seeding, { regionId }, ++sequence, `region ${sequence}`);
  for (const bankId of banks) await seedEvent(seeding, { bankId }, ++sequence, `bank ${sequence}`);
  for (const guarantorId of guarantors)
    await seedEvent(seeding, { guarantorId }, ++sequence, `guarantor ${sequence}`);
  await insert('supplement', {
    id: make('supplement'),
    ground: 'EVALUATION',
    evaluationId,
    amount: yuan('100'),
    received: Yuan.ZERO,
    decisionDocument: mark('decision on the supplement'),
    reason: mark('reason of the supplement'),
    state: 'ASKED',
    askedBy: mark('person of the supplement'),
    askedOn: TODAY,
    version: 1,
  });
  await insert('sweep', { sweptThrough: TODAY });
  await insert('holidayNotice', {
    year: 2098,
    notice: mark('holiday notice'),
    daysOff: [],
    workingWeekends: [],
    loadedOn: TODAY,
  });
  await insert('refusal', {
    recordedAt: NOW,
    businessDate: TODAY,
    tenantId: banks[0] as string as Id<'tenant'>,
    userId: mark('person refused'),
    act: 'deduct',
    content: mark('refusal'),
  });
  await seedLog(seeding);
}

/** A tree of one leaf, the office’s, and a checkpoint of it that nobody has signed. */
async function seedLog({ insert, mark }: Seeding): Promise<void> {
  const hash = '5e'.repeat(32);
  await insert('logTree', { size: 1, auditSequence: 0, eventSequence: 0, entrySequence: 0 });
  await insert('logTile', { tier: 0, index: 0, hashes: hash });
  const text = JSON.stringify({ leaf: 'HEAD', auditSequence: 0, auditHash: mark('head of the audit chain') });
  await insert('logLeaf', { kind: 'HEAD', sequence: 1, part: 0, position: 0, blind: '5e'.repeat(16), text });
  await insert('checkpoint', {
    number: 1,
    day: TODAY,
    madeAt: NOW,
    size: 1,
    root: Buffer.from(hash, 'hex').toString('base64'),
    keyId: '5e5e5e5e',
    note: mark('note of a checkpoint'),
  });
}

/** Somebody of a tenant who is shut out, and a token of it that is revoked. */
async function seedPeople(
  { insert, make, mark }: Seeding,
  tenantId: Id<'tenant'>,
  whose: string,
): Promise<void> {
  const about = { tenantId, authorId: tenantId };
  await insert('disabledUser', {
    id: make(`disabled user of ${whose}`),
    ...about,
    userId: mark(`disabled user of ${whose}`),
    reason: mark(`reason why a user of ${whose} is disabled`),
    disabledBy: mark(`person of ${whose} who disabled`),
    disabledAt: NOW,
  });
  await insert('revokedToken', {
    id: make(`revoked token of ${whose}`),
    ...about,
    tokenId: mark(`revoked token of ${whose}`),
    reason: mark(`reason why a token of ${whose} is revoked`),
    revokedBy: mark(`person of ${whose} who revoked`),
    revokedAt: NOW,
  });
}

/** An address at which a tenant is told of its events, its secret, and an event that didn't arrive there. */
async function seedWebhook(
  { insert, make, mark }: Seeding,
  tenantId: Id<'tenant'>,
  whose: string,
): Promise<void> {
  const webhookId = make<Id<'webhook'>>(`webhook of ${whose}`);
  await insert('webhook', {
    id: webhookId,
    tenantId,
    address: mark(`address of ${whose}`),
    description: mark(`what the webhook of ${whose} is for`),
    state: 'PAUSED',
    createdBy: mark(`person of ${whose} who made the webhook`),
    createdAt: NOW,
    version: 1,
    place: 0,
  });
  await insert('webhookSecret', {
    id: make(`webhook secret of ${whose}`),
    tenantId,
    webhookId,
    number: 1,
    issuedAt: NOW,
  });
  await insert('webhookDelivery', {
    id: make(`webhook delivery of ${whose}`),
    tenantId,
    webhookId,
    eventSequence: 1,
    kind: 'webhook.created',
    subject: mark(`subject of the delivery to ${whose}`),
    state: 'DEAD',
    attempts: 8,
    takenInAt: NOW,
    lastError: mark(`error of the delivery to ${whose}`),
  });
}
