import { yearOf } from '../domain/dates.ts';
import type { CreditCode } from '../domain/enterprise.ts';
import type { Yuan } from '../domain/money.ts';
import type { Id, Purpose } from '../domain/words.ts';
import { PROPOSE, SUBMIT_REFERRAL } from '../regulation/occasions.ts';
import { breakerFacts } from './breaker.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid, mustBePositive } from './failures.ts';
import { firmFacts, lockStandings, waiversFor } from './gather.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

/** What is asked for: amount in yuan, term in months, and what the money is for. */
export interface Asked {
  readonly amount: Yuan;
  readonly termMonths: number;
  readonly purpose: Purpose;
  readonly note: string;
}

export function mustBeTerm(termMonths: number, field: string): void {
  if (!Number.isSafeInteger(termMonths) || termMonths < 1 || termMonths > 600)
    throw invalid(
      field,
      '期限应为 1 个月以上的整月数。',
      'A term is a whole number of months, at least one.',
    );
}

/** 第二十四条 A bank or guarantor puts a firm forward; it goes to the district of the firm’s region. */
export const proposeReferral = act({
  name: 'proposeReferral',
  by: { personas: ['BANK', 'GUARANTOR', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (_: Asked & { creditCode: CreditCode; enterpriseName: string; divisionCode: string }) => ({}),
  async run(desk, input) {
    mustBePositive(input.amount, 'amount');
    mustBeTerm(input.termMonths, 'termMonths');
    const region = await desk.store.find('region', { divisionCode: input.divisionCode });
    if (!region)
      throw invalid(
        'divisionCode',
        '该区划代码不属于本资金池的任何地区。',
        'No region of this pool has this division code.',
      );
    const standings = await lockStandings(desk, {});
    const bankId = desk.actor.kind === 'BANK' ? (desk.actor.tenantId as string as Id<'bank'>) : null;
    const breaker = await breakerFacts(desk, standings, bankId);
    const { amount, termMonths, purpose, note, creditCode, enterpriseName } = input;
    desk.judge(PROPOSE, { asked: { amount, termMonths, purpose }, breaker }, desk.edition);
    const id = desk.newId('proposal');
    const { poolId, tenantId } = desk.actor;
    await desk.insert('proposal', {
      poolId,
      id,
      state: 'PROPOSED',
      proposerId: tenantId,
      regionId: region.id,
      creditCode,
      enterpriseName,
      amount,
      termMonths,
      purpose,
      note,
      proposedOn: desk.today,
      version: 1,
    });
    desk.tell('proposal.made', { noun: 'proposal', id }, { regionId: region.id, ...asParty(desk) });
    return changed('proposal', id);
  },
});

/** The acting tenant as the party of an event. */
export function asParty(
  desk: Desk,
): { bankId: Id<'bank'> } | { guarantorId: Id<'guarantor'> } | Record<string, never> {
  const id: string = desk.actor.tenantId;
  if (desk.actor.kind === 'BANK') return { bankId: id as Id<'bank'> };
  return desk.actor.kind === 'GUARANTOR' ? { guarantorId: id as Id<'guarantor'> } : {};
}

function mustBeAskable(asked: Asked): void {
  mustBePositive(asked.amount, 'amount');
  mustBeTerm(asked.termMonths, 'termMonths');
}

/** Judges a referral as it is put forward, and again as it is submitted anew. */
async function judgeSubmission(
  desk: Desk,
  firm: Row<'enterprise'>,
  asked: Asked,
  referralId?: string,
): Promise<void> {
  const standings = lockStandings(desk, { firmKey: firm.firmKey });
  const [, facts, breaker, waivers] = await Promise.all([
    standings,
    firmFacts(desk, firm, standings),
    breakerFacts(desk, standings, null),
    waiversFor(desk, {
      regionId: firm.regionId,
      enterpriseId: firm.id,
      ...(referralId ? { referralId } : {}),
    }),
  ]);
  desk.judge(SUBMIT_REFERRAL, { firm: facts, asked, breaker }, desk.edition, waivers);
}

async function submit(desk: Desk, firm: Row<'enterprise'>, asked: Asked): Promise<Id<'referral'>> {
  mustBeAskable(asked);
  const id = desk.newId('referral');
  const year = yearOf(desk.today);
  // The number is drawn behind the locks; where the rules refuse, it is given back with them.
  const [, running] = await Promise.all([
    judgeSubmission(desk, firm, asked),
    desk.store.nextNumber('referral', year),
  ]);
  const { amount, termMonths, purpose, note } = asked;
  await desk.insert('referral', {
    poolId: desk.actor.poolId,
    id,
    number: `R${year}-${String(running).padStart(5, '0')}`,
    state: 'SUBMITTED',
    enterpriseId: firm.id,
    firmKey: firm.firmKey,
    regionId: firm.regionId,
    amount,
    termMonths,
    purpose,
    note,
    submittedOn: desk.today,
    version: 1,
  });
  desk.tell(
    'referral.submitted',
    { noun: 'referral', id },
    { regionId: firm.regionId },
    { amount: amount.toString() },
  );
  return id;
}

/** 第二十四条 A district refers a firm of its region to the office. */
export const submitReferral = act({
  name: 'submitReferral',
  by: { personas: ['DISTRICT'], role: 'OPERATOR' },
  about: (input: Asked & { enterpriseId: Id<'enterprise'> | null }) => ({
    enterprise: sought('enterprise', input.enterpriseId, 'enterpriseId'),
  }),
  async run(desk, input, { enterprise }) {
    return changed('referral', await submit(desk, enterprise, input));
  },
});

/** 第二十四条 A district endorses a proposal: it becomes a referral of the firm as the district has it on record. */
export const endorseProposal = act({
  name: 'endorseProposal',
  by: { personas: ['DISTRICT'], role: 'OPERATOR' },
  about: (input: {
    proposalId: Id<'proposal'> | null;
    enterpriseId: Id<'enterprise'> | null;
    note: string;
  }) => ({
    proposal: sought('proposal', input.proposalId, 'proposalId'),
    enterprise: sought('enterprise', input.enterpriseId, 'enterpriseId'),
  }),
  async run(desk, { note }, { proposal, enterprise }) {
    if (proposal.creditCode !== enterprise.creditCode)
      throw invalid(
        'enterpriseId',
        '企业统一社会信用代码与建议不一致。',
        'The firm’s credit code is not the one that was proposed.',
      );
    const { amount, termMonths, purpose } = proposal;
    const referralId = await submit(desk, enterprise, { amount, termMonths, purpose, note });
    await decideProposal(desk, proposal.id, { state: 'ENDORSED', referralId });
    return changed('referral', referralId);
  },
});

async function decideProposal(
  desk: Desk,
  id: Id<'proposal'>,
  decided: Partial<Pick<Row<'proposal'>, 'state' | 'reason' | 'referralId'>>,
): Promise<void> {
  const row = await desk.store.lock('proposal', { id });
  if (row?.state !== 'PROPOSED')
    throw conflict('STATE', '该建议已办结。', 'This proposal has been decided already.');
  await desk.update('proposal', { id }, row, { ...decided, decidedOn: desk.today, version: row.version + 1 });
  const proposer = await desk.store.find('tenant', { id: row.proposerId });
  const party =
    proposer?.kind === 'BANK'
      ? { bankId: row.proposerId as string as Id<'bank'> }
      : { guarantorId: row.proposerId as string as Id<'guarantor'> };
  desk.tell(
    decided.state === 'ENDORSED' ? 'proposal.endorsed' : 'proposal.dropped',
    { noun: 'proposal', id },
    { regionId: row.regionId, ...party },
  );
}

/** 第二十四条 A district does not endorse a proposal, and says why. */
export const dropProposal = act({
  name: 'dropProposal',
  by: { personas: ['DISTRICT'], role: 'OPERATOR' },
  about: (input: { proposalId: Id<'proposal'> | null; reason: string }) => ({
    proposal: sought('proposal', input.proposalId, 'proposalId'),
  }),
  async run(desk, { reason }, { proposal }) {
    await decideProposal(desk, proposal.id, { state: 'DROPPED', reason });
    return changed('proposal', proposal.id);
  },
});

/** Locks a referral and sees that it stands where the act needs it. */
export async function lockReferral(
  desk: Desk,
  id: Id<'referral'>,
  states: readonly Row<'referral'>['state'][],
): Promise<Row<'referral'>> {
  const row = await desk.store.lock('referral', { id });
  if (!row || !states.includes(row.state))
    throw conflict(
      'STATE',
      '推荐的当前状态不允许此项操作，请重新查阅。',
      `The referral’s state does not allow this (${row?.state}); read it again.`,
    );
  return row;
}

/** 第二十四、二十五条 A district completes a returned referral and submits it again; it is judged anew. */
export const resubmitReferral = act({
  name: 'resubmitReferral',
  by: { personas: ['DISTRICT'], role: 'OPERATOR' },
  about: (input: Asked & { referralId: Id<'referral'> | null; version: number }) => ({
    referral: sought('referral', input.referralId, 'referralId'),
  }),
  async run(desk, input, { referral }) {
    mustBeAskable(input);
    const firm = await desk.store.find('enterprise', { id: referral.enterpriseId });
    if (!firm) throw new Error('a referral names its firm');
    await judgeSubmission(desk, firm, input, referral.id);
    const row = await lockReferral(desk, referral.id, ['RETURNED']);
    if (row.version !== input.version)
      throw conflict(
        'VERSION',
        '推荐已被他人修改，请重新查阅后再提交。',
        'The referral has changed since; read it again first.',
      );
    const { amount, termMonths, purpose, note } = input;
    await desk.update('referral', { id: row.id }, row, {
      state: 'SUBMITTED',
      amount,
      termMonths,
      purpose,
      note,
      reason: null,
      submittedOn: desk.today,
      version: row.version + 1,
    });
    desk.tell('referral.submitted', { noun: 'referral', id: row.id }, row, { amount: amount.toString() });
    return changed('referral', row.id);
  },
});
