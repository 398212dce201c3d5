import type { BusinessDate } from '../domain/dates.ts';
import type { EventKind } from '../domain/events.ts';
import { Yuan } from '../domain/money.ts';
import type { Id, TenantKind, WaiverState, WaiverSubject } from '../domain/words.ts';
import { isWaivableRule } from '../regulation/edition.ts';
import { articleOf } from '../regulation/verdict.ts';
import type { Desk } from './desk.ts';
import { conflict, forbidden, invalid } from './failures.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

/** The rules whose limit is an amount in yuan, as their verdicts state it; the others count months or years. */
const IN_YUAN = new Set(['ART08_MINIMUM_CONTRIBUTION', 'ART13_REGION_LEVERAGE', 'ART22_FIRM_CAP']);
/** The rules that are about a region rather than about a firm or its loan. */
const OF_REGION = new Set(['ART08_MINIMUM_CONTRIBUTION', 'ART13_REGION_LEVERAGE']);

export interface AskWaiver {
  readonly ruleCode: string;
  readonly subjectKind: WaiverSubject;
  readonly subjectId: string | null;
  readonly reason: string;
  /** Yuan as a decimal text, or a whole number of months or years, as the rule’s unit is. */
  readonly newLimit: string;
  readonly validFrom: BusinessDate;
  readonly validTo: BusinessDate;
  /** The bank and guarantor that are to consent, where the rule asks for theirs and the subject does not name them. */
  readonly bankId: Id<'bank'> | null;
  readonly guarantorId: Id<'guarantor'> | null;
}

const SUBJECT_TABLES = {
  REGION: 'region',
  ENTERPRISE: 'enterprise',
  REFERRAL: 'referral',
  LOAN: 'loan',
} as const;

