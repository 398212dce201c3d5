import { Yuan } from '../domain/money.ts';
import type { Word } from '../domain/words.ts';

// What `npm run verify` finds. Every check has a code that stays the same, and says what ought to hold and does not.

/** The checks, in the order in which they are reported. */
export const CHECKS = {
  ENTRY_UNBALANCED: { zh: '分录借贷不平', en: 'the lines of an entry do not sum to zero' },
  LINE_DATE: { zh: '分录行与分录的起息日不一致', en: 'a line has another value date than its entry' },
  ACCOUNT_BALANCE: {
    zh: '科目余额与分录行合计不符',
    en: 'the balance of an account is not the sum of its lines',
  },
  ACCOUNT_DAY: {
    zh: '科目日发生额与分录行合计不符',
    en: 'an account’s movement of a day is not the sum of its lines',
  },
  ACCOUNT_OVERDRAWN: {
    zh: '专户余额曾为负数',
    en: 'an account that may never be overdrawn was below zero on a day',
  },
  REVERSAL_MIRROR: {
    zh: '冲销分录与被冲销分录金额不对应',
    en: 'a reversal does not mirror the entry that it reverses',
  },
  AUDIT_SEQUENCE: { zh: '审计记录缺失', en: 'an audit record is missing' },
  AUDIT_HASH: { zh: '审计记录内容与其哈希值不符', en: 'an audit record is not what its hash was taken over' },
  AUDIT_CHAIN: {
    zh: '审计记录未衔接前一记录的哈希值',
    en: 'an audit record is chained to another hash than that of the record before it',
  },
  AUDIT_HEAD: {
    zh: '审计链末端与最后一条审计记录不符',
    en: 'the head of the audit chain is not the last audit record',
  },
  AUDIT_SUBJECT: {
    zh: '审计记录的事项与其内容不符',
    en: 'the subject of an audit record is not the result in its content',
  },
  CHECKPOINT_RECORD: {
    zh: '记录与检查点所签内容不符',
    en: 'a record is not what the checkpoints were signed over',
  },
  CHECKPOINT_MISSING: { zh: '检查点所涵盖的记录缺失', en: 'a record that the checkpoints cover is missing' },
  CHECKPOINT_EXTRA: {
    zh: '记录系检查点之后补插',
    en: 'a record was put in after the checkpoints had come past its place',
  },
  CHECKPOINT_TREE: { zh: '检查点哈希树前后不符', en: 'a hash of the tree is not that of what lies below it' },
  CHECKPOINT_HEAD: {
    zh: '审计链末端与检查点不符',
    en: 'the head of the audit chain is not the one that was signed',
  },
  CHECKPOINT_BALANCES: {
    zh: '科目余额与检查点不符',
    en: 'the balance of an account is not the one that was signed',
  },
  CHECKPOINT_SIGNATURE: {
    zh: '检查点签名无效',
    en: 'a checkpoint is not signed by a key that is known here',
  },
  CHECKPOINT_SEQUENCE: {
    zh: '检查点未衔接前一检查点',
    en: 'a checkpoint does not follow the one before it',
  },
  CHECKPOINT_ROOT: { zh: '检查点与哈希树不符', en: 'a checkpoint is not of the tree as it is' },
  ENTRY_MISSING: { zh: '分录缺失', en: 'an entry of the ledger is missing' },
  ENTRY_RECORD: { zh: '分录与审计记录不符', en: 'an entry is not the one that its audit record tells of' },
  ENTRY_UNRECORDED: { zh: '分录无审计记录', en: 'no audit record tells of an entry' },
  EVENT_RECORD: { zh: '事件与审计记录不符', en: 'an event is not the one that its audit record tells of' },
  EVENT_MISSING: { zh: '事件缺失', en: 'an event is missing' },
  EVENT_UNRECORDED: { zh: '事件无审计记录', en: 'no audit record tells of an event' },
  ROW_RECORD: {
    zh: '业务记录与审计记录不符',
    en: 'a row is not what the act that wrote it left',
  },
  ROW_MISSING: { zh: '审计记录所载业务记录缺失', en: 'a row that an act wrote is missing' },
  LOAN_OUTSTANDING: {
    zh: '贷款余额与放款、还款、代偿不符',
    en: 'outstanding principal is not what was paid out less what was repaid and compensated',
  },
  LOAN_NEXT_DUE: {
    zh: '下一应还日不是最早未还一期',
    en: 'the next due date is not that of the oldest unpaid instalment',
  },
  LOAN_STATE: {
    zh: '贷款状态与其记录不符',
    en: 'the state of a loan does not follow from what was done with it',
  },
  LOAN_COMPENSATED: {
    zh: '贷款的代偿、追偿合计与明细不符',
    en: 'a loan’s compensation, recovery and payments are not the sums of their records',
  },
  INSTALMENT_TOTAL: {
    zh: '还本计划合计不等于贷款金额',
    en: 'the instalments of a loan do not sum to its amount',
  },
  INSTALMENT_UNPAID: {
    zh: '分期未还本金与还款不符',
    en: 'what is unpaid of an instalment does not follow from the repayments, oldest first',
  },
  COMPENSATION_ENTRY: {
    zh: '代偿记录与账务分录不符',
    en: 'a compensation does not agree with its ledger entries',
  },
  COMPENSATION_PARTS: {
    zh: '代偿分担之和不等于本金',
    en: 'the parts of a compensation do not sum to the whole',
  },
  RECOVERY_ENTRY: { zh: '追偿记录与账务分录不符', en: 'a recovery does not agree with its ledger entry' },
  RECOVERY_PARTS: {
    zh: '追偿分配或费用之和不符',
    en: 'the parts or the costs of a recovery do not sum to the whole',
  },
  EXPOSURE: { zh: '授信汇总与贷款不符', en: 'a summary of loans is not what its loans sum to' },
  DUE_DAY: { zh: '到期笔数与贷款不符', en: 'a day’s count of loans due is not that of its loans' },
  PLEDGE_PAID: { zh: '承诺已缴金额与分录不符', en: 'what is paid of a pledge is not the sum of its entries' },
  REGION_STANDING: {
    zh: '地区注资情况与承诺、分录不符',
    en: 'a region’s standing is not the sum of its pledges and entries',
  },
  TOP_UP_STATE: {
    zh: '补充风险补偿金申请与分录不符',
    en: 'the state of a top-up does not agree with the ledger',
  },
  SUPPLEMENT_RECEIVED: {
    zh: '补充资金到账金额与分录不符',
    en: 'what is received of a supplement is not the sum of its entries',
  },
  OBLIGATION_LATE: {
    zh: '义务是否逾期与其日期不符',
    en: 'whether a duty was met late does not follow from its dates',
  },
  OBLIGATION_DUE: {
    zh: '义务到期日与其计算依据不符',
    en: 'a due date is not what its basis gives by the pool’s calendar',
  },
  OBLIGATION_MISSING: { zh: '应有的义务缺失', en: 'a duty that must exist does not' },
  BREAKER: { zh: '暂停机制状态与账务不符', en: 'the breaker does not stand as the ledger says' },
} as const satisfies Readonly<Record<string, Word>>;
export type CheckCode = keyof typeof CHECKS;

