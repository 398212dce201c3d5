import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { dossierOf, ENDED, SETTLED, VOID } from '../../src/acts/dossier.ts';
import type { DossierRows } from '../../src/acts/dossier-rows.ts';
import { DOSSIER_STEPS, type DossierStep } from '../../src/acts/dossier-steps.ts';
import type { Row } from '../../src/acts/ports.ts';
import { parseDate } from '../../src/domain/dates.ts';
import { Yuan } from '../../src/domain/money.ts';
import { PERSONAS, type Persona, wordsOf } from '../../src/domain/words.ts';

import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';

// 第三十九条: the dossier of a loan says what the procedure asked and what became of it. Rows in, items out.

const id = (last: string) => `00000000-0000-4000-8000-0000000000${last}`;
const [REGION, BANK, GUARANTOR] = [id('01'), id('02'), id('03')];
const day = parseDate;

const LOAN = {
  id: id('10'),
  state: 'ACTIVE',
  referralId: id('11'),
  regionId: REGION,
  bankId: BANK,
  guarantorId: GUARANTOR,
  editionNumber: '2021',
  firmKey: id('12'),
  amount: Yuan.parse('1000000.00'),
  outstanding: Yuan.parse('1000000.00'),
  signedOn: day('2025-01-02'),
  disbursedOn: day('2025-01-02'),
  acceleratedOn: null,
  contractNumber: '借-1',
  guaranteeContractNumber: '保-1',
  compensatedPrincipal: Yuan.ZERO,
  recovered: Yuan.ZERO,
  guarantorPaid: Yuan.ZERO,
} as unknown as Row<'loan'>;

const REFERRAL = {
  id: id('11'),
  number: 'R2025-00001',
  regionId: REGION,
  submittedOn: day('2024-12-02'),
  note: '',
  amount: LOAN.amount,
  siteVisitedOn: day('2024-12-03'),
  siteVisitNote: '生产正常',
  recommendedOn: day('2024-12-04'),
  formNumber: '推-1',
  bankDiligenceOn: day('2024-12-10'),
  guarantorDiligenceOn: day('2024-12-11'),
  bankDecision: 'APPROVE',
  guarantorDecision: 'APPROVE',
} as unknown as Row<'referral'>;

const ROWS: DossierRows = {
  loan: LOAN,
  referral: REFERRAL,
  edition: null,
  diligences: [],
  decisions: [],
  counterGuarantees: [],
  duties: [],
  aftercare: [],
  compensations: [],
  guarantorPayments: [],
  legalActions: [],
  legalSteps: [],
  recoveries: [],
  reports: [],
  conclusion: null,
  listings: [],
  evidence: [],
};

function statusesOf(
  rows: Partial<DossierRows>,
  step: DossierStep,
  today = '2025-03-01',
  persona: Persona = 'OFFICE',
) {
  const { items } = dossierOf({ ...ROWS, ...rows }, { persona }, day(today));
  return items.filter((item) => item.step === step).map(({ status, lateDays }) => [status, lateDays]);
}

const visitDuty = (changes: object = {}) =>
  ({
    id: id('20'),
    kind: 'VISIT',
    debtorId: GUARANTOR,
    subjectId: LOAN.id,
    aroseOn: day('2025-01-02'),
    dueOn: day('2025-04-02'),
    metOn: null,
    metBy: null,
    amount: null,
    ...changes,
  }) as unknown as Row<'obligation'>;

const visit = (doneOn: string, tenantId = GUARANTOR) =>
  ({
    id: id('30'),
    kind: 'VISIT',
    doneOn,
    tenantId,
    userId: 'u',
    findings: '正常',
    measures: null,
    document: '走访',
  }) as unknown as Row<'aftercare'>;

