import {
  BREAKER_MEASURES,
  DECISIONS,
  IMPORT_FORMATS,
  IMPORT_KINDS,
  IMPORT_STATES,
  LEGAL_STAGES,
  OBLIGATION_KINDS,
  OPENING_BALANCES,
  PARTIES,
  SUPPLEMENT_GROUNDS,
  type Word,
} from './words.ts';

// What may happen, and what is told of it: two closed vocabularies. An event says no more than a query about its subject
// would answer to the same reader; whoever adds a fact here has to see to that.

/** Kinds of event, as they are stored and sent: the thing, a dot, and what befell it. */
// biome-ignore format: a table
export const EVENT_KINDS = {
  'pool.founded': { zh: '资金池已设立', en: 'The pool was founded.' },
  'clock.advanced': { zh: '沙箱日期已推进', en: 'The clock of a sandbox pool was advanced.' },
  'edition.drafted': { zh: '政策版本已起草（第四十条）', en: 'A policy edition was drafted (Art. 40).' },
  'edition.enacted': { zh: '政策版本已发布（第四十条）', en: 'A policy edition was enacted (Art. 40).' },
  'lpr.recorded': { zh: '已登记 LPR（第二十二条）', en: 'A loan prime rate was recorded (Art. 22).' },
  'calendar.loaded': { zh: '已录入节假日安排', en: 'The holiday notice of a year was loaded.' },

  'region.registered': { zh: '地区已登记（第七、八条）', en: 'A region was registered (Art. 7, 8).' },
  'region.hardship': { zh: '困难地区认定有变（第八条）', en: 'Whether a region counts as in hardship has changed (Art. 8).' },
  'bank.registered': { zh: '银行已登记（第十四条）', en: 'A bank was registered (Art. 14).' },
  'bank.agreement_signed': { zh: '合作协议已签订（第十六条）', en: 'A cooperation agreement was signed with a bank (Art. 16).' },
  'bank.leaving': { zh: '银行退出合作（第十八条）', en: 'A bank is leaving: it does no new business (Art. 18).' },
  'bank.run_off': { zh: '退出银行的贷款已全部结束（第十八条）', en: 'The last loan of a leaving bank has ended; its deposit is to be returned (Art. 18).' },
  'bank.left': { zh: '银行已退出（第十八条）', en: 'A bank has left (Art. 18).' },
  'bank.return_reversed': { zh: '风险补偿金转回已冲销（第十八条）', en: 'The return of a bank’s deposit was reversed (Art. 18).' },
  'guarantor.registered': { zh: '担保机构已登记（第十四条）', en: 'A guarantor was registered (Art. 14).' },
  'fund_manager.appointed': { zh: '已委托受托机构（第十条）', en: 'A guarantor was entrusted with the pool’s money (Art. 10).' },
  'tenant.disabled': { zh: '参与方已停用', en: 'A tenant was disabled.' },
  'tenant.enabled': { zh: '参与方已恢复', en: 'A tenant was enabled again.' },
  'user.disabled': { zh: '人员已停用', en: 'A person was disabled.' },
  'user.enabled': { zh: '人员已恢复', en: 'A person was enabled again.' },
  'token.revoked': { zh: '令牌已作废', en: 'A token was revoked.' },

  'pledge.made': { zh: '已承诺注资（第八条）', en: 'A contribution was pledged (Art. 8).' },
  'contribution.received': { zh: '注资已到账（第八、十条）', en: 'A contribution was received (Art. 8, 10).' },
  'interest.credited': { zh: '利息已入账（第十二条）', en: 'Interest was credited (Art. 12).' },
  'deposit.placed': { zh: '风险补偿金已存入（第十一、十六条）', en: 'A risk deposit was placed (Art. 11, 16).' },
  'deposit.returned': { zh: '风险补偿金已转回（第十八条）', en: 'A risk deposit was returned to the pool (Art. 18).' },
  'top_up.asked': { zh: '银行申请补充风险补偿金（第十六条）', en: 'A bank asked for a top-up of its deposit (Art. 16).' },
  'top_up.approved': { zh: '补充申请已批准（第十六条）', en: 'A top-up was approved (Art. 16).' },
  'top_up.declined': { zh: '补充申请未同意（第十六条）', en: 'A top-up was declined (Art. 16).' },
  'replenishment.received': { zh: '地区补充资金已到账（第十三条）', en: 'A region’s replenishment was received (Art. 13).' },
  'supplement.asked': { zh: '已登记补充注资，待复核（第三十八条）', en: 'A supplement was entered; a second person has to approve it (Art. 38).' },
  'supplement.granted': { zh: '补充注资已批准（第三十八条）', en: 'A supplement was granted (Art. 38).' },
  'supplement.declined': { zh: '补充注资未同意（第三十八条）', en: 'A supplement was declined (Art. 38).' },
  'supplement.received': { zh: '补充注资已到账（第三十八条）', en: 'A supplement was received (Art. 38).' },
  'reversal.asked': { zh: '已申请红字冲销', en: 'The reversal of an entry was asked for.' },
  'reversal.declined': { zh: '冲销申请未同意', en: 'The reversal of an entry was declined.' },
  'entry.reversed': { zh: '分录已红字冲销', en: 'An entry was reversed.' },

  'enterprise.registered': { zh: '企业已登记（第四、七条）', en: 'A firm was registered (Art. 4, 7).' },
  'enterprise.updated': { zh: '企业信息已更新（第四条）', en: 'The figures of a firm were brought up to date (Art. 4).' },
  'enterprise.listed': { zh: '企业列入失信名单（第三十六条）', en: 'A firm was put on the dishonest list (Art. 36).' },
  'enterprise.unlisted': { zh: '企业移出失信名单（第三十六条）', en: 'A firm was taken off the dishonest list (Art. 36).' },
  'proposal.made': { zh: '已荐举企业（第二十四条）', en: 'A firm was put forward to its district (Art. 24).' },
  'proposal.endorsed': { zh: '荐举已采纳（第二十四条）', en: 'A proposal was endorsed (Art. 24).' },
  'proposal.dropped': { zh: '荐举未采纳（第二十四条）', en: 'A proposal was dropped (Art. 24).' },
  'referral.submitted': { zh: '已提交推荐（第二十四条）', en: 'A referral was submitted (Art. 24).' },
  'referral.returned': { zh: '推荐已退回（第二十五条）', en: 'A referral was returned to be completed (Art. 25).' },
  'referral.declined': { zh: '不予推荐（第二十五条）', en: 'A referral was declined by the office (Art. 25).' },
  'referral.withdrawn': { zh: '推荐已撤回（第二十四条）', en: 'A referral was withdrawn (Art. 24).' },
  'referral.site_visited': { zh: '已实地调查（第二十五条）', en: 'The office has checked a firm on site (Art. 25).' },
  'referral.recommended': { zh: '已出具推荐表（第二十五条）', en: 'A firm was recommended to a bank and a guarantor (Art. 25).' },
  'due_diligence.filed': { zh: '尽职调查已报备（第二十六条）', en: 'A due-diligence report was filed (Art. 26).' },
  'referral.decided': { zh: '审批已作出（第二十六条）', en: 'The bank or the guarantor has decided (Art. 26).' },
  'waiver.asked': { zh: '已申请放宽', en: 'A waiver was asked for.' },
  'waiver.consented': { zh: '一方已同意放宽', en: 'One party has consented to a waiver; others have still to answer.' },
  'waiver.in_force': { zh: '放宽已生效', en: 'A waiver is in force: every party has consented.' },
  'waiver.declined': { zh: '放宽未同意', en: 'A waiver was declined.' },

  'loan.approved': { zh: '贷款已获批（第二十六条）', en: 'A loan was approved by bank and guarantor (Art. 26).' },
  'loan.contracted': { zh: '贷款合同已签订（第二十七条）', en: 'The contracts of a loan were signed (Art. 27).' },
  'loan.cancelled': { zh: '贷款已取消', en: 'A loan was cancelled before disbursement.' },
  'loan.disbursed': { zh: '贷款已发放（第二十七条）', en: 'A loan was disbursed (Art. 27).' },
  'loan.disbursement_noticed': { zh: '放款已书面通知（第二十七条）', en: 'The office was notified of a disbursement (Art. 27).' },
  'loan.taken_over': { zh: '期初贷款已接管', en: 'A loan that ran before the pool was kept here was taken over.' },
  'loan.repaid': { zh: '已还款（第二十二条）', en: 'A repayment was reported (Art. 22).' },
  'loan.repayment_reversed': { zh: '还款已冲销（第二十二条）', en: 'A repayment was reversed (Art. 22).' },
  'loan.reminded': { zh: '已临期提醒（第三十一条）', en: 'A firm was reminded before its loan matures (Art. 31).' },
  'loan.overdue': { zh: '贷款逾期（第三十一条）', en: 'Principal of a loan is past due (Art. 31).' },
  'loan.visit': { zh: '已贷后走访（第二十九、三十条）', en: 'A borrower was visited (Art. 29, 30).' },
  'loan.risk_warning': { zh: '风险预警（第二十九条）', en: 'A warning of risk was given (Art. 29).' },
  'loan.overdue_measures': { zh: '已定逾期应对措施（第三十一条）', en: 'Measures after a missed payment were planned (Art. 31).' },
  'loan.collection_attempt': { zh: '已逾期催收（第三十一条）', en: 'A collection was attempted (Art. 31).' },
  'loan.accelerated': { zh: '贷款提前到期（第三十二条）', en: 'A loan was called in (Art. 32).' },
  'loan.compensated': { zh: '贷款已代偿（第三十二条）', en: 'The pool has compensated the bank for a loan (Art. 32).' },
  'loan.guarantor_paid': { zh: '担保机构已代偿（第二十条）', en: 'The guarantor has paid its share of a loan (Art. 20).' },
  'loan.guarantor_payment_withdrawn': { zh: '担保机构代偿已撤销（第二十条）', en: 'A guarantor’s payment was withdrawn (Art. 20).' },
  'loan.recovered': { zh: '已追偿回款（第三十四条）', en: 'Money was recovered from the debtor of a loan (Art. 34).' },
  'loan.recovery_reported': { zh: '追偿进展已报告（第三十五条）', en: 'The progress of a recovery was reported (Art. 35).' },
  'loan.closed': { zh: '追偿终结（第三十五条）', en: 'The recovery of a loan was concluded (Art. 35).' },
  'compensation.deducted': { zh: '风险补偿金已划扣（第三十二条）', en: 'The bank took the pool’s share from its deposit (Art. 32).' },
  'compensation.noticed': { zh: '划扣已书面通知（第三十二条）', en: 'The office was notified of a deduction (Art. 32).' },
  'excess.deducted': { zh: '超额划扣，应予退回（第三十二条）', en: 'More was taken than was lawful, and is to be returned (Art. 32).' },
  'excess.returned': { zh: '超额划扣已退回（第三十二条）', en: 'What was taken in excess was returned (Art. 32).' },
  'legal_action.opened': { zh: '已起诉（第三十三条）', en: 'Legal action was taken (Art. 33).' },
  'legal_action.advanced': { zh: '诉讼有进展（第三十三条）', en: 'Legal action has reached a stage (Art. 33).' },

  'obligation.late': { zh: '义务逾期未履行', en: 'A duty is late.' },
  'obligation.rescheduled': { zh: '义务期限已重新计算', en: 'The due date of a duty was reckoned again.' },
  'breaker.warning': { zh: '熔断预警（第三十七条）', en: 'A part of the breaker’s line was crossed (Art. 37).' },
  'breaker.tripped': { zh: '触发熔断，暂停新增业务（第三十七条）', en: 'The breaker tripped: new business stops (Art. 37).' },
  'breaker.reopened': { zh: '熔断解除，恢复新增业务（第三十七条）', en: 'The breaker reopened: new business is possible again (Art. 37).' },
  'evaluation.made': { zh: '年度绩效评价已完成（第十九、三十八条）', en: 'The annual evaluation was made (Art. 19, 38).' },

  'take_over.asked': { zh: '已申请期初接管', en: 'A take-over of running business was asked for.' },
  'take_over.opened': { zh: '期初接管已开始', en: 'The take-over of running business has begun.' },
  'take_over.closing': { zh: '期初接管待复核结束', en: 'The end of the take-over waits for a second person.' },
  'take_over.closed': { zh: '期初接管已结束', en: 'The take-over of running business is closed.' },
  'opening.recorded': { zh: '期初余额已记载', en: 'An opening balance was recorded.' },
  'import.opened': { zh: '批量导入已受理', en: 'An import was opened.' },
  'import.cancelled': { zh: '批量导入已取消', en: 'An import was cancelled.' },
  'import.ended': { zh: '批量导入已结束', en: 'An import has ended.' },
  'statement.uploaded': { zh: '对账单已上传（第十一条）', en: 'A statement of a special account was uploaded (Art. 11).' },
  'statement.replaced': { zh: '对账单已替换（第十一条）', en: 'A statement was uploaded in the place of another (Art. 11).' },
  'statement.reconciled': { zh: '对账单已对平（第十一条）', en: 'A statement was reconciled with the ledger (Art. 11).' },
  'statement.explained': { zh: '对账差异已说明（第十一条）', en: 'A difference between a statement and the ledger was explained (Art. 11).' },
  'statement.explanation_withdrawn': { zh: '对账差异说明已撤回（第十一条）', en: 'The explanation of a difference was withdrawn (Art. 11).' },
  'correction.asked': { zh: '已申请更正', en: 'A correction was asked for.' },
  'correction.explained': { zh: '更正申请已说明', en: 'The side that was asked for a correction has explained.' },
  'correction.insisted': { zh: '坚持申请更正', en: 'The side that asked for a correction insists.' },
  'correction.accepted': { zh: '已同意更正并重新记载', en: 'A correction was accepted and recorded.' },
  'correction.withdrawn': { zh: '更正申请已撤回', en: 'A request for a correction was withdrawn.' },
  'correction.settled': { zh: '更正申请已接受说明', en: 'The explanation in a correction was accepted.' },
  'webhook.created': { zh: '已登记推送地址', en: 'A webhook was created.' },
  'webhook.updated': { zh: '推送地址已更新', en: 'A webhook was updated.' },
  'webhook.paused': { zh: '推送已暂停', en: 'A webhook was paused.' },
  'webhook.resumed': { zh: '推送已恢复', en: 'A webhook was resumed.' },
  'webhook.disabled': { zh: '推送因持续失败已停止', en: 'A webhook was disabled, since its receiver does not take events.' },
  'webhook.secret_rotated': { zh: '推送密钥已更换', en: 'The secret of a webhook was rotated.' },
  'webhook.removed': { zh: '推送地址已移除', en: 'A webhook was removed.' },
  'webhook.test': { zh: '推送测试', en: 'A test of a webhook.' },
  'webhook.redelivery_asked': { zh: '已申请重新推送', en: 'Events are sent to a webhook again.' },
} as const satisfies Readonly<Record<`${string}.${string}`, Word>>;
export type EventKind = keyof typeof EVENT_KINDS;

