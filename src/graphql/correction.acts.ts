import {
  askCorrection,
  explainCorrection,
  insistCorrection,
  settleCorrection,
  withdrawCorrection,
} from '../acts/correction.ts';
import { acceptCorrection } from '../acts/correction-accept.ts';
import { judged, type OfferedAct, offer } from './act.offer.ts';
import { PAYLOADS } from './act.type.ts';
import { AcceptCorrectionInput, AnswerCorrectionInput, AskCorrectionInput } from './correction.input.ts';

const { correction } = PAYLOADS;
const ONE = { correctionId: 'correction' } as const;
const RECORDS = {
  repaymentId: 'repayment',
  compensationId: 'compensation',
  guarantorPaymentId: 'guarantorPayment',
  recoveryId: 'recovery',
  entryId: 'entry',
  loanId: 'loan',
} as const;

/** The dialogue about a record that may be wrong, as the API offers it. */
// biome-ignore format: a table
export const CORRECTION_ACTS: readonly OfferedAct[] = [
  offer(askCorrection, AskCorrectionInput, correction, RECORDS, '申请更正。Asks that a record be corrected, or taken back; nothing changes until the other side accepts. The office asks the tenant whose record it is; a bank, guarantor or fund manager asks the office about its own.'),
  judged(offer(acceptCorrection, AcceptCorrectionInput, correction, ONE, '同意更正。Accepts a correction: the wrong record is taken back and the right one recorded and judged again, all or nothing. An approver of the side that was asked.')),
  offer(explainCorrection, AnswerCorrectionInput, correction, ONE, '说明。Says why a record is right as it is. The side that was asked.'),
  offer(insistCorrection, AnswerCorrectionInput, correction, ONE, '坚持更正。Keeps asking, with a reply to the explanation. The side that asked.'),
  offer(withdrawCorrection, AnswerCorrectionInput, correction, ONE, '撤回更正申请。Withdraws a request; nothing was changed. The side that asked.'),
  offer(settleCorrection, AnswerCorrectionInput, correction, ONE, '接受说明。Accepts the explanation, which ends the request; nothing was changed. The side that asked.'),
];
