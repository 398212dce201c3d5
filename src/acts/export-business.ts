import { LOAN_STATES, PURPOSES, REFERRAL_STATES, REPAYMENT_METHODS } from '../domain/words.ts';
import { columns, type ExportSpec, firmOf, idText, partiesOf, whole, yuan } from './export-spec.ts';

export const LOANS: ExportSpec<'loan'> = {
  path: 'loans',
  table: 'loan',
  order: { column: 'id', unique: 'id', direction: 'ASC' },
  day: 'disbursedOn',
  columns: columns(`
    number 贷款编号
    state 状态代码
    stateZh 状态
    enterprise 企业名称
    creditCode 统一社会信用代码
    region 地区
    bank 银行
    guarantor 担保机构
    amount 贷款金额（元）
    outstanding 贷款余额（元）
    termMonths 期限（月）
    ratePercent 年利率（%）
    method 还款方式
    contractNumber 借款合同号
    guaranteeContractNumber 保证合同号
    signedOn 签订日期
    disbursedOn 放款日期
    maturesOn 到期日期
    nextDueOn 下一应还日
    compensatedPrincipal 已代偿本金（元）
    deducted 资金池已代偿（元）
    recovered 追偿净额（元）
    endedOn 终结日期
    id 编号`),
  async rows(row, reads, today) {
    const overdue = row.state === 'ACTIVE' && row.nextDueOn !== null && row.nextDueOn < today;
    const state = overdue ? 'OVERDUE' : row.state;
    const [firm, parties] = await Promise.all([firmOf(reads, row.enterpriseId), partiesOf(reads, row)]);
    return [
      [
        row.number,
        state,
        LOAN_STATES[state].zh,
        ...firm,
        ...parties,
        yuan(row.amount),
        yuan(row.outstanding),
        whole(row.termMonths),
        row.rate,
        REPAYMENT_METHODS[row.method].zh,
        row.contractNumber,
        row.guaranteeContractNumber,
        row.signedOn,
        row.disbursedOn,
        row.maturesOn,
        row.nextDueOn,
        yuan(row.compensatedPrincipal),
        yuan(row.deducted),
        yuan(row.recovered),
        row.endedOn,
        idText('loan', row.id),
      ],
    ];
  },
};

export const REFERRALS: ExportSpec<'referral'> = {
  path: 'referrals',
  table: 'referral',
  order: { column: 'id', unique: 'id', direction: 'ASC' },
  day: 'submittedOn',
  columns: columns(`
    number 推荐编号
    state 状态代码
    stateZh 状态
    enterprise 企业名称
    creditCode 统一社会信用代码
    region 地区
    bank 银行
    guarantor 担保机构
    amount 申请金额（元）
    termMonths 期限（月）
    purpose 用途
    note 说明
    submittedOn 推荐日期
    formNumber 推荐表编号
    recommendedOn 出具推荐表日期
    id 编号`),
  async rows(row, reads) {
    const [firm, parties] = await Promise.all([firmOf(reads, row.enterpriseId), partiesOf(reads, row)]);
    return [
      [
        row.number,
        row.state,
        REFERRAL_STATES[row.state].zh,
        ...firm,
        ...parties,
        yuan(row.amount),
        whole(row.termMonths),
        PURPOSES[row.purpose].zh,
        row.note,
        row.submittedOn,
        row.formNumber,
        row.recommendedOn,
        idText('referral', row.id),
      ],
    ];
  },
};

export const REPAYMENTS: ExportSpec<'repayment'> = {
  path: 'repayments',
  table: 'repayment',
  order: { column: 'id', unique: 'id', direction: 'ASC' },
  day: 'paidOn',
  columns: columns(`
    loanNumber 贷款编号
    region 地区
    bank 银行
    guarantor 担保机构
    paidOn 还款日期
    principal 本金（元）
    interest 利息（元）
    document 凭证号
    reversedOn 冲回日期
    id 编号`),
  async rows(row, reads) {
    const [loan, parties] = await Promise.all([reads.one('loan', row.loanId), partiesOf(reads, row)]);
    const { paidOn, principal, interest, document, reversedOn } = row;
    return [
      [
        loan?.number ?? null,
        ...parties,
        paidOn,
        yuan(principal),
        yuan(interest),
        document,
        reversedOn,
        idText('repayment', row.id),
      ],
    ];
  },
};
