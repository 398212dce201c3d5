import type { Row } from '../acts/ports.ts';
import type { ExposureFigures } from '../acts/reads.ts';
import { utilisationPercent } from '../domain/exposure.ts';
import { poolFigures } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import type { ExposureScope } from '../domain/words.ts';
import type { Edition } from '../regulation/edition.ts';
import type { RequestContext } from './context.ts';
import { editionsFor } from './editions.ts';
import type { Asked } from './headroom.question.ts';
import { headroomOf } from './headroom.ts';
import { topUpRight } from './judging.ts';
import { sharesOf } from './loan.resolver.ts';

const NOW = { valueDate: null, recordedAt: null } as const;

/** Which scope, and where its credit line comes from. */
export interface ScopeOf {
  readonly scope: ExposureScope;
  readonly id: string;
  readonly asked: Asked;
  readonly creditLine: (edition: Edition) => Yuan | null | Promise<Yuan | null>;
}

async function depositOf({ reader }: RequestContext, bankId: string): Promise<Yuan> {
  const balances = await reader.reads.balances(NOW);
  return (
    balances.find((account) => account.kind === 'DEPOSIT' && account.bankId === bankId)?.balance ?? Yuan.ZERO
  );
}

/** An exposure whose costlier figures are read only when they are asked for; the executor calls what is a function. */
export function exposureOf(context: RequestContext, of: ScopeOf, figures: ExposureFigures) {
  const { reader } = context;
  const { committed, outstanding, disbursed } = figures;
  const used = committed.plus(outstanding);
  const creditLine = async () => {
    const { applied } = await editionsFor(context);
    return applied && of.creditLine(applied);
  };
  const overdueSums = async () => reader.reads.overdue(of.scope, of.id, await reader.today());
  return {
    scope: of.scope,
    committed,
    outstanding,
    disbursed,
    creditLine,
    shares: async () => {
      const { applied } = await editionsFor(context);
      // The general shares: tiers and a first-loss layer hold for one loan, not for a sum of many.
      const sharing = applied && { shares: applied.values.lossShares, firstLoss: null };
      return sharing && sharesOf(outstanding, sharing);
    },
    headroom: () => headroomOf(context, of.asked),
    utilisationPercent: async () => utilisationPercent(used, await creditLine()),
    overdue: async () => {
      const { loans, ...bands } = await overdueSums();
      return { loans, bands, principal: Yuan.sum([bands.days1to25, bands.days26to90, bands.days91on]) };
    },
    compensatedPrincipal: figures.compensatedPrincipal,
    recoveredInAll: figures.recovered,
    compensated: figures.deducted,
    recovered: figures.returned,
    net: figures.deducted.minus(figures.returned),
    loans: {
      approved: figures.approvedLoans,
      contracted: figures.contractedLoans,
      active: figures.activeLoans - figures.overdueLoans,
      overdue: figures.overdueLoans,
      compensated: figures.compensatedLoans,
      repaid: figures.repaidLoans,
      closed: figures.closedLoans,
      cancelled: figures.cancelledLoans,
    },
    deposit: () => (of.scope === 'BANK' ? depositOf(context, of.id) : null),
    mayAskTopUp: () => (of.scope === 'BANK' ? topUpRight(context, of.id) : null),
  };
}

export type Exposure = ReturnType<typeof exposureOf>;

export async function poolExposure(context: RequestContext): Promise<Exposure | null> {
  const { poolId } = context.actor;
  const figures = await context.reader.reads.exposure('POOL', poolId);
  if (!figures) return null;
  const creditLine = async ({ values }: Edition) => {
    const { fundsAvailable } = poolFigures(await context.reader.reads.balances(NOW));
    return fundsAvailable.times(values.poolLeverageMultiple);
  };
  return exposureOf(context, { scope: 'POOL', id: poolId, asked: {}, creditLine }, figures);
}

export async function regionExposure(context: RequestContext, id: string): Promise<Exposure | null> {
  const figures = await context.reader.reads.exposure('REGION', id);
  if (!figures) return null;
  const creditLine = async ({ values }: Edition) => {
    const standing = await context.reader.reads.one('regionStanding', id, 'regionId');
    return standing?.paidIn.times(values.regionLeverageMultiple) ?? null;
  };
  return exposureOf(context, { scope: 'REGION', id, asked: { regionId: id }, creditLine }, figures);
}

export async function bankExposure(context: RequestContext, id: string): Promise<Exposure | null> {
  const figures = await context.reader.reads.exposure('BANK', id);
  if (!figures) return null;
  const creditLine = async ({ values }: Edition) =>
    (await depositOf(context, id)).times(values.depositLeverageMultiple);
  return exposureOf(context, { scope: 'BANK', id, asked: { bankId: id }, creditLine }, figures);
}

export async function guarantorExposure(context: RequestContext, id: string): Promise<Exposure | null> {
  const figures = await context.reader.reads.exposure('GUARANTOR', id);
  return (
    figures && exposureOf(context, { scope: 'GUARANTOR', id, asked: {}, creditLine: () => null }, figures)
  );
}

/**
 * A firm's exposure: all its loans for the office; for everyone else those of its own, which for a district are the loans
 * of its region, and for a bank or guarantor without the cap, since that counts the loans of all banks.
 */
export async function firmExposure(context: RequestContext, firm: Row<'enterprise'>): Promise<Exposure> {
  const { reads } = context.reader;
  const kept = context.actor.kind === 'OFFICE' ? await reads.exposure('FIRM', firm.firmKey) : null;
  const figures = kept ?? (await reads.visibleExposure(firm.firmKey));
  const seesAll = context.actor.kind === 'OFFICE' || context.actor.kind === 'DISTRICT';
  const asked = { enterpriseId: firm.id, firmKey: firm.firmKey, regionId: firm.regionId };
  const creditLine = ({ values }: Edition) => (seesAll ? values.firmCap : null);
  return exposureOf(context, { scope: 'FIRM', id: firm.firmKey, asked, creditLine }, figures);
}
