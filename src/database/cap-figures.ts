import type { CapFigures, CapQuestion } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { AccountKind, WaiverSubject } from '../domain/words.ts';
import { type Query, yuan } from './figures.ts';

const EXPOSURE_SUM = 'coalesce(x.committed + x.outstanding, 0)::text';
const POOLS = 'pool_id = $1::uuid and $2::uuid is not null';

/** Nobody of the kind is asked about. */
const NONE = Promise.resolve([]);

/**
 * Sums that caps and breaker are judged by. They run across tenants and are read under the acting role, like an act's.
 * Must be called and must send all its statements in one turn; nothing is awaited before the last is sent.
 */
export async function capFigures(
  query: Query,
  about: CapQuestion,
  become: (role: string) => Promise<unknown>,
  roles: { acting: string; reading: string },
): Promise<CapFigures> {
  const sent = [
    become(roles.acting),
    query(`select kind, sum(balance)::text from account where ${POOLS} group by kind`, []),
    query(`select ${EXPOSURE_SUM} from exposure x where ${POOLS} and x.scope = 'POOL'`, []),
    about.regionIds.length === 0
      ? NONE
      : query(
          `select s.region_id, s.paid_in::text, ${EXPOSURE_SUM} from region_standing s
        left join exposure x on x.pool_id = s.pool_id and x.scope = 'REGION' and x.scope_id = s.region_id
        where s.${POOLS} and s.region_id = any($3::uuid[])`,
          [about.regionIds],
        ),
    about.firmKeys.length === 0
      ? NONE
      : query(
          `select x.scope_id, ${EXPOSURE_SUM},
        exists (select 1 from loan l where l.pool_id = x.pool_id and l.firm_key = x.scope_id and l.region_id <> $2::uuid)
        from exposure x where x.${POOLS} and x.scope = 'FIRM' and x.scope_id = any($3::uuid[])`,
          [about.firmKeys],
        ),
    about.bankIds.length === 0
      ? NONE
      : query(
          `select b.bank_id, coalesce(a.balance, 0)::text, ${EXPOSURE_SUM} from bank_standing b
        left join account a on a.pool_id = b.pool_id and a.kind = 'DEPOSIT' and a.bank_id = b.bank_id
        left join exposure x on x.pool_id = b.pool_id and x.scope = 'BANK' and x.scope_id = b.bank_id
        where b.${POOLS} and b.bank_id = any($3::uuid[])`,
          [about.bankIds],
        ),
    query(
      `select x.scope_id, x.outstanding::text, x.disbursed::text, x.compensated_principal::text, x.recovered::text,
        x.deducted::text, x.returned::text,
        case when $4::date is null then '0' else
          (select coalesce(sum(i.unpaid), 0)::text from instalment i where i.pool_id = x.pool_id and i.unpaid > 0
            and i.due_on < $4::date and (x.scope = 'POOL' or i.bank_id = x.scope_id)) end
        from exposure x where x.${POOLS} and (x.scope = 'POOL' or x.scope = 'BANK' and x.scope_id = any($3::uuid[]))`,
      [about.bankIds, about.overdueBefore ?? null],
    ),
    about.waiverSubjects.length === 0
      ? NONE
      : query(
          `select rule_code, subject_kind, subject_id, new_limit, valid_from, valid_to, bank_id from waiver
        where ${POOLS} and state = 'IN_FORCE' and subject_id = any($3::uuid[])`,
          [about.waiverSubjects],
        ),
    become(roles.reading),
  ];
  // Waits for all, also when one fails: a statement must not outlive its request.
  await Promise.allSettled(sent);
  const [, kinds, pool, regions, firms, banks, lending, waivers] = (await Promise.all(sent)) as unknown[][][];
  return {
    balances: (kinds ?? []).map(([kind, balance]) => ({ kind: kind as AccountKind, balance: yuan(balance) })),
    poolExposure: yuan(pool?.[0]?.[0]),
    regions: new Map(
      (regions ?? []).map(([id, paidIn, exposure]) => [
        String(id),
        { paidIn: yuan(paidIn), exposure: yuan(exposure) },
      ]),
    ),
    firms: new Map(
      (firms ?? []).map(([key, exposure, isElsewhere]) => [
        String(key),
        { exposure: yuan(exposure), isElsewhere: isElsewhere === true },
      ]),
    ),
    banks: new Map(
      (banks ?? []).map(([id, deposit, exposure]) => [
        String(id),
        { deposit: yuan(deposit), exposure: yuan(exposure) },
      ]),
    ),
    lending: new Map(
      (lending ?? []).map(
        ([id, outstanding, disbursed, compensated, recovered, deducted, returned, overdue]) => [
          String(id),
          {
            outstanding: yuan(outstanding),
            disbursed: yuan(disbursed),
            compensatedPrincipal: yuan(compensated),
            recovered: yuan(recovered),
            deducted: yuan(deducted),
            returned: yuan(returned),
            overdue: yuan(overdue),
          },
        ],
      ),
    ),
    waivers: (waivers ?? []).map(([ruleCode, subject, subjectId, newLimit, validFrom, validTo, bankId]) => ({
      ruleCode: String(ruleCode),
      subject: subject as WaiverSubject,
      subjectId: String(subjectId),
      newLimit: String(newLimit),
      validFrom: validFrom as BusinessDate,
      validTo: validTo as BusinessDate,
      bankId: bankId as string | null,
    })),
  };
}
