import { businessDateOf, yearOf } from '../domain/dates.ts';
import type { CooperationDecision, Id } from '../domain/words.ts';
import { writeFigures, yearSpan } from '../domain/year.ts';
import { EVALUATE } from '../regulation/occasions.ts';
import type { Desk } from './desk.ts';
import { settleEvaluationDuty } from './duties.ts';
import { conflict, invalid, notFound } from './failures.ts';
import { lockStandings } from './gather.ts';
import { act, changed } from './perform.ts';
import type { Row } from './ports.ts';

/** What is said of one bank: how it did, and what becomes of the cooperation. */
export interface BankConclusion {
  readonly bankId: string;
  readonly conclusion: string;
  readonly decision: CooperationDecision;
}

export interface EvaluateYear {
  readonly year: number;
  /** What is said of the pool’s business as a whole. */
  readonly conclusion: string;
  readonly document: string;
  readonly banks: readonly BankConclusion[];
}

/** The banks of a year: those that had signed by its end and had not left before it began. */
async function banksOf(desk: Desk, year: number): Promise<Row<'bank'>[]> {
  const { first, last } = yearSpan(year);
  const [banks, standings, agreements] = await Promise.all([
    desk.store.list('bank', {}),
    desk.store.list('bankStanding', {}),
    desk.store.list('agreement', {}),
  ]);
  const left = new Map(standings.map(({ bankId, leftOn }) => [bankId, leftOn]));
  const signed = new Set(agreements.filter(({ signedOn }) => signedOn <= last).map(({ bankId }) => bankId));
  return banks
    .filter(({ id }) => signed.has(id) && (left.get(id) ?? last) >= first)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** The first year in which the pool did business under an edition. */
async function firstYear(desk: Desk): Promise<number> {
  const enacted = await desk.store.list('edition', { state: 'ENACTED' });
  return Math.min(
    ...enacted.map(({ enactedAt }) => (enactedAt ? yearOf(businessDateOf(enactedAt)) : yearOf(desk.today))),
  );
}

async function checkBanks(
  desk: Desk,
  banks: readonly Row<'bank'>[],
  { banks: said, year }: EvaluateYear,
): Promise<void> {
  const known = new Set<string>(banks.map(({ id }) => id));
  for (const [at, { bankId }] of said.entries()) {
    if (known.has(bankId)) continue;
    const field = `banks.${at}.bankId`;
    const bank = (await desk.store.list('bank', {})).find(({ id }) => id === bankId);
    if (!bank) throw notFound(field);
    throw invalid(
      field,
      `${bank.nameZh}在 ${year} 年不是合作银行，不作评价；请删去该项。`,
      `${bank.nameEn} did not cooperate in ${year} and is not evaluated; leave it out.`,
    );
  }
  if (new Set(said.map(({ bankId }) => bankId)).size < said.length)
    throw invalid('banks', '同一银行只能评价一次。', 'A bank is evaluated once.');
}

/**
 * 第十九、三十八条 The office evaluates a year: the figures are computed and kept, the conclusions and the decisions on the
 * cooperation are the office’s. A decision to end it does not make the bank leave: that is an act of its own.
 */
export const evaluateYear = act({
  name: 'evaluateYear',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (_: EvaluateYear) => ({}),
  async run(desk, input) {
    const { year, conclusion, document, banks: said } = input;
    const earliest = await firstYear(desk);
    if (year < earliest || year > yearOf(desk.today))
      throw invalid(
        'year',
        `该年度没有助保金贷款业务可评价；请填写 ${earliest} 至今的年度。`,
        `There was no business to evaluate in that year; give one from ${earliest} on.`,
      );
    // Nothing moves while the figures are taken.
    await lockStandings(desk, {});
    if (await desk.store.find('evaluation', { year }))
      throw conflict('DUPLICATE', '该年度已完成绩效自评。', 'This year has been evaluated already.');
    const banks = await banksOf(desk, year);
    await checkBanks(desk, banks, input);
    const silent = banks.filter(({ id }) => !said.some(({ bankId }) => bankId === id));
    desk.judge(
      EVALUATE,
      {
        evaluation: {
          lastDay: yearSpan(year).last,
          banksMissing: silent.map(({ nameZh }) => nameZh),
        },
      },
      null,
    );
    const { poolId, userId } = desk.actor;
    const id = desk.newId('evaluation');
    await desk.insert('evaluation', {
      poolId,
      id,
      year,
      evaluatedOn: desk.today,
      document,
      userId,
      recordedAt: desk.recordedAt,
    });
    await writeParts(desk, id, { year, conclusion, document, banks: said });
    await settleEvaluationDuty(desk);
    desk.tell('evaluation.made', { noun: 'evaluation', id }, { toAll: true }, { year, document });
    return changed('evaluation', id);
  },
});

/** One part for the pool, which is the office’s, and one for every region, guarantor and bank of the year. */
async function writeParts(desk: Desk, evaluationId: Id<'evaluation'>, said: EvaluateYear): Promise<void> {
  const [figures, tenants] = await Promise.all([
    desk.store.yearFigures(said.year, desk.today),
    desk.store.list('tenant', {}),
  ]);
  for (const { id, kind } of tenants) {
    const ofBank = said.banks.find(({ bankId }) => bankId === id);
    if (kind === 'BANK' && !ofBank) continue;
    const own = figures.get(id);
    if (!own) throw new Error('the office sees the figures of every tenant');
    await desk.insert('evaluationPart', {
      poolId: desk.actor.poolId,
      evaluationId,
      tenantId: id,
      tenantKind: kind,
      figures: writeFigures(own),
      conclusion: kind === 'OFFICE' ? said.conclusion : (ofBank?.conclusion ?? null),
      decision: ofBank?.decision ?? null,
    });
  }
}