describe('第三十九条 a duty of the loan', () => {
  // The day it is due, the day after, and what ended it. The visit itself is not listed a second time.
  it.each<[string, object, string, (readonly [string, number])[]]>([
    ['the day before it is due', {}, '2025-04-01', [['NOT_YET', 0]]],
    ['on its day', {}, '2025-04-02', [['NOT_YET', 0]]],
    ['the day after', {}, '2025-04-03', [['MISSING', 1]]],
    ['done on its day', { metOn: '2025-04-02', metBy: '走访' }, '2025-06-01', [['DONE', 0]]],
    ['done the day after', { metOn: '2025-04-03', metBy: '走访' }, '2025-06-01', [['LATE', 1]]],
    [
      'lapsed on its day',
      { metOn: '2025-04-02', metBy: '贷款已结清' },
      '2025-06-01',
      [['NOT_APPLICABLE', 0]],
    ],
    [
      'lapsed the day after: it was missed',
      { metOn: '2025-04-03', metBy: '贷款已结清' },
      '2025-06-01',
      [['MISSING', 1]],
    ],
    [
      'without ground from the start',
      { metOn: '2025-04-03', metBy: '代偿已冲销' },
      '2025-06-01',
      [['NOT_APPLICABLE', 0]],
    ],
  ])('%s', (_what, changes, today, expected) => {
    const duty = visitDuty(changes);
    const aftercare = duty.metBy === '走访' && duty.metOn ? [visit(duty.metOn)] : [];
    expect(statusesOf({ duties: [duty], aftercare }, 'VISIT', today)).toEqual(expected);
  });

  it('a visit beside the duty is listed on its own', () => {
    const duties = [visitDuty({ metOn: day('2025-02-01'), metBy: '走访' })];
    const aftercare = [
      visit('2025-02-01'),
      { ...visit('2025-02-01', REGION), id: id('31') } as Row<'aftercare'>,
    ];
    expect(statusesOf({ duties, aftercare }, 'VISIT')).toEqual([
      ['DONE', 0],
      ['DONE', 0],
    ]);
  });
});

describe('第三十九条 a step that left nothing on record', () => {
  const loanOf = (changes: object) => ({ loan: { ...LOAN, ...changes } as Row<'loan'> });
  const cut = (changes: object) => ({ referral: { ...REFERRAL, ...changes } as Row<'referral'> });
  const beforeSigning = loanOf({ state: 'APPROVED', signedOn: null, disbursedOn: null });
  const beforePayout = loanOf({ state: 'CONTRACTED', disbursedOn: null });
  const cancelled = loanOf({ state: 'CANCELLED', signedOn: null, disbursedOn: null });
  const compensated = {
    ...loanOf({ state: 'COMPENSATED' }),
    compensations: [
      {
        id: id('40'),
        deductedOn: day('2025-02-01'),
        document: '划',
        taken: LOAN.amount,
        deducted: LOAN.amount,
        reversedOn: null,
      } as unknown as Row<'compensation'>,
    ],
  };
  it.each<[DossierStep, string, Partial<DossierRows>, string]>([
    ['SITE_VISIT', 'the loan exists', cut({ siteVisitedOn: null }), 'MISSING'],
    ['RECOMMENDATION', 'the loan exists', cut({ recommendedOn: null }), 'MISSING'],
    ['BANK_DILIGENCE', 'the loan exists', cut({ bankDiligenceOn: null }), 'MISSING'],
    ['GUARANTOR_DILIGENCE', 'the loan exists', cut({ guarantorDiligenceOn: null }), 'MISSING'],
    ['BANK_DILIGENCE', 'it was filed', {}, 'DONE'],
    ['COUNTER_GUARANTEE', 'the guarantor approved', {}, 'MISSING'],
    ['CONTRACT', 'approved', beforeSigning, 'NOT_YET'],
    ['CONTRACT', 'cancelled', cancelled, 'NOT_APPLICABLE'],
    ['CONTRACT', 'paid out', loanOf({ signedOn: null }), 'MISSING'],
    ['DISBURSEMENT', 'signed', beforePayout, 'NOT_YET'],
    ['DISBURSEMENT_NOTICE', 'not paid out', beforePayout, 'NOT_YET'],
    ['DISBURSEMENT_NOTICE', 'paid out, and not even a duty', {}, 'MISSING'],
    ['MATURITY_REMINDER', 'paid out, and not even a duty', {}, 'MISSING'],
    ['COLLECTION_ATTEMPT', 'nothing happened', {}, 'NOT_APPLICABLE'],
    ['COLLECTION_ATTEMPT', 'compensated', compensated, 'MISSING'],
    ['DEDUCTION_NOTICE', 'compensated', compensated, 'MISSING'],
    ['RECOVERY', 'compensated', compensated, 'NOT_YET'],
    ['CONCLUSION', 'compensated', compensated, 'NOT_YET'],
    ['CONCLUSION', 'never compensated', {}, 'NOT_APPLICABLE'],
    ['LEGAL_ACTION', 'compensated; it is brought where needed', compensated, 'NOT_APPLICABLE'],
    ['DISHONEST_LISTING', 'compensated; the office judges', compensated, 'NOT_APPLICABLE'],
  ])('%s: %s', (step, _when, rows, status) => {
    expect(statusesOf(rows, step)).toEqual([[status, 0]]);
  });

  it('is told only to those who would see it if it were there', () => {
    for (const persona of wordsOf(PERSONAS))
      for (const step of Object.keys(DOSSIER_STEPS) as DossierStep[]) {
        const { toldTo } = DOSSIER_STEPS[step];
        const isTold = (toldTo as readonly Persona[]).includes(persona);
        // Referral and papers are on record here; of the others nothing is.
        const isThere = statusesOf({}, step).some(([status]) => status === 'DONE');
        expect([persona, step, statusesOf({}, step, '2025-03-01', persona).length]).toEqual([
          persona,
          step,
          isTold || isThere ? 1 : 0,
        ]);
      }
  });
});

