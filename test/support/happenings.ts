import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/acts/actor.ts';
import {
  accelerate,
  planOverdueMeasures,
  recordCollectionAttempt,
  recordVisit,
} from '../../src/acts/aftercare.ts';
import { deduct, giveDeductionNotice } from '../../src/acts/compensation.ts';
import { disburse, giveDisbursementNotice } from '../../src/acts/contract.ts';
import { evaluateYear } from '../../src/acts/evaluation.ts';
import { Failure } from '../../src/acts/failures.ts';
import { leaveBank } from '../../src/acts/leaving.ts';
import { openLegalAction } from '../../src/acts/legal.ts';
import { signAgreement } from '../../src/acts/partners.ts';
import { type Act, perform, type Sought } from '../../src/acts/perform.ts';
import { concludeRecovery, recordRecovery, reportRecovery } from '../../src/acts/recovery.ts';
import { recordReplenishment } from '../../src/acts/replenishment.ts';
import { askReversal, decideReversal } from '../../src/acts/reversal.ts';
import { recordRepayment, sendMaturityReminder } from '../../src/acts/servicing.ts';
import { type BusinessDate, plusDays } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import type { Id } from '../../src/domain/words.ts';
import type { World } from './worlds.ts';

/** What may be done in a city on a day, to the loan of a number. */
export const DEEDS = [
  'disburse',
  'repayAll',
  'repayPart',
  'visitByBank',
  'visitByGuarantor',
  'visitByDistrict',
  'remind',
  'notice',
  'plan',
  'collect',
  'accelerate',
  'deduct',
  'deductionNotice',
  'sue',
  'recover',
  'report',
  'conclude',
  'reverse',
  'replenish',
  'renew',
  'leave',
  'evaluate',
] as const;
export type DeedName = (typeof DEEDS)[number];

export interface Happening {
  readonly day: number;
  readonly deed: DeedName;
  readonly loan: number;
  /** By how many days the value date lies before the day on which it is recorded. */
  readonly back: number;
}

type Attempt = {
  readonly by: Actor;
  readonly deed: Act<never, Record<string, Sought>>;
  readonly input: object;
} | null;

function attempt<Input, S extends Record<string, Sought>>(
  by: Actor,
  deed: Act<Input, S>,
  input: Input,
): Attempt {
  return { by, deed: deed as unknown as Act<never, Record<string, Sought>>, input: input as object };
}

const document = '凭证';