interface FactWord extends Word {
  readonly unit?: Word;
  /** The words that it is one of, where it is one of a closed vocabulary. */
  readonly words?: Readonly<Record<string, Word>>;
}

const YUAN = { zh: '元', en: ' yuan' } as const;
const PERCENT = { zh: '%', en: ' %' } as const;

/** What an event may tell beside its kind and subject. Money is a text in yuan, a day an ISO date, an id an opaque one. */
// biome-ignore format: a table
export const EVENT_FACTS = {
  amount: { zh: '金额', en: 'amount', unit: YUAN },
  principal: { zh: '本金', en: 'principal', unit: YUAN },
  interest: { zh: '利息', en: 'interest', unit: YUAN },
  outstanding: { zh: '贷款余额', en: 'outstanding', unit: YUAN },
  deducted: { zh: '划扣', en: 'deducted', unit: YUAN },
  excess: { zh: '超额', en: 'excess', unit: YUAN },
  gross: { zh: '回款总额', en: 'gross', unit: YUAN },
  net: { zh: '回款净额', en: 'net', unit: YUAN },
  returned: { zh: '返还资金池', en: 'returned to the pool', unit: YUAN },
  loss: { zh: '最终损失', en: 'final loss', unit: YUAN },
  oneYear: { zh: '一年期', en: 'one year', unit: PERCENT },
  fiveYear: { zh: '五年期以上', en: 'five years', unit: PERCENT },
  measure: { zh: '指标', en: 'measure', words: BREAKER_MEASURES },
  thresholdPercent: { zh: '警戒线', en: 'threshold', unit: PERCENT },
  ratioPercent: { zh: '现值', en: 'ratio', unit: PERCENT },
  warningPercent: { zh: '达警戒线的', en: 'of the threshold', unit: PERCENT },
  kind: { zh: '类别', en: 'kind', words: { ...OBLIGATION_KINDS, ...IMPORT_KINDS } },
  balance: { zh: '期初余额', en: 'balance', words: OPENING_BALANCES },
  ground: { zh: '依据', en: 'ground', words: SUPPLEMENT_GROUNDS },
  party: { zh: '一方', en: 'party', words: PARTIES },
  outcome: { zh: '结果', en: 'outcome', words: DECISIONS },
  stage: { zh: '阶段', en: 'stage', words: LEGAL_STAGES },
  format: { zh: '格式', en: 'format', words: IMPORT_FORMATS },
  state: { zh: '状态', en: 'state', words: IMPORT_STATES },
  publishedOn: { zh: '报价日', en: 'published on' },
  valueDate: { zh: '起息日', en: 'value date' },
  dueOn: { zh: '到期日', en: 'due on' },
  from: { zh: '原为', en: 'from' },
  to: { zh: '现为', en: 'to' },
  since: { zh: '自', en: 'since' },
  period: { zh: '期次', en: 'period' },
  paidOn: { zh: '付款日', en: 'paid on' },
  doneOn: { zh: '办理日', en: 'done on' },
  sentOn: { zh: '发送日', en: 'sent on' },
  visitedOn: { zh: '走访日', en: 'visited on' },
  signedOn: { zh: '签订日', en: 'signed on' },
  endsOn: { zh: '终止日', en: 'ends on' },
  filedOn: { zh: '起诉日', en: 'filed on' },
  reachedOn: { zh: '进入该阶段日', en: 'reached on' },
  disbursedOn: { zh: '放款日', en: 'disbursed on' },
  maturesOn: { zh: '贷款到期日', en: 'matures on' },
  acceleratedOn: { zh: '提前到期日', en: 'called in on' },
  deductedOn: { zh: '划扣日', en: 'deducted on' },
  receivedOn: { zh: '回款日', en: 'received on' },
  reportedOn: { zh: '报告日', en: 'reported on' },
  payInBy: { zh: '应缴日', en: 'pay in by' },
  leavingOn: { zh: '退出日', en: 'leaving on' },
  agreementEndsOn: { zh: '协议终止日', en: 'agreement ends on' },
  endedOn: { zh: '结束日', en: 'ended on' },
  leftOn: { zh: '退出日', en: 'left on' },
  takenOverOn: { zh: '接管日', en: 'taken over on' },
  year: { zh: '年度', en: 'year' },
  number: { zh: '编号', en: 'number' },
  formNumber: { zh: '推荐表编号', en: 'form number' },
  ruleCode: { zh: '规则', en: 'rule' },
  notice: { zh: '文号', en: 'notice' },
  court: { zh: '法院', en: 'court' },
  document: { zh: '依据文件', en: 'document' },
  reason: { zh: '原因', en: 'reason' },
  hardship: { zh: '属困难地区', en: 'in hardship' },
  consent: { zh: '同意', en: 'consents' },
  first: { zh: '首笔', en: 'first' },
  checkOnly: { zh: '仅试审', en: 'dry run' },
  done: { zh: '办理', en: 'done' },
  refused: { zh: '不符合规定', en: 'refused' },
  invalid: { zh: '内容有误', en: 'invalid' },
  by: { zh: '冲销分录', en: 'reversing entry' },
} as const satisfies Readonly<Record<string, FactWord>>;
export type EventFact = keyof typeof EVENT_FACTS;

