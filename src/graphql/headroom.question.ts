import { notFound } from '../acts/failures.ts';
import { readId } from '../domain/ids.ts';
import type { Yuan } from '../domain/money.ts';
import type { RequestContext } from './context.ts';
import { badInput } from './errors.ts';
import type { HeadroomInput } from './headroom.type.ts';
import { assertAskable } from './steps.ts';

/** Whose limits are asked about; the pool's always apply. Names only what the reader has already been found to see. */
export interface Asked {
  readonly bankId?: string;
  readonly regionId?: string;
  readonly enterpriseId?: string;
  readonly firmKey?: string;
  readonly loans?: readonly AskedLoan[];
}

export interface AskedLoan {
  readonly amount: Yuan;
  readonly regionId: string | null;
  readonly firmKey: string | null;
  readonly enterpriseId: string | null;
  readonly termMonths: number | null;
}

// ---- From the client --------------------------------------------------------------------------------------

async function firmOf({ reader }: RequestContext, id: string | null | undefined, field: string) {
  if (!id) return null;
  const known = readId('enterprise', id);
  const firm = known && (await reader.reads.one('enterprise', known));
  if (!firm) throw notFound(field);
  return firm;
}

async function seenId(
  { reader }: RequestContext,
  noun: 'region' | 'bank',
  id: string | null | undefined,
  field: string,
) {
  if (!id) return null;
  const known = readId(noun, id);
  const thing = known && (await reader.reads.one(noun, known));
  if (!thing) throw notFound(field);
  return thing.id as string;
}

/** A yes or no for each hypothetical loan; the limits themselves answer no question about an amount. */
export function loansAsked({ input }: Readonly<Record<string, unknown>>): number {
  const { loans } = (input ?? {}) as { loans?: readonly unknown[] | null };
  return loans?.length ?? 0;
}

/** Reads the question under the reader's own eyes: what it may not see does not exist for it. */
export async function askedOf(context: RequestContext, input: HeadroomInput | null): Promise<Asked> {
  const given = input?.loans ?? [];
  assertAskable(context, given);
  const [bankId, ownRegion, firm] = await Promise.all([
    seenId(context, 'bank', input?.bank, 'input.bank'),
    seenId(context, 'region', input?.region, 'input.region'),
    firmOf(context, input?.enterprise, 'input.enterprise'),
  ]);
  const regionId = ownRegion ?? firm?.regionId ?? null;
  const loans = await Promise.all(
    given.map(async ({ amount, enterprise, region, termMonths }, at): Promise<AskedLoan> => {
      const field = `input.loans[${at}]`;
      if (termMonths && (termMonths < 1 || termMonths > 600))
        throw badInput(`${field}.termMonths`, '期限应为 1 至 600 个月。', 'A term is 1 to 600 months.');
      const [itsFirm, itsRegion] = await Promise.all([
        firmOf(context, enterprise, `${field}.enterprise`),
        seenId(context, 'region', region, `${field}.region`),
      ]);
      const borrower = itsFirm ?? firm;
      return {
        amount,
        firmKey: borrower?.firmKey ?? null,
        enterpriseId: borrower?.id ?? null,
        regionId: itsRegion ?? itsFirm?.regionId ?? regionId,
        termMonths: termMonths ?? null,
      };
    }),
  );
  return {
    ...(bankId ? { bankId } : {}),
    ...(regionId ? { regionId } : {}),
    ...(firm ? { enterpriseId: firm.id, firmKey: firm.firmKey } : {}),
    loans,
  };
}
