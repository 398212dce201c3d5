import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Row } from '../acts/ports.ts';
import { AftercareType } from './aftercare.type.ts';
import { CompensationType, LoanCompensationType } from './compensation.type.ts';
import type { RequestContext } from './context.ts';
import { editionFrom } from './editions.ts';
import { GuarantorPaymentType } from './guarantor-payment.type.ts';
import { LegalActionType } from './legal-action.type.ts';
import { named } from './loan.resolver.ts';
import { LoanType } from './loan.type.ts';
import { loanCompensation } from './loan-compensation.ts';
import { RecoveryType } from './recovery.type.ts';
import { ConclusionType, RecoveryReportType } from './recovery-report.type.ts';

type Loan = Row<'loan'>;

/** What hangs on a loan after it was paid out: aftercare, compensation, recovery (Art. 29–35). */
@Resolver(() => LoanType)
export class LoanCompensationResolver {
  @FieldResolver(() => LoanCompensationType, {
    nullable: true,
    description:
      '代偿与追偿情况。Cumulative figures of its compensation and recovery; null before the first compensation (Art. 32–35).',
  })
  async compensation(
    @Root() loan: Loan,
    @Ctx() { reader }: RequestContext,
  ): Promise<LoanCompensationType | null> {
    const edition = named(await reader.reads.one('edition', loan.editionNumber, 'number'));
    return loanCompensation(loan, editionFrom(edition));
  }

  @FieldResolver(() => [AftercareType], {
    description:
      '贷后管理记录。Visits, warnings, measures and collection attempts, in the order recorded (Art. 29–31).',
  })
  aftercare(@Root() { id }: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'aftercare'>[]> {
    return reader.reads.hangingOn('aftercare', 'loanId', id, 'id');
  }

  @FieldResolver(() => [CompensationType], {
    description: '代偿。Its compensations, in the order recorded, reversed ones included (Art. 32).',
  })
  compensations(@Root() { id }: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'compensation'>[]> {
    return reader.reads.hangingOn('compensation', 'loanId', id, 'id');
  }

  @FieldResolver(() => [GuarantorPaymentType], {
    description: '担保机构付款。What the guarantor paid the bank, in the order recorded (Art. 20).',
  })
  guarantorPayments(
    @Root() { id }: Loan,
    @Ctx() { reader }: RequestContext,
  ): Promise<Row<'guarantorPayment'>[]> {
    return reader.reads.hangingOn('guarantorPayment', 'loanId', id, 'id');
  }

  @FieldResolver(() => [LegalActionType], {
    description: '诉讼。Actions at law against its debtor, in the order recorded (Art. 33).',
  })
  legalActions(@Root() { id }: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'legalAction'>[]> {
    return reader.reads.hangingOn('legalAction', 'loanId', id, 'id');
  }

  @FieldResolver(() => [RecoveryType], {
    description: '追偿回款。Its recoveries, in the order recorded, reversed ones included (Art. 34).',
  })
  recoveries(@Root() { id }: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'recovery'>[]> {
    return reader.reads.hangingOn('recovery', 'loanId', id, 'id');
  }

  @FieldResolver(() => [RecoveryReportType], {
    description: '追偿情况报告。Reports on its recovery, in the order recorded (Art. 35).',
  })
  recoveryReports(@Root() { id }: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'recoveryReport'>[]> {
    return reader.reads.hangingOn('recoveryReport', 'loanId', id, 'id');
  }

  @FieldResolver(() => ConclusionType, {
    nullable: true,
    description:
      '追偿终结。The end of its recovery, with the final loss by party; null until then (Art. 35).',
  })
  conclusion(@Root() { id }: Loan, @Ctx() { reader }: RequestContext): Promise<Row<'conclusion'> | null> {
    return reader.reads.one('conclusion', id, 'loanId');
  }
}
