import { CHAIN_START } from '../domain/audit.ts';
import { type BusinessDate, isBusinessDate, LATEST, plusDays } from '../domain/dates.ts';
import { compensation, custody, fund, interest } from '../domain/ledger.ts';
import { isPercent, type LprQuote, type Percent, parsePercent } from '../domain/lpr.ts';
import { Yuan } from '../domain/money.ts';
import type { ExposureScope, Id } from '../domain/words.ts';
import { editionOverlaps } from '../regulation/edition.ts';
import { parseEditionValues } from '../regulation/edition-json.ts';
import { ENACT } from '../regulation/occasions.ts';
import type { Actor } from './actor.ts';
import { Desk } from './desk.ts';
import { conflict, invalid } from './failures.ts';
import { act, changed, sought } from './perform.ts';
import type { Ports } from './ports.ts';
import { record } from './record.ts';
import { editionOf } from './setting.ts';

/** An exposure row with nothing in it. */
export function emptyExposure(scope: ExposureScope, scopeId: string, regionId: Id<'region'> | null = null) {
  return {
    scope,
    scopeId,
    regionId,
    committed: Yuan.ZERO,
    outstanding: Yuan.ZERO,
    disbursed: Yuan.ZERO,
    approvedLoans: 0,
    contractedLoans: 0,
    activeLoans: 0,
    compensatedLoans: 0,
    repaidLoans: 0,
    closedLoans: 0,
    cancelledLoans: 0,
    compensatedPrincipal: Yuan.ZERO,
    deducted: Yuan.ZERO,
    recovered: Yuan.ZERO,
    returned: Yuan.ZERO,
  };
}

export interface FoundPool {
  readonly nameZh: string;
  readonly nameEn: string;
  readonly cityCode: string;
  readonly cityZh: string;
  readonly cityEn: string;
  readonly officeZh: string;
  readonly officeEn: string;
  /** The date at which a sandbox pool starts; null for a production pool, which has the real date. */
  readonly sandboxDate: BusinessDate | null;
  readonly lprQuotes: readonly (LprQuote & { readonly confirmed?: boolean })[];
}

/**
 * Founds a pool with its office, ledger accounts and LPR history. Done by the operator of a deployment, not over the
 * API: before it there is no tenant to ask. The actor is the office's first user.
 */
export async function foundPool(ports: Ports, actor: Actor, input: FoundPool): Promise<void> {
  const { poolId } = actor;
  const now = ports.now();
  await ports.transaction(actor, async (store) => {
    await store.openDesk();
    const { nameZh, nameEn, cityCode, cityZh, cityEn, sandboxDate } = input;
    const founded = { poolId, nameZh, nameEn, cityCode, cityZh, cityEn, sandboxDate, createdAt: now };
    const pool = { ...founded, moveState: null, moveSince: null, movedTo: null, moveKey: null };
    const desk = Desk.founding(ports, actor, store, pool, now);
    await desk.insert('pool', founded);
    await desk.insert('tenant', {
      poolId,
      id: actor.tenantId,
      kind: 'OFFICE',
      nameZh: input.officeZh,
      nameEn: input.officeEn,
    });
    await store.insert('journal', {
      poolId,
      eventSequence: 0,
      entrySequence: 0,
      auditSequence: 0,
      auditHash: CHAIN_START,
    });
    await store.insert('exposure', { poolId, ...emptyExposure('POOL', poolId) });
    await store.insert('breaker', {
      poolId,
      scope: 'POOL',
      scopeId: poolId,
      tripped: false,
      warnedPercent: 0,
    });
    await store.insert('sweep', { poolId, sweptThrough: desk.today });
    for (const source of ['AUTONOMOUS_REGION', 'CITY'] as const)
      for (const account of [fund({ source, regionId: null }), compensation({ source, regionId: null })])
        await store.insert('account', { poolId, ...account });
    for (const account of [custody, interest]) await store.insert('account', { poolId, ...account });
    for (const { date, oneYear, fiveYear, confirmed = true } of input.lprQuotes)
      await store.insert('lprQuote', { poolId, date, oneYear, fiveYear, confirmed });
    desk.tell('pool.founded', { noun: 'pool', id: poolId }, {});
    await record(desk, 'foundPool', { nameZh, cityCode }, { noun: 'pool', id: poolId });
  });
}

export interface DraftEdition {
  readonly number: string;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly document: string;
  readonly validFrom: BusinessDate;
  readonly validTo: BusinessDate;
  readonly parameters: unknown;
}

/** 第四十条 Drafts a policy edition; a second person enacts it. */
export const draftEdition = act({
  name: 'draftEdition',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (_: DraftEdition) => ({}),
  async run(desk, input) {
    if (input.validTo < input.validFrom)
      throw invalid(
        'validTo',
        '有效期截止日不得早于起始日。',
        'The last day of validity lies before the first.',
      );
    const parsed = parseEditionValues(input.parameters);
    if (!parsed.ok) {
      const [problem] = parsed.problems;
      throw invalid(
        `parameters.${problem?.path ?? ''}`,
        problem?.zh ?? '参数有误。',
        problem?.en ?? 'Not valid.',
      );
    }
    if (await desk.store.find('edition', { number: input.number }))
      throw conflict(
        'DUPLICATE',
        `版本编号 ${input.number} 已存在。`,
        `An edition numbered ${input.number} exists.`,
      );
    const id = desk.newId('edition');
    await desk.insert('edition', {
      poolId: desk.actor.poolId,
      id,
      ...input,
      state: 'DRAFT',
      draftedBy: desk.actor.userId,
      version: 1,
    });
    desk.tell('edition.drafted', { noun: 'edition', id }, {}, { number: input.number });
    return changed('edition', id);
  },
});

