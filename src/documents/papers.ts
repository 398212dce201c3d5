import { conflict, type Failure, notFound } from '../acts/failures.ts';
import { DOCUMENTS, type DocumentKind } from '../acts/papers.ts';
import type { Reads } from '../acts/reads.ts';
import { Yuan } from '../domain/money.ts';
import { dateInWords } from '../domain/money-words.ts';
import {
  COUNTER_GUARANTEE_KINDS,
  INDUSTRIES,
  type Persona,
  PURPOSES,
  REPAYMENT_METHODS,
  SIZES,
} from '../domain/words.ts';
import { inBoth, type MadePaper, type PaperMaking } from './paper-making.ts';
import { replenishmentLetter } from './replenishment-letter.ts';

// What stands in each paper. Every figure is from the record, read under the reader’s own eyes.

const notYet = (zh: string, en: string): Failure => conflict('STATE', zh, en);

/** Nothing that is made anew may be left blank where the record names it. */
function mustSee<T>(found: T | null): T {
  if (found === null) throw new Error('a row names a thing that its reader may not see');
  return found;
}

async function nameOf(reads: Reads, id: string | null): Promise<string> {
  return id === null ? '' : ((await reads.tenant(id))?.nameZh ?? '');
}

/** 推荐表 What the office hands to the bank and the guarantor (Art. 24, 25). */
async function recommendationForm(making: PaperMaking, id: string): Promise<MadePaper> {
  const { reads, pool, office } = making;
  const referral = await reads.one('referral', id);
  if (!referral) throw notFound('id');
  const { formNumber, recommendedOn } = referral;
  if (formNumber === null || recommendedOn === null)
    throw notYet('尚未出具推荐表（第二十五条）。', 'The firm has not been recommended yet (Art. 25).');
  const [firm, region, bank, guarantor, securities] = await Promise.all([
    reads.one('enterprise', referral.enterpriseId).then(mustSee),
    nameOf(reads, referral.regionId),
    nameOf(reads, referral.bankId),
    nameOf(reads, referral.guarantorId),
    reads.hangingOn('counterGuarantee', 'referralId', id, 'id'),
  ]);
  const pledged = securities.map(
    ({ kind, description }) => `${COUNTER_GUARANTEE_KINDS[kind].zh}：${description}`,
  );
  return {
    about: formNumber,
    paper: {
      title: `${pool.cityZh}中小微企业助保金贷款企业推荐表`,
      number: `编号：${formNumber}`,
      paragraphs: [],
      form: [
        [
          ['企业名称', firm.name],
          ['统一社会信用代码', firm.creditCode],
        ],
        [
          ['所属地区', region],
          ['登记日期', dateInWords(firm.registeredOn)],
        ],
        [
          ['所属行业', firm.industry ? INDUSTRIES[firm.industry].zh : firm.industryCode],
          ['企业规模', firm.size ? SIZES[firm.size].zh : ''],
        ],
        [
          ['从业人员', `${firm.employees} 人（${firm.figuresYear} 年）`],
          ['营业收入', `${firm.revenue.toReadable()} 元`],
        ],
        [
          ['资产总额', `${firm.assets.toReadable()} 元`],
          ['贷款期限', `${referral.termMonths} 个月`],
        ],
        [['申请贷款金额', inBoth(referral.amount)]],
        [
          [
            '贷款用途',
            [PURPOSES[referral.purpose].zh, referral.note].filter((part) => part !== '').join('；'),
          ],
        ],
        [['反担保措施', pledged.join('\n')]],
        [
          [
            '属地推荐意见',
            `同意推荐。\n推荐单位：${region}中小企业管理部门\n${dateInWords(referral.submittedOn)}`,
          ],
        ],
        [
          [
            '实地调查情况',
            `${referral.siteVisitNote ?? ''}\n${referral.siteVisitedOn ? dateInWords(referral.siteVisitedOn) : ''}`,
          ],
        ],
        [
          ['推荐合作银行', bank],
          ['推荐担保机构', guarantor],
        ],
        [['推荐意见', `同意推荐。\n${office}\n${dateInWords(recommendedOn)}`]],
      ],
      after: [
        '本表依据《办法》第二十四条、第二十五条出具，请合作银行、担保机构及时开展尽职调查并报备（第二十六条）。',
      ],
      signed: null,
    },
  };
}