/** One thing that is not as the records say. */
export interface Difference {
  readonly code: CheckCode;
  /** The row, by its id or number as people and programs know it. */
  readonly row: string;
  /** What stands there, and what the records give; money in yuan. Null where there is nothing. */
  readonly kept: string | null;
  readonly computed: string | null;
}

const text = (value: string | null, nothing: string) => (value === null || value === '' ? nothing : value);

/** A difference as an official reads it. */
export function sayDifference({ code, row, kept, computed }: Difference): Word {
  const { zh, en } = CHECKS[code];
  if (kept === null && computed === null) return { zh: `${zh}：${row}。`, en: `${en}: ${row}.` };
  return {
    zh: `${zh}：${row}，现为 ${text(kept, '无')}，应为 ${text(computed, '无')}。`,
    en: `${en}: ${row} has ${text(kept, 'nothing')}; the records give ${text(computed, 'nothing')}.`,
  };
}

const FEN = /^-?\d+$/;

/** Whole fen as the database sums them, in yuan; a text with several figures, "name=fen name=fen", each of them. */
export function inYuan(figures: string | null): string | null {
  if (figures === null) return null;
  if (FEN.test(figures)) return Yuan.fromFen(BigInt(figures)).toString();
  return figures.replace(/\b(\w+)=(-?\d+)\b/g, (_, name, fen) => `${name}=${Yuan.fromFen(BigInt(fen))}`);
}

/** What was looked at in one pool, and what was found. */
export interface Verification {
  readonly poolId: string;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly counted: {
    readonly loans: number;
    readonly entries: number;
    readonly events: number;
    readonly records: number;
  };
  readonly differences: readonly Difference[];
  /** True when a check found more than is listed. */
  readonly more: boolean;
}

const ORDER = Object.keys(CHECKS);

/** In the order of the checks, and within one in the order found. */
export function inOrder(differences: readonly Difference[]): Difference[] {
  return [...differences].sort((a, b) => ORDER.indexOf(a.code) - ORDER.indexOf(b.code));
}

/** The report on one pool for a person at a terminal: one line a difference, both languages. */
export function reportOf({ poolId, nameZh, nameEn, counted, differences, more }: Verification): string {
  const { loans, entries, events, records } = counted;
  const head = `${nameZh} ${nameEn} (${poolId}): ${loans} loans, ${entries} entries, ${events} events, ${records} audit records`;
  const lines = differences.map((one) => {
    const { zh, en } = sayDifference(one);
    return `  ${one.code}  ${zh} / ${en}`;
  });
  const end = differences.length === 0 ? ['  账证相符。 / Whole: no difference.'] : [];
  return [
    head,
    ...lines,
    ...(more ? ['  …… 其余未列出。 / … and more that is not listed.'] : []),
    ...end,
  ].join('\n');
}

/** The same for a program: whether all pools are whole, and every difference with its sentences. */
export function reportsAsData(verified: readonly Verification[]): object {
  const whole = ({ differences }: Verification) => differences.length === 0;
  return {
    whole: verified.every(whole),
    pools: verified.map((one) => ({
      ...one,
      whole: whole(one),
      differences: one.differences.map((difference) => ({
        ...difference,
        message: sayDifference(difference),
      })),
    })),
  };
}
