import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { type DossierItem, dossierOf } from '../acts/dossier.ts';
import { readDossier } from '../acts/dossier-rows.ts';
import type { Row } from '../acts/ports.ts';
import type { RequestContext } from './context.ts';
import { DossierItemType, DossierType } from './dossier.type.ts';
import { LoanType } from './loan.type.ts';
import { TenantNameType } from './tenant.type.ts';

/** A dozen statements behind one field. */
const COMPLEXITY = 20;

@Resolver(() => LoanType)
export class DossierResolver {
  @FieldResolver(() => DossierType, {
    complexity: COMPLEXITY,
    description:
      '尽职档案。What the procedure asked of this loan, what was done and what is missing, as far as the reader may see it (Art. 39).',
  })
  async dossier(@Root() loan: Row<'loan'>, @Ctx() { actor, reader }: RequestContext): Promise<DossierType> {
    const [rows, today] = await Promise.all([readDossier(reader.reads, loan), reader.today()]);
    const { asOf, items } = dossierOf(rows, actor, today);
    const count = (status: DossierItem['status']) => items.filter((item) => item.status === status).length;
    return { asOf, items, missing: count('MISSING'), late: count('LATE') };
  }
}

@Resolver(() => DossierItemType)
export class DossierItemResolver {
  @FieldResolver(() => TenantNameType, {
    nullable: true,
    description: '责任方。Who did it or has to; null where the reader may not know the tenant by name.',
  })
  tenant(@Root() { tenantId }: DossierItem, @Ctx() { reader }: RequestContext) {
    return tenantId && reader.reads.tenant(tenantId);
  }
}