/** 放款通知书 The bank tells the office that it has paid out a loan (Art. 27). */
async function disbursementNotice({ reads, office, today }: PaperMaking, id: string): Promise<MadePaper> {
  const loan = await reads.one('loan', id);
  if (!loan) throw notFound('id');
  if (loan.disbursedOn === null)
    throw notYet('该笔贷款尚未放款（第二十七条）。', 'The loan has not been paid out (Art. 27).');
  const [firm, region, bank, guarantor] = await Promise.all([
    reads.one('enterprise', loan.enterpriseId).then(mustSee),
    nameOf(reads, loan.regionId),
    nameOf(reads, loan.bankId),
    nameOf(reads, loan.guarantorId),
  ]);
  return {
    about: loan.number,
    paper: {
      title: '助保金贷款放款通知书',
      number: '文号：',
      to: office,
      paragraphs: [
        `根据《办法》第二十七条，我行已于${dateInWords(loan.disbursedOn)}向${firm.name}发放助保金贷款${inBoth(loan.amount)}，现将有关情况书面通知如下：`,
      ],
      form: [
        [
          ['借款企业', firm.name],
          ['统一社会信用代码', firm.creditCode],
        ],
        [
          ['所属地区', region],
          ['担保机构', guarantor],
        ],
        [
          ['贷款编号', loan.number],
          ['借款合同号', loan.contractNumber ?? ''],
        ],
        [
          ['保证合同号', loan.guaranteeContractNumber ?? ''],
          ['还款方式', REPAYMENT_METHODS[loan.method].zh],
        ],
        [
          ['贷款金额', `${loan.amount.toReadable()} 元`],
          ['年利率', `${loan.rate}%（LPR ${loan.lpr}%，加点 ${loan.basisPoints} 基点）`],
        ],
        [
          ['放款日期', dateInWords(loan.disbursedOn)],
          ['到期日期', loan.maturesOn ? dateInWords(loan.maturesOn) : ''],
        ],
      ],
      after: ['特此通知。'],
      signed: { by: bank, on: loan.noticeOn ?? today },
    },
  };
}

const PARTY_NAMES: Readonly<Record<string, string>> = {
  POOL: '资金池',
  BANK: '合作银行',
  GUARANTOR: '担保机构',
};

/** 代偿扣款通知书 The bank tells the office what it took from its risk deposit (Art. 32). */
async function deductionNotice({ reads, office, today }: PaperMaking, id: string): Promise<MadePaper> {
  const made = await reads.one('compensation', id);
  if (!made) throw notFound('id');
  const loan = mustSee(await reads.one('loan', made.loanId));
  const [firm, bank, guarantor] = await Promise.all([
    reads.one('enterprise', loan.enterpriseId).then(mustSee),
    nameOf(reads, made.bankId),
    nameOf(reads, made.guarantorId),
  ]);
  const excess = made.taken.minus(made.deducted);
  const parts = made.parts.map(
    ({ party, amount }) => `${PARTY_NAMES[party] ?? party} ${Yuan.parse(amount).toReadable()} 元`,
  );
  const paragraphs = [
    `${firm.name}在我行的助保金贷款（${loan.number}，金额${loan.amount.toReadable()}元${loan.maturesOn ? `，${dateInWords(loan.maturesOn)}到期` : ''}）本金逾期未能足额清偿${made.kind === 'DEDUCTED' ? '，经多次催收无果' : ''}。根据《办法》第三十二条，我行于${dateInWords(made.deductedOn)}从风险补偿金专户划扣${inBoth(made.taken)}，现书面告知。`,
    ...(made.reversedOn === null ? [] : [`上述划扣已于${dateInWords(made.reversedOn)}冲销。`]),
  ];
  return {
    about: `${loan.number}-${made.deductedOn}`,
    paper: {
      title: '助保金贷款代偿扣款通知书',
      number: `文号：${made.noticeDocument ?? ''}`,
      to: office,
      paragraphs,
      form: [
        [
          ['借款企业', firm.name],
          ['统一社会信用代码', firm.creditCode],
        ],
        [
          ['贷款编号', loan.number],
          ['担保机构', guarantor],
        ],
        [
          ['代偿本金', `${made.principal.toReadable()} 元`],
          ['划扣日期', dateInWords(made.deductedOn)],
        ],
        [['风险分担', `${parts.join('；')}（第二十条）`]],
        [
          ['依规划扣', `${made.deducted.toReadable()} 元`],
          ['应退回金额', `${excess.toReadable()} 元`],
        ],
        [
          ['尚可划扣', `${made.claimable.toReadable()} 元`],
          ['划扣凭证', made.document],
        ],
      ],
      after: ['特此告知。'],
      signed: { by: bank, on: made.noticeOn ?? today },
    },
  };
}

const MAKERS: Readonly<Record<DocumentKind, (making: PaperMaking, id: string) => Promise<MadePaper>>> = {
  'recommendation-form': recommendationForm,
  'disbursement-notice': disbursementNotice,
  'deduction-notice': deductionNotice,
  'replenishment-letter': replenishmentLetter,
};

/** The paper of a kind about a thing. NOT_FOUND for unknown, foreign and not for this reader alike. */
export async function makePaper(
  making: PaperMaking,
  kind: DocumentKind,
  id: string | null,
): Promise<MadePaper> {
  const { readers }: { readers: readonly Persona[] } = DOCUMENTS[kind];
  if (id === null || !readers.includes(making.actor.persona)) throw notFound('id');
  return MAKERS[kind](making, id);
}