/** 第四十条 Enacts a draft: from its first day on, it binds new business. Loans keep the edition they were signed under. */
export const enactEdition = act({
  name: 'enactEdition',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: { editionId: Id<'edition'> | null; version: number }) => ({
    draft: sought('edition', input.editionId, 'editionId'),
  }),
  async run(desk, input, { draft }) {
    const { id } = draft;
    await desk.store.lockExposure([{ scope: 'POOL', scopeId: desk.actor.poolId }]);
    const row = await desk.store.lock('edition', { id });
    if (row?.state !== 'DRAFT')
      throw conflict('STATE', '该版本已发布，不能再次发布。', 'This edition is enacted already.');
    if (row.version !== input.version)
      throw conflict(
        'VERSION',
        '草案已被修改，请重新查阅后再发布。',
        'The draft has changed; read it again first.',
      );
    if (row.draftedBy === desk.actor.userId)
      throw conflict(
        'SECOND_PERSON',
        '起草人不得自行发布，须由另一名审批人员发布。',
        'Whoever drafted the edition may not enact it; a second approver must.',
      );
    const edition = editionOf(row);
    // Read again under the lock: those on the desk are from before it, and another draft may have been enacted since.
    const enacted = await desk.store.list('edition', { state: 'ENACTED' });
    const clash = editionOverlaps(enacted.map(editionOf), edition)[0];
    if (clash)
      throw conflict(
        'STATE',
        `有效期与版本 ${clash.number}（${clash.validFrom} 至 ${clash.validTo}）重叠。`,
        `Its validity overlaps edition ${clash.number} (${clash.validFrom} to ${clash.validTo}).`,
      );
    desk.judge(ENACT, {}, edition);
    await desk.update('edition', { id }, row, {
      state: 'ENACTED',
      enactedBy: desk.actor.userId,
      enactedAt: desk.recordedAt,
      version: row.version + 1,
    });
    desk.tell('edition.enacted', { noun: 'edition', id }, { toAll: true }, { number: row.number });
    return changed('edition', id);
  },
});

/** 第二十二条 Records a published loan prime rate, percent per annum. */
export const recordLpr = act({
  name: 'recordLpr',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (_: { date: BusinessDate; oneYear: Percent; fiveYear: Percent }) => ({}),
  async run(desk, { date, oneYear, fiveYear }) {
    if (date > desk.today)
      throw invalid(
        'date',
        '报价日期不得晚于业务日期。',
        'A rate cannot be published after the business date.',
      );
    for (const [field, rate] of Object.entries({ oneYear, fiveYear }))
      if (!isPercent(rate))
        throw invalid(
          field,
          '利率应在 0 至 100 之间，最多四位小数。',
          'A rate lies from 0 to 100 percent, with at most four decimals.',
        );
    if (await desk.store.find('lprQuote', { date }))
      throw conflict('DUPLICATE', `${date} 的报价已登记。`, `The rate of ${date} is recorded already.`);
    const { poolId } = desk.actor;
    const rates = { oneYear: parsePercent(oneYear), fiveYear: parsePercent(fiveYear) };
    await desk.insert('lprQuote', { poolId, date, ...rates, confirmed: true });
    const told = { publishedOn: date, ...rates };
    desk.tell('lpr.recorded', { noun: 'pool', id: poolId }, { toAll: true }, told);
    return changed('pool', poolId);
  },
});

export interface AdvanceClock {
  /** The new business date; or else `days`. */
  readonly to?: BusinessDate | null;
  /** By how many days to advance; or else `to`. */
  readonly days?: number | null;
}

/** Advances the clock of a sandbox pool, to a date or by days; each day is swept. A production pool has no such clock. */
export const advanceClock = act({
  name: 'advanceClock',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  sweeps: 'AFTER',
  changesPool: true,
  about: (_: AdvanceClock) => ({}),
  async run(desk, input) {
    const pool = await desk.store.lock('pool', {});
    if (!pool?.sandboxDate)
      throw conflict(
        'STATE',
        '正式资金池使用实际日期，不能调整。',
        'A production pool has the real date; it has no clock to advance.',
      );
    const to = newDate(pool.sandboxDate, input);
    await desk.update('pool', {}, pool, { sandboxDate: to });
    desk.tell(
      'clock.advanced',
      { noun: 'pool', id: pool.poolId },
      { toAll: true },
      { from: pool.sandboxDate, to },
    );
    return changed('pool', pool.poolId);
  },
});

function newDate(today: BusinessDate, { to, days }: AdvanceClock): BusinessDate {
  const isDays = days !== null && days !== undefined;
  if (Boolean(to) === isDays)
    throw invalid(
      isDays ? 'days' : 'to',
      '新的日期与推进天数应填写其一，且只填其一。',
      'Give either the new date or the number of days, one of the two.',
    );
  if (isDays && days < 1) throw invalid('days', '推进天数至少为 1。', 'Advance by at least 1 day.');
  const date = to ?? plusDays(today, days ?? 0);
  if (!isBusinessDate(date))
    throw invalid('days', `日期不得晚于 ${LATEST}。`, `A date lies not after ${LATEST}.`);
  if (date <= today)
    throw invalid('to', `日期须晚于当前业务日期 ${today}。`, `Give a day after the business date ${today}.`);
  return date;
}
