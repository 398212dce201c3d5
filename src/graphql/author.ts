import type { RequestContext } from './context.ts';
import type { TenantNameType } from './tenant.type.ts';

// Who made a record: the tenant, for all who may know it by name, and the person, for the office alone.

export function authorOf({ reader }: RequestContext, tenantId: string): Promise<TenantNameType | null> {
  return reader.reads.tenant(tenantId);
}

/** A tenant's people are not told to other tenants; the office needs them for the evidence of Art. 39. */
export function personOf({ actor }: RequestContext, userId: string): string | null {
  return actor.persona === 'OFFICE' ? userId : null;
}

export const AUTHOR =
  '登记方。Whose person recorded it; null where the reader may not know the tenant by name.';
export const PERSON =
  '登记人员。Sign-in name of the person who recorded it; null for everyone but the office (Art. 39).';