/** Asks that one rule in principle be waived for one subject; it is in force when every party has consented. */
export const askWaiver = act({
  name: 'askWaiver',
  by: { personas: ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'], role: 'OPERATOR' },
  about: (input: AskWaiver) => ({
    subject: sought(SUBJECT_TABLES[input.subjectKind], input.subjectId, 'subjectId'),
    ...(input.bankId ? { bank: sought('bank', input.bankId, 'bankId') } : {}),
    ...(input.guarantorId ? { guarantor: sought('guarantor', input.guarantorId, 'guarantorId') } : {}),
  }),
  async run(desk, input, { subject }) {
    const { ruleCode, subjectKind, validFrom, validTo } = input;
    if (!isWaivableRule(ruleCode))
      throw invalid(
        'ruleCode',
        '该项规定为刚性要求，不能放宽。',
        'This rule is absolute, or unknown; only rules in principle can be waived.',
      );
    if (OF_REGION.has(ruleCode) !== (subjectKind === 'REGION'))
      throw invalid('subjectKind', '该项规定不适用于此类对象。', 'This rule is not about such a subject.');
    if (validTo < validFrom || validTo < desk.today)
      throw invalid(
        'validTo',
        '有效期应在今日之后且不早于起始日。',
        'The validity must end after it begins, and not in the past.',
      );
    checkNewLimit(ruleCode, input.newLimit);
    const parties = partiesOf(desk, input, subject as Partial<Row<'loan'>>);
    const consents = desk.editionInForceOrLast.values.waiverConsents[ruleCode];
    const id = desk.newId('waiver');
    const { poolId, userId, tenantId } = desk.actor;
    await desk.insert('waiver', {
      poolId,
      id,
      ruleCode,
      article: articleOf(ruleCode),
      subjectKind,
      subjectId: subject.id,
      ...parties,
      reason: input.reason,
      newLimit: input.newLimit,
      validFrom,
      validTo,
      state: 'ASKED',
      askedBy: userId,
      askedByTenant: tenantId,
      askedOn: desk.today,
      version: 1,
    });
    for (const kind of consents)
      await desk.insert('waiverConsent', {
        poolId,
        waiverId: id,
        tenantId: await consenting(desk, kind, parties),
        tenantKind: kind,
        ...parties,
      });
    desk.tell('waiver.asked', { noun: 'waiver', id }, parties, { ruleCode });
    return changed('waiver', id);
  },
});

function checkNewLimit(ruleCode: string, text: string): void {
  const fits = IN_YUAN.has(ruleCode)
    ? Yuan.isYuan(text) && Yuan.parse(text).isPositive()
    : /^[1-9]\d{0,3}$/.test(text);
  if (!fits)
    throw invalid(
      'newLimit',
      IN_YUAN.has(ruleCode) ? '请填写金额（元），如 12000000.00。' : '请填写整数（月数或年数）。',
      IN_YUAN.has(ruleCode)
        ? 'Give an amount in yuan, such as 12000000.00.'
        : 'Give a whole number of months or years.',
    );
}

interface Parties {
  readonly regionId: Id<'region'>;
  readonly bankId: Id<'bank'> | null;
  readonly guarantorId: Id<'guarantor'> | null;
}

/** Who the waiver concerns: as the subject names them, else as the asker does, and a bank or guarantor asks for itself. */
function partiesOf(desk: Desk, input: AskWaiver, subject: Partial<Row<'loan'>>): Parties {
  const actor: string = desk.actor.tenantId;
  const own = {
    bank: desk.actor.kind === 'BANK' ? actor : null,
    guarantor: desk.actor.kind === 'GUARANTOR' ? actor : null,
  };
  return {
    regionId:
      input.subjectKind === 'REGION'
        ? (subject.id as string as Id<'region'>)
        : (subject.regionId as Id<'region'>),
    bankId: subject.bankId ?? (own.bank as Id<'bank'> | null) ?? input.bankId,
    guarantorId: subject.guarantorId ?? (own.guarantor as Id<'guarantor'> | null) ?? input.guarantorId,
  };
}

async function consenting(desk: Desk, kind: TenantKind, parties: Parties): Promise<Id<'tenant'>> {
  if (kind === 'OFFICE') {
    const office = await desk.store.find('tenant', { kind: 'OFFICE' });
    if (!office) throw new Error('a pool has an office');
    return office.id;
  }
  const [id, field] = {
    DISTRICT: [parties.regionId, 'subjectId'] as const,
    BANK: [parties.bankId, 'bankId'] as const,
    GUARANTOR: [parties.guarantorId, 'guarantorId'] as const,
  }[kind];
  const tenant = id && (await desk.store.find('tenant', { id: id as string as Id<'tenant'>, kind }));
  if (!tenant)
    throw invalid(
      field,
      kind === 'BANK'
        ? '该项放宽须经合作银行同意，请指明银行。'
        : '该项放宽须经担保机构同意，请指明担保机构。',
      `This waiver needs the consent of a ${kind === 'BANK' ? 'bank' : 'guarantor'}; name it.`,
    );
  return tenant.id;
}

const TOLD = {
  DECLINED: 'waiver.declined',
  IN_FORCE: 'waiver.in_force',
  ASKED: 'waiver.consented',
} as const satisfies Partial<Record<WaiverState, EventKind>>;

export interface AnswerWaiver {
  readonly waiverId: Id<'waiver'> | null;
  readonly consent: boolean;
  readonly note: string;
}

/** A named party consents to a waiver or declines it. Whoever asked for it may not consent. */
export const answerWaiver = act({
  name: 'answerWaiver',
  by: { personas: ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'], role: 'APPROVER' },
  about: (input: AnswerWaiver) => ({ waiver: sought('waiver', input.waiverId, 'waiverId') }),
  async run(desk, { consent, note }, found) {
    const waiver = await desk.store.lock('waiver', { id: found.waiver.id });
    if (waiver?.state !== 'ASKED')
      throw conflict('STATE', '该放宽申请已办结。', 'This waiver has been decided already.');
    const { tenantId, userId } = desk.actor;
    if (waiver.askedBy === userId)
      throw conflict(
        'SECOND_PERSON',
        '申请人不得自行同意。',
        'Whoever asked for the waiver may not consent to it.',
      );
    const consents = await desk.store.list('waiverConsent', { waiverId: waiver.id });
    const mine = consents.find((row) => row.tenantId === tenantId);
    if (!mine) throw forbidden();
    if (mine.consented !== null)
      throw conflict('STATE', '本单位已作出答复。', 'Your tenant has answered already.');
    if (consent && consents.some((row) => row.answeredBy === userId))
      throw conflict(
        'SECOND_PERSON',
        '同一人不得代表两个单位同意。',
        'One person may not consent for two parties.',
      );
    await desk.update('waiverConsent', { waiverId: waiver.id, tenantId }, mine, {
      consented: consent,
      answeredBy: userId,
      answeredOn: desk.today,
      note,
    });
    const others = consents.filter((row) => row !== mine);
    const state = !consent ? 'DECLINED' : others.every((row) => row.consented) ? 'IN_FORCE' : 'ASKED';
    await desk.update('waiver', { id: waiver.id }, waiver, { state, version: waiver.version + 1 });
    desk.tell(TOLD[state], { noun: 'waiver', id: waiver.id }, waiver, { consent });
    return changed('waiver', waiver.id);
  },
});
