import type { BusinessDate } from '../domain/dates.ts';
import { supplementReceived } from '../domain/ledger.ts';
import { Yuan } from '../domain/money.ts';
import type { Id, SupplementGround } from '../domain/words.ts';
import { ASK_SUPPLEMENT, RECEIVE_SUPPLEMENT } from '../regulation/occasions.ts';
import { breakerFacts } from './breaker.ts';
import type { Concerned, Desk } from './desk.ts';
import { conflict, invalid, mustBePositive, notFound } from './failures.ts';
import { fundManagerId, lockStandings } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

// 第三十八条 Money that the city adds to the pool: entered by one person of the office, approved by another, received by
// the fund manager, in parts if need be.

/** The fund manager is told of what it is to receive. */
async function concerned(desk: Desk): Promise<Concerned> {
  return { guarantorId: await fundManagerId(desk) };
}

/** True while a breaker stands tripped, and where one has tripped since a supplement was last asked for on that ground. */
async function hasTripped(desk: Desk): Promise<boolean> {
  const [standing, turns, supplements] = await Promise.all([
    desk.store.list('breaker', { tripped: true }),
    desk.store.list('breakerTurn', { kind: 'TRIPPED' }),
    desk.store.list('supplement', { ground: 'BREAKER' }),
  ]);
  if (standing.length > 0) return true;
  // Ids are in the order of their making, also within a day.
  const since = supplements
    .filter(({ state }) => state !== 'DECLINED')
    .map(({ id }) => String(id))
    .sort()
    .at(-1);
  return turns.some(({ id }) => since === undefined || id > since);
}

export interface AskSupplement {
  readonly ground: SupplementGround;
  /** The evaluation after which it is granted; null where compensation is the ground. */
  readonly evaluationId: Id<'evaluation'> | null;
  readonly amount: Yuan;
  readonly decisionDocument: string;
  readonly reason: string;
}

/** 第三十八条 The office enters a supplement that has been decided on, with its ground; a second person approves it. */
export const askSupplement = act({
  name: 'askSupplement',
  by: { personas: ['OFFICE'], role: 'OPERATOR' },
  about: (_: AskSupplement) => ({}),
  async run(desk, { ground, evaluationId, amount, decisionDocument, reason }) {
    mustBePositive(amount, 'amount');
    if (ground === 'BREAKER' && evaluationId)
      throw invalid(
        'evaluationId',
        '以代偿达到警戒线为由的，不填写绩效自评。',
        'A supplement on the ground of compensation names no evaluation.',
      );
    const standings = await lockStandings(desk, {});
    const evaluation = evaluationId && (await desk.store.find('evaluation', { id: evaluationId }));
    if (evaluationId && !evaluation) throw notFound('evaluationId');
    const supplement = {
      ground,
      evaluated: Boolean(evaluation),
      tripped: await hasTripped(desk),
      amount,
      toCome: amount,
    };
    desk.judge(
      ASK_SUPPLEMENT,
      { supplement, breaker: await breakerFacts(desk, standings, null) },
      desk.editionInForceOrLast,
    );
    const id = desk.newId('supplement');
    const { poolId, userId } = desk.actor;
    await desk.insert('supplement', {
      poolId,
      id,
      ground,
      evaluationId,
      amount,
      received: Yuan.ZERO,
      decisionDocument,
      reason,
      state: 'ASKED',
      askedBy: userId,
      askedOn: desk.today,
      decidedBy: null,
      decidedOn: null,
      version: 1,
    });
    desk.tell('supplement.asked', { noun: 'supplement', id }, {}, { amount: amount.toString(), ground });
    return changed('supplement', id);
  },
});

async function lockSupplement(desk: Desk, seen: Row<'supplement'>): Promise<Row<'supplement'>> {
  const row = await desk.store.lock('supplement', { id: seen.id });
  if (!row) throw new Error('a supplement is never deleted');
  return row;
}