export type EventData = Readonly<Partial<Record<EventFact, string | number | boolean | null>>>;

function said(value: string | number | boolean, { unit, words }: FactWord, language: 'zh' | 'en'): string {
  if (typeof value === 'boolean') return language === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  // A word of a vocabulary has a sentence in English, not a term: the word itself is the shorter one.
  const word = language === 'zh' ? words?.[String(value)]?.zh : undefined;
  return `${word ?? value}${unit?.[language] ?? ''}`;
}

/** What happened in one sentence, in both languages, as an official would read it. */
export function sentenceOf(kind: EventKind, data: EventData): Word {
  const facts = Object.entries(EVENT_FACTS).flatMap(([name, word]: [string, FactWord]) => {
    const value = data[name as EventFact];
    return value === undefined || value === null || value === '' ? [] : [{ word, value }];
  });
  const { zh, en } = EVENT_KINDS[kind];
  const inZh = facts.map(({ word, value }) => `${word.zh} ${said(value, word, 'zh')}`).join('，');
  const inEn = facts.map(({ word, value }) => `${word.en} ${said(value, word, 'en')}`).join(', ');
  return {
    zh: facts.length > 0 ? `${zh}：${inZh}。` : `${zh}。`,
    en: facts.length > 0 ? `${en.replace(/\.$/, '')}: ${inEn}.` : en,
  };
}