/** What is attempted: by whom, and with what. Null where there is nothing to attempt it on. */
async function attemptOf(
  world: World,
  { deed, loan: at, back }: Happening,
  today: BusinessDate,
): Promise<Attempt> {
  const { actors, running, loans } = world;
  const { bank } = actors;
  const loanId = loans[at % loans.length] ?? null;
  const guarantor = at % 2 === 0 ? actors.manager : actors.guarantor;
  const on = plusDays(today, -back);
  const one = async (sql: string) => (await running.owner(sql, [world.city.pool.poolId, loanId]))[0];
  switch (deed) {
    case 'disburse':
      return attempt(bank, disburse, { loanId, disbursedOn: on, document });
    case 'repayAll':
    case 'repayPart': {
      const row = await one('select outstanding::text as fen from loan where pool_id = $1 and id = $2');
      const all = Yuan.fromFen(BigInt(String(row?.fen)));
      const principal = deed === 'repayAll' ? all : Yuan.min(all, Yuan.parse('250000.00'));
      return attempt(bank, recordRepayment, {
        loanId,
        paidOn: on,
        principal,
        interest: Yuan.parse('1.00'),
        document,
      });
    }
    case 'visitByBank':
    case 'visitByGuarantor':
    case 'visitByDistrict': {
      const by = { visitByBank: bank, visitByGuarantor: guarantor, visitByDistrict: actors.district }[deed];
      return attempt(by, recordVisit, { loanId, visitedOn: on, findings: '正常', measures: null, document });
    }
    case 'remind':
      return attempt(at % 3 === 0 ? bank : guarantor, sendMaturityReminder, { loanId, sentOn: on, document });
    case 'notice':
      return attempt(bank, giveDisbursementNotice, { loanId, document });
    case 'plan': {
      const by = at % 3 === 0 ? actors.manager : bank;
      return attempt(by, planOverdueMeasures, {
        loanId,
        plannedOn: on,
        findings: '逾期',
        measures: '催收',
        document,
      });
    }
    case 'collect':
      return attempt(bank, recordCollectionAttempt, {
        loanId,
        attemptedOn: on,
        channel: 'TELEPHONE',
        findings: '无',
        document,
      });
    case 'accelerate':
      return attempt(bank, accelerate, { loanId, acceleratedOn: today, reason: '违约', document });
    case 'deduct':
      return attempt(bank, deduct, { loanId, deductedOn: on, document });
    case 'deductionNotice': {
      const row = await one(
        'select id from compensation where pool_id = $1 and loan_id = $2 and notice_on is null',
      );
      if (!row) return null;
      return attempt(bank, giveDeductionNotice, { compensationId: row.id as Id<'compensation'>, document });
    }
    case 'sue':
      return attempt(bank, openLegalAction, {
        loanId,
        court: '法院',
        caseNumber: null,
        filedOn: on,
        note: '起诉',
        document,
      });
    case 'recover': {
      const gross = Yuan.parse('120000.00');
      return attempt(bank, recordRecovery, {
        loanId,
        receivedOn: on,
        gross,
        costs: [],
        destination: 'DEPOSIT',
        document,
      });
    }
    case 'report':
      return attempt(at % 3 === 0 ? bank : guarantor, reportRecovery, {
        loanId,
        reportedOn: on,
        summary: '进展',
        document,
      });
    case 'conclude':
      return attempt(actors.office, concludeRecovery, { loanId, reason: '终结', document });
    case 'reverse': {
      const row = await one(
        `select id from entry e where pool_id = $1 and loan_id = $2 and kind in ('DEDUCTION', 'RECOVERY')
          and not exists (select 1 from entry r where r.pool_id = e.pool_id and r.reverses_id = e.id) order by sequence desc limit 1`,
      );
      if (!row) return null;
      const asked = await tryIt(
        world,
        attempt(actors.office, askReversal, { entryId: row.id as Id<'entry'>, reason: '误记' }),
      );
      if (!asked.id) return null;
      const reversalId = asked.id as Id<'reversal'>;
      return attempt(actors.office2, decideReversal, {
        reversalId,
        approve: true,
        valueDate: today,
        document,
      });
    }
    case 'renew': {
      const bankId = world.bankIds[1];
      const endsOn = plusDays(today, 120);
      return attempt(actors.office, signAgreement, {
        bankId,
        signedOn: on,
        endsOn,
        specialAccount: '6222000033334444',
        document,
      });
    }
    case 'leave':
      return attempt(actors.office, leaveBank, {
        bankId: world.bankIds[1],
        leavingOn: on,
        reason: '业务调整',
        document,
      });
    case 'evaluate':
      return attempt(actors.office, evaluateYear, {
        year: 2022 + (at % 3),
        document,
        conclusion: '合格',
        banks: world.bankIds.map((bankId) => ({ bankId, conclusion: '合格', decision: 'CONTINUE' as const })),
      });
    case 'replenish': {
      const regionId = actors.district.tenantId as string as Id<'region'>;
      return attempt(actors.manager, recordReplenishment, {
        regionId,
        amount: Yuan.parse('50000.00'),
        valueDate: on,
        document,
      });
    }
  }
}

async function tryIt({ ports }: World, tried: Attempt): Promise<{ id: string | null; ended: string }> {
  if (!tried) return { id: null, ended: 'NOTHING' };
  const { by, deed, input } = tried;
  const ended = await perform(ports, by, deed, input as never, randomUUID()).catch((error: unknown) => {
    if (error instanceof Failure) return error.wrong;
    throw error;
  });
  if (ended.kind === 'DONE') return { id: ended.changed.id, ended: 'DONE' };
  if (ended.kind === 'REFUSED')
    return {
      id: null,
      ended: `REFUSED ${ended.verdicts.filter(({ outcome }) => outcome !== 'PASS').map(({ code }) => code)}`,
    };
  return { id: null, ended: `${ended.kind} ${'field' in ended ? ended.field : ''}` };
}

/** Does, or tries to do, what happens on a day; answers how it ended. */
export async function happen(world: World, happening: Happening, today: BusinessDate): Promise<string> {
  const { ended } = await tryIt(world, await attemptOf(world, happening, today));
  return `${today} ${happening.deed} ${happening.loan}: ${ended}`;
}
