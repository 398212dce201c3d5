import { ENTRY_KINDS, OBLIGATION_KINDS } from '../domain/words.ts';
import { columns, type ExportSpec, idText, nameOf, yuan } from './export-spec.ts';

export const ENTRIES: ExportSpec<'entry'> = {
  path: 'entries',
  table: 'entry',
  order: { column: 'sequence', unique: 'sequence', direction: 'ASC' },
  day: 'valueDate',
  columns: columns(`
    sequence 分录序号
    kind 类别代码
    kindZh 类别
    valueDate 起息日
    recordedAt 登记时刻
    document 凭证
    line 行号
    account 科目
    region 地区
    bank 银行
    debit 借方（元）
    credit 贷方（元）
    loanNumber 贷款编号
    id 分录编号`),
  async rows(entry, reads) {
    const [lines, loan] = await Promise.all([
      reads.hangingOn('line', 'entryId', entry.id, 'number'),
      entry.loanId ? reads.one('loan', entry.loanId) : null,
    ]);
    return Promise.all(
      lines.map(async ({ number, code, regionId, bankId, amount }) => [
        String(entry.sequence),
        entry.kind,
        ENTRY_KINDS[entry.kind].zh,
        entry.valueDate,
        entry.recordedAt,
        entry.document,
        String(number),
        // The ids behind the colons are told by name in the columns beside.
        code.replace(/:[0-9a-f-]{36}$/, ''),
        await nameOf(reads, regionId),
        await nameOf(reads, bankId),
        amount.isPositive() ? yuan(amount) : null,
        amount.isPositive() ? null : yuan(amount.negated()),
        loan?.number ?? null,
        idText('entry', entry.id),
      ]),
    );
  },
};

export const OBLIGATIONS: ExportSpec<'obligation'> = {
  path: 'obligations',
  table: 'obligation',
  order: { column: 'id', unique: 'id', direction: 'ASC' },
  day: 'dueOn',
  columns: columns(`
    kind 类别代码
    kindZh 事项
    article 条文
    debtor 责任单位
    loanNumber 贷款编号
    amount 金额（元）
    aroseOn 产生日期
    dueOn 期限
    dueConfirmed 期限已确认
    metOn 办结日期
    metBy 办结凭据
    standing 状态
    id 编号`),
  async rows(row, reads, today) {
    const [debtor, loan] = await Promise.all([
      nameOf(reads, row.debtorId),
      row.loanId ? reads.one('loan', row.loanId) : null,
    ]);
    const late = row.metOn ? row.metOn > row.dueOn : row.dueOn < today;
    const standing = row.metOn ? (late ? '逾期办结' : '按期办结') : late ? '逾期未办' : '未到期';
    return [
      [
        row.kind,
        OBLIGATION_KINDS[row.kind].zh,
        String(row.article),
        debtor,
        loan?.number ?? null,
        yuan(row.amount),
        row.aroseOn,
        row.dueOn,
        row.dueConfirmed ? '是' : '否',
        row.metOn,
        row.metBy,
        standing,
        idText('obligation', row.id),
      ],
    ];
  },
};

export const EVENTS: ExportSpec<'event'> = {
  path: 'events',
  table: 'event',
  order: { column: 'sequence', unique: 'sequence', direction: 'ASC' },
  day: 'occurredOn',
  columns: columns(`
    id 事件编号
    kind 事件
    subject 对象编号
    occurredOn 发生日期
    recordedAt 登记时刻
    data 内容`),
  // The running number is the pool’s, not the reader’s.
  async rows({ id, kind, subject, occurredOn, recordedAt, data }) {
    return [[idText('event', id), kind, subject, occurredOn, recordedAt, JSON.stringify(data)]];
  },
};