export interface DecideSupplement {
  readonly supplementId: Id<'supplement'> | null;
  readonly approve: boolean;
  readonly version: number;
}

/** 第三十八条 A second person of the office approves a supplement, which may then come in, or declines it. */
export const decideSupplement = act({
  name: 'decideSupplement',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: DecideSupplement) => ({
    supplement: sought('supplement', input.supplementId, 'supplementId'),
  }),
  async run(desk, { approve, version }, found) {
    const row = await lockSupplement(desk, found.supplement);
    if (row.state !== 'ASKED')
      throw conflict('STATE', '该笔补充资金已办结。', 'This supplement has been decided already.');
    if (row.version !== version)
      throw conflict(
        'VERSION',
        '该笔补充资金已有更新，请刷新后再办理。',
        'It has changed since; read it again.',
      );
    if (row.askedBy === desk.actor.userId)
      throw conflict(
        'SECOND_PERSON',
        '登记人不得自行复核。',
        'Whoever entered the supplement may not approve it.',
      );
    await desk.update('supplement', { id: row.id }, row, {
      state: approve ? 'GRANTED' : 'DECLINED',
      decidedBy: desk.actor.userId,
      decidedOn: desk.today,
      version: row.version + 1,
    });
    desk.tell(
      approve ? 'supplement.granted' : 'supplement.declined',
      { noun: 'supplement', id: row.id },
      approve ? await concerned(desk) : {},
      { amount: row.amount.toString() },
    );
    return changed('supplement', row.id);
  },
});

export interface RecordSupplement {
  readonly supplementId: Id<'supplement'> | null;
  readonly amount: Yuan;
  readonly valueDate: BusinessDate;
  readonly document: string;
}

/** 第三十八条 The fund manager records what the city has paid of a supplement, in one sum or in parts. */
export const recordSupplement = act({
  name: 'recordSupplement',
  by: { personas: ['FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: RecordSupplement) => ({
    supplement: sought('supplement', input.supplementId, 'supplementId'),
  }),
  async run(desk, { amount, valueDate, document }, found) {
    mustBePositive(amount, 'amount');
    desk.checkValueDate(valueDate, 'valueDate');
    await lockStandings(desk, {});
    const row = await lockSupplement(desk, found.supplement);
    if (row.state !== 'GRANTED')
      throw conflict(
        'STATE',
        row.state === 'RECEIVED' ? '该笔补充资金已全部到账。' : '该笔补充资金未经批准。',
        row.state === 'RECEIVED' ? 'It has come in full already.' : 'This supplement is not granted.',
      );
    const toCome = row.amount.minus(row.received);
    const facts = {
      ground: row.ground,
      evaluated: row.evaluationId !== null,
      tripped: false,
      amount,
      toCome,
    };
    desk.judge(RECEIVE_SUPPLEMENT, { supplement: facts }, null);
    const { id } = row;
    const entry = desk.post(supplementReceived(amount), { valueDate, document, supplementId: id });
    await move(desk, row, amount);
    desk.tell('supplement.received', { noun: 'supplement', id }, await concerned(desk), {
      amount: amount.toString(),
      valueDate,
    });
    return changed('entry', entry);
  },
});

/** Adds to what has come in; below zero for an entry that is reversed. */
async function move(desk: Desk, row: Row<'supplement'>, by: Yuan): Promise<void> {
  const received = row.received.plus(by);
  await desk.update('supplement', { id: row.id }, row, {
    received,
    state: received.equals(row.amount) ? 'RECEIVED' : 'GRANTED',
    version: row.version + 1,
  });
}

/** Takes back what an entry had added: that part of the supplement is still to come. `amount` is above zero. */
export async function undoSupplement(
  desk: Desk,
  { supplementId }: Row<'entry'>,
  amount: Yuan,
): Promise<void> {
  const row = supplementId && (await desk.store.lock('supplement', { id: supplementId }));
  if (!row) throw new Error('money that came in as a supplement names it');
  await move(desk, row, amount.negated());
}