describe('第三十九条 what the guarantor still owes the bank', () => {
  // A million compensated; 40 % of it is the guarantor's, and 40 % of what was recovered comes back to it.
  const edition = {
    ...BAOTOU_2021,
    parameters: writeEditionValues(BAOTOU_2021.values),
  } as unknown as Row<'edition'>;
  it.each<[string, string, string, Row<'loan'>['state'], string, string | null]>([
    ['nothing paid', '0.00', '0.00', 'COMPENSATED', 'NOT_YET', '400000.00'],
    ['all but a fen paid', '399999.99', '0.00', 'COMPENSATED', 'NOT_YET', '0.01'],
    ['all paid', '400000.00', '0.00', 'COMPENSATED', 'NOT_APPLICABLE', null],
    ['half recovered', '0.00', '500000.00', 'COMPENSATED', 'NOT_YET', '200000.00'],
    ['all recovered', '0.00', '1000000.00', 'COMPENSATED', 'NOT_APPLICABLE', null],
    ['nothing paid when the recovery was concluded', '0.00', '0.00', 'CLOSED', 'MISSING', '400000.00'],
  ])('%s', (_what, paid, recovered, state, status, amount) => {
    const loan = {
      ...LOAN,
      state,
      compensatedPrincipal: Yuan.parse('1000000.00'),
      recovered: Yuan.parse(recovered),
      guarantorPaid: Yuan.parse(paid),
    };
    const { items } = dossierOf({ ...ROWS, loan, edition }, { persona: 'BANK' }, day('2025-03-01'));
    const found = items.filter(({ step }) => step === 'GUARANTOR_PAYMENT');
    expect(found.map((item) => [item.status, item.amount?.toString() ?? null])).toEqual([[status, amount]]);
  });
});

describe('第三十九条 how a duty ended', () => {
  it('is known for every reason that an act writes', () => {
    const written = readdirSync('src/acts')
      // The dossier reads these words, and an import tells of cells in words of its own.
      .filter((file) => !/^(?:dossier|import)/.test(file))
      .flatMap(
        (file) =>
          readFileSync(`src/acts/${file}`, 'utf8').match(/'(?:贷款|代偿|欠款|追偿|超额划扣)?已[^'，。]*'/g) ??
          [],
      )
      .map((text) => text.slice(1, -1));
    const known = [...ENDED, ...VOID, ...SETTLED];
    expect(new Set(written)).toEqual(new Set(known));
  });
});

describe('第三十九条 what is told to whom', () => {
  const verdict = { code: 'ART09_POOL_LEVERAGE', shows: 'POOL' } as never;
  const evidence = [
    {
      subject: `rf_${REFERRAL.id.replaceAll('-', '')}`,
      act: 'recommend',
      tenantId: id('99'),
      userId: 'first',
      verdicts: [],
      document: null,
    },
    {
      subject: `rf_${REFERRAL.id.replaceAll('-', '')}`,
      act: 'recommend',
      tenantId: id('99'),
      userId: 'last',
      verdicts: [verdict],
      document: null,
    },
  ];

  it('the last record of an act counts, and its person is the office’s to know', () => {
    const of = (persona: Persona) =>
      dossierOf({ ...ROWS, evidence }, { persona }, day('2025-03-01')).items.find(
        ({ step }) => step === 'RECOMMENDATION',
      );
    expect(of('OFFICE')).toMatchObject({ userId: 'last', document: '推-1', tenantId: id('99') });
    expect(of('OFFICE')?.verdicts).toHaveLength(1);
    expect(of('DISTRICT')?.userId).toBeNull();
  });

  it('every step has a sentence in both languages, and the items stand in the order of the articles', () => {
    const { items } = dossierOf(ROWS, { persona: 'OFFICE' }, day('2025-03-01'));
    expect(items.map(({ article }) => article)).toEqual(
      items.map(({ article }) => article).sort((a, b) => a - b),
    );
    for (const { asked } of items) expect([asked.zh, asked.en].every((text) => text.length > 0)).toBe(true);
  });
});
