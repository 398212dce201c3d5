import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  addBank,
  addFirm,
  addGuarantor,
  addRegion,
  approvedLoan,
  type City,
  joinBank,
  type Place,
  pay,
} from '../support/city.ts';
import { advance, disburse, errorOf, failed, fundedCity, sign } from '../support/edges.ts';
import { type Running, startProduct, type User } from '../support/product.ts';

// One loan from its first visit to its last recovery, over HTTP, as each of its readers is answered. 3,000,000.03 were
// lent for three months; the risk deposit of 1,000,000.00 was too short for the pool's 1,200,000.01.

const LENT = '2025-03-10';
/** Day 26 after it fell due, on 10 June. */
const DAY_26 = '2025-07-06';

let running: Running;
let city: City;
let elsewhere: { district: Place; bank: Place; guarantor: Place };
let loanId: string;

beforeAll(async () => {
  running = await startProduct();
  city = await fundedCity(running, LENT);
  await pay(running, city, 'CITY', '6000000.00', LENT);
  await pay(running, city, 'AUTONOMOUS_REGION', '6000000.00', LENT);
  elsewhere = {
    district: await addRegion(running, city.pool, '150204'),
    bank: await addBank(running, city.pool, '丙银行'),
    guarantor: await addGuarantor(running, city.pool, '丁担保'),
  };
  await joinBank(running, city, elsewhere.bank, LENT);
  const firm = await addFirm(running, city.region);
  loanId = await approvedLoan(running, city, firm.id, { amount: '3000000.03', termMonths: 3 }, LENT);
  await sign(running, city.bank, loanId, '2025-03-31');
  await disburse(running, city.bank, loanId, LENT);
});
afterAll(() => running?.stop());

async function does(user: User, name: string, input: object, select: string) {
  const answer = await running.act(user, name, input, select);
  expect([name, failed(answer)]).toEqual([name, []]);
  return answer;
}

async function loanAs(user: User, select: string) {
  const { data, errors } = await running.ask(user, `query ($id: ID!) { loan(id: $id) { ${select} } }`, {
    id: loanId,
  });
  expect(errors).toBeUndefined();
  return data.loan;
}

/** Those who may see the loan, and those who may not. */
const readers = (): [string, User][] => [
  ['office', city.office],
  ['district', city.region.user],
  ['bank', city.bank.user],
  ['fund manager', city.guarantor.user],
];
const strangers = (): [string, User][] => [
  ['another district', elsewhere.district.user],
  ['another bank', elsewhere.bank.user],
  ['another guarantor', elsewhere.guarantor.user],
];

describe('第二十九至三十一条 looking after the loan', () => {
  test('visits and warnings of three tenants show on the loan, with their author, and the person for the office only', async () => {
    const visit = { loanId, visitedOn: LENT, findings: '生产正常', measures: null, document: '走访-1' };
    const { aftercare } = await does(
      city.bank.user,
      'recordVisit',
      visit,
      'aftercare { id kind channel measures loan { id } }',
    );
    expect(aftercare).toEqual({
      id: expect.stringMatching(/^ac_/),
      kind: 'VISIT',
      channel: null,
      measures: null,
      loan: { id: loanId },
    });
    const warning = {
      loanId,
      warnedOn: LENT,
      findings: '订单下降',
      measures: '压缩额度',
      document: '预警-1',
    };
    await does(city.region.user, 'warnOfRisk', warning, 'aftercare { id }');
    await does(city.guarantor.user, 'recordVisit', { ...visit, document: '走访-2' }, 'aftercare { id }');
    for (const [name, user] of readers()) {
      const { aftercare: shown } = await loanAs(
        user,
        'aftercare { kind doneOn findings measures document author { kind nameZh } person }',
      );
      const person = (userId: string) => (name === 'office' ? userId : null);
      expect([name, shown]).toEqual([
        name,
        [
          {
            kind: 'VISIT',
            doneOn: LENT,
            findings: '生产正常',
            measures: null,
            document: '走访-1',
            author: { kind: 'BANK', nameZh: '甲银行' },
            person: person('甲银行-a'),
          },
          {
            kind: 'RISK_WARNING',
            doneOn: LENT,
            findings: '订单下降',
            measures: '压缩额度',
            document: '预警-1',
            author: { kind: 'DISTRICT', nameZh: '地区150203' },
            person: person('district-150203-a'),
          },
          {
            kind: 'VISIT',
            doneOn: LENT,
            findings: '生产正常',
            measures: null,
            document: '走访-2',
            author: { kind: 'GUARANTOR', nameZh: '乙担保' },
            person: person('乙担保-a'),
          },
        ],
      ]);
    }
  });

  test('before the first compensation there is no figure of it', async () => {
    expect(
      await loanAs(city.bank.user, 'compensation { deducted } conclusion { reason } acceleratedOn'),
    ).toEqual({
      compensation: null,
      conclusion: null,
      acceleratedOn: null,
    });
  });

  test('measures and attempts after the missed payment are listed, by kind, day and loan', async () => {
    await advance(running, city, '2025-06-20');
    const said = { loanId, findings: '资金紧张', document: '措施-1' };
    await does(
      city.bank.user,
      'planOverdueMeasures',
      { ...said, plannedOn: '2025-06-11', measures: '分期催收' },
      'aftercare { kind }',
    );
    for (const [attemptedOn, channel, document] of [
      ['2025-06-12', 'TELEPHONE', '催收-1'],
      ['2025-06-19', 'ON_SITE', '催收-2'],
    ])
      await does(
        city.bank.user,
        'recordCollectionAttempt',
        { loanId, attemptedOn, channel, findings: '承诺还款', document },
        'aftercare { channel }',
      );
    const LIST = `query ($filter: AftercareFilter, $orderBy: AftercareOrder!) {
      aftercareRecords(filter: $filter, orderBy: $orderBy) { totalCount nodes { document channel } } }`;
    const list = async (user: User, filter: object | null, orderBy = 'NEWEST') =>
      (await running.ask(user, LIST, { filter, orderBy })).data.aftercareRecords;
    expect(await list(city.office, { loan: loanId, kinds: ['COLLECTION_ATTEMPT'] })).toEqual({
      totalCount: 2,
      nodes: [
        { document: '催收-2', channel: 'ON_SITE' },
        { document: '催收-1', channel: 'TELEPHONE' },
      ],
    });
    const within = { doneOn: { from: '2025-06-11', to: '2025-06-12' } };
    expect(
      (await list(city.region.user, within, 'OLDEST')).nodes.map((one: { document: string }) => one.document),
    ).toEqual(['措施-1', '催收-1']);
    for (const [name, user] of strangers())
      expect([name, (await list(user, null)).totalCount]).toEqual([name, 0]);
  });
});

const COMPENSATION = `compensatedOn compensatedPrincipal deducted claimable recovered returned unrecovered guarantorShare
  guarantorPaid parties { party share recovered loss }`;

describe('第三十二条 compensation', () => {
  let first: string;

  test('the check says what the deduction would say, and changes nothing', async () => {
    await advance(running, city, DAY_26);
    const input = { loanId, deductedOn: DAY_26, document: '划扣-1' };
    const checked = await running.ask(
      city.bank.user,
      'query ($input: DeductInput!) { check { deduct(input: $input) { allowed verdicts { code outcome actual } } } }',
      { input },
    );
    expect(checked.data.check.deduct.allowed).toBe(true);
    expect(checked.data.check.deduct.verdicts).toContainEqual({
      code: 'ART32_PAST_GRACE',
      outcome: 'PASS',
      actual: '26',
    });
    expect((await loanAs(city.bank.user, 'state')).state).toBe('OVERDUE');
  });

  test('a short deposit pays what it has; the rest stays claimable', async () => {
    const { compensation } = await does(
      city.bank.user,
      'deduct',
      { loanId, deductedOn: DAY_26, document: '划扣-1' },
      `compensation { id kind principal parts { party amount } taken deducted claimable regionPart noticeOn reversedOn
        entry { kind lines { account amount } compensation { id } } excessEntry { id } loan { state outstanding } }`,
    );
    first = compensation.id;
    expect(compensation).toMatchObject({
      id: expect.stringMatching(/^cp_/),
      kind: 'DEDUCTED',
      principal: '3000000.03',
      parts: [
        { party: 'POOL', amount: '1200000.01' },
        { party: 'BANK', amount: '600000.01' },
        { party: 'GUARANTOR', amount: '1200000.01' },
      ],
      taken: '1000000.00',
      deducted: '1000000.00',
      claimable: '200000.01',
      regionPart: '400000.00',
      noticeOn: null,
      reversedOn: null,
      excessEntry: null,
      loan: { state: 'COMPENSATED', outstanding: '0.00' },
    });
    // A bank sees the line on its own deposit, and the compensation behind the entry.
    expect(compensation.entry).toEqual({
      kind: 'DEDUCTION',
      lines: [{ account: `deposit:${city.bank.id}`, amount: '-1000000.00' }],
      compensation: { id: first },
    });
    for (const [name, user] of readers())
      expect([
        name,
        await loanAs(user, `compensation { ${COMPENSATION} } instalments { unpaid compensated }`),
      ]).toEqual([
        name,
        {
          compensation: {
            compensatedOn: DAY_26,
            compensatedPrincipal: '3000000.03',
            deducted: '1000000.00',
            claimable: '200000.01',
            recovered: '0.00',
            returned: '0.00',
            unrecovered: '3000000.03',
            guarantorShare: '1200000.01',
            guarantorPaid: '0.00',
            parties: [
              { party: 'POOL', share: '1200000.01', recovered: '0.00', loss: '1200000.01' },
              { party: 'BANK', share: '600000.01', recovered: '0.00', loss: '600000.01' },
              { party: 'GUARANTOR', share: '1200000.01', recovered: '0.00', loss: '1200000.01' },
            ],
          },
          instalments: [{ unpaid: '0.00', compensated: '3000000.03' }],
        },
      ]);
  });

  test('who may see the entry behind it: the office, the fund manager, its bank, its district; a guarantor sees none', async () => {
    const select = 'compensations { id entry { kind lines { account amount } } }';
    const region = `compensation:REGION:${city.region.id}`;
    const whole = [
      { account: 'compensation:AUTONOMOUS_REGION', amount: '300000.00' },
      { account: 'compensation:CITY', amount: '300000.00' },
      { account: region, amount: '400000.00' },
      { account: `deposit:${city.bank.id}`, amount: '-1000000.00' },
    ];
    const seen: Record<string, object[]> = {
      office: whole,
      district: [{ account: region, amount: '400000.00' }],
      bank: [{ account: `deposit:${city.bank.id}`, amount: '-1000000.00' }],
      'fund manager': whole,
    };
    for (const [name, user] of readers())
      expect([name, (await loanAs(user, select)).compensations]).toEqual([
        name,
        [{ id: first, entry: { kind: 'DEDUCTION', lines: seen[name] } }],
      ]);
  });

  test('notice, the guarantor’s payment, the rest after a top-up', async () => {
    const noticed = await does(
      city.bank.user,
      'giveDeductionNotice',
      { compensationId: first, document: '告知-1' },
      'compensation { noticeOn noticeDocument }',
    );
    expect(noticed.compensation).toEqual({ noticeOn: DAY_26, noticeDocument: '告知-1' });
    const paid = await does(
      city.guarantor.user,
      'payGuarantorShare',
      { loanId, paidOn: DAY_26, amount: '1200000.01', document: '付款-1' },
      'guarantorPayment { id amount paidOn document loan { compensation { guarantorPaid } } }',
    );
    expect(paid.guarantorPayment).toEqual({
      id: expect.stringMatching(/^gp_/),
      amount: '1200000.01',
      paidOn: DAY_26,
      document: '付款-1',
      loan: { compensation: { guarantorPaid: '1200000.01' } },
    });
    const more = await running.act(
      city.guarantor.user,
      'payGuarantorShare',
      { loanId, paidOn: DAY_26, amount: '0.01', document: '付款-2' },
      'guarantorPayment { id }',
    );
    expect(failed(more)).toEqual(['ART20_GUARANTOR_SHARE']);
    await running.act(
      city.guarantor.user,
      'creditInterest',
      { onDeposit: true, bankId: city.bank.id, amount: '200000.01', valueDate: DAY_26, document: '结息' },
      'entry { id }',
    );
    const rest = await does(
      city.bank.user,
      'deduct',
      { loanId, deductedOn: DAY_26, document: '划扣-2' },
      'compensation { principal deducted claimable regionPart parts { amount } }',
    );
    expect(rest.compensation).toEqual({
      principal: '0.00',
      deducted: '200000.01',
      claimable: '0.00',
      regionPart: '80000.01',
      parts: [{ amount: '0.00' }, { amount: '0.00' }, { amount: '0.00' }],
    });
  });

  test('第十三条 the region owes its share, and what it pays lowers that', async () => {
    const STANDING = '{ regions { nodes { id standing { replenished replenishmentOwed fundBalance } } } }';
    const own = async (user: User) => {
      const { data, errors } = await running.ask(user, STANDING);
      expect(errors).toBeUndefined();
      return data.regions.nodes.find(({ id }: { id: string }) => id === city.region.id)?.standing;
    };
    const owing = { replenished: '0.00', replenishmentOwed: '480000.01', fundBalance: '7519999.99' };
    for (const user of [city.office, city.region.user, city.guarantor.user])
      expect(await own(user)).toEqual(owing);
    expect(await own(city.bank.user)).toBeNull();
    const { entry } = await does(
      city.guarantor.user,
      'recordReplenishment',
      { regionId: city.region.id, amount: '300000.00', valueDate: DAY_26, document: '补充-1' },
      'entry { kind lines { account amount } }',
    );
    expect(entry.kind).toBe('REPLENISHMENT');
    expect(await own(city.region.user)).toEqual({
      replenished: '300000.00',
      replenishmentOwed: '180000.01',
      fundBalance: '7819999.99',
    });
  });

  test('第三十二条 what a bank takes early is owed back, seen by itself, the office and the fund manager', async () => {
    const firm = await addFirm(running, city.region);
    const young = await approvedLoan(running, city, firm.id, { amount: '1000000.00' }, DAY_26);
    await sign(running, city.bank, young, '2025-12-31');
    await disburse(running, city.bank, young, DAY_26);
    await running.act(
      city.guarantor.user,
      'creditInterest',
      { onDeposit: true, bankId: city.bank.id, amount: '100.00', valueDate: DAY_26, document: '结息' },
      'entry { id }',
    );
    const { compensation } = await does(
      city.bank.user,
      'reportDeduction',
      { loanId: young, deductedOn: DAY_26, amount: '60.00', document: '划扣-3' },
      'compensation { kind taken deducted principal entry { id } excessEntry { kind lines { account amount } } }',
    );
    expect(compensation).toMatchObject({
      kind: 'REPORTED',
      taken: '60.00',
      deducted: '0.00',
      principal: '0.00',
      entry: null,
      excessEntry: { kind: 'EXCESS_DEDUCTED' },
    });
    expect(compensation.excessEntry.lines).toContainEqual({
      account: `suspense:${city.bank.id}`,
      amount: '60.00',
    });
    const { entry } = await does(
      city.bank.user,
      'returnExcess',
      { bankId: city.bank.id, amount: '20.00', valueDate: DAY_26, document: '退回-1' },
      'entry { kind }',
    );
    expect(entry.kind).toBe('EXCESS_RETURNED');
    const owed = async (user: User) => {
      const { data } = await running.ask(user, '{ banks { nodes { id standing { suspense deposit } } } }');
      return data.banks.nodes.find(({ id }: { id: string }) => id === city.bank.id)?.standing;
    };
    for (const user of [city.office, city.bank.user, city.guarantor.user])
      expect(await owed(user)).toEqual({ suspense: '40.00', deposit: '60.00' });
    expect(await owed(city.region.user)).toBeNull();
    expect(await owed(elsewhere.bank.user)).toBeUndefined();
  });
});

describe('第三十三至三十五条 recovery', () => {
  test('an action at law, step by step; a change names the version it saw', async () => {
    const opened = await does(
      city.bank.user,
      'openLegalAction',
      {
        loanId,
        court: '昆都仑区人民法院',
        caseNumber: null,
        filedOn: DAY_26,
        note: '起诉',
        document: '诉状-1',
      },
      'legalAction { id version }',
    );
    const { id, version } = opened.legalAction;
    expect(id).toMatch(/^la_/);
    const step = {
      legalActionId: id,
      stage: 'ACCEPTED',
      reachedOn: DAY_26,
      note: '立案',
      document: '受理-1',
    };
    await does(
      city.guarantor.user,
      'advanceLegalAction',
      { ...step, caseNumber: '（2025）内0203民初1号', version },
      'legalAction { stage }',
    );
    const stale = await running.ask(
      city.bank.user,
      'mutation ($i: AdvanceLegalActionInput!) { advanceLegalAction(idempotencyKey: "stale-step-1", input: $i) { done } }',
      { i: { ...step, caseNumber: null, version } },
    );
    expect(stale.errors?.[0]?.extensions).toMatchObject({ code: 'CONFLICT', reason: 'VERSION' });
    for (const [name, user] of readers()) {
      const person = (userId: string) => (name === 'office' ? userId : null);
      const { legalActions } = await loanAs(
        user,
        'legalActions { court caseNumber stage openedOn version openedBy { nameZh } steps { number stage note author { nameZh } person } }',
      );
      expect([name, legalActions]).toEqual([
        name,
        [
          {
            court: '昆都仑区人民法院',
            caseNumber: '（2025）内0203民初1号',
            stage: 'ACCEPTED',
            openedOn: DAY_26,
            version: 2,
            openedBy: { nameZh: '甲银行' },
            steps: [
              {
                number: 1,
                stage: 'FILED',
                note: '起诉',
                author: { nameZh: '甲银行' },
                person: person('甲银行-a'),
              },
              {
                number: 2,
                stage: 'ACCEPTED',
                note: '立案',
                author: { nameZh: '乙担保' },
                person: person('乙担保-a'),
              },
            ],
          },
        ],
      ]);
    }
  });

  test.each([
    ['DEPOSIT', 'bank', '76800.00'],
    ['CUSTODY', 'fund manager', '0.04'],
    ['CUSTODY', 'fund manager', '1234.56'],
    ['DEPOSIT', 'fund manager', '0.01'],
  ])('a recovery to %s by the %s, less its costs', async (destination, by, net) => {
    const user = by === 'bank' ? city.bank.user : city.guarantor.user;
    const costs = [
      { kind: 'LITIGATION', amount: '3000.00', note: '诉讼费' },
      { kind: 'AGENCY', amount: '1000.00', note: '律师费' },
    ];
    const fen = BigInt(net.replace('.', '')) + 400_000n;
    const gross = `${fen / 100n}.${String(fen % 100n).padStart(2, '0')}`;
    const { recovery } = await does(
      user,
      'recordRecovery',
      { loanId, receivedOn: DAY_26, gross, costs, destination, document: '回款' },
      `recovery { id gross costs net destination costItems { number kind amount note } parts { party amount } author { nameZh }
        loan { id } }`,
    );
    expect(recovery).toMatchObject({
      id: expect.stringMatching(/^rc_/),
      gross,
      costs: '4000.00',
      net,
      destination,
      costItems: costs.map((cost, at) => ({ number: at + 1, ...cost })),
      author: { nameZh: by === 'bank' ? '甲银行' : '乙担保' },
      loan: { id: loanId },
    });
  });

  test('第十条 what goes to the pool’s own account is recorded by the fund manager, not by a bank', async () => {
    const input = {
      loanId,
      receivedOn: DAY_26,
      gross: '1.00',
      costs: [],
      destination: 'CUSTODY',
      document: '回款',
    };
    expect(await errorOf(running, city.bank.user, 'recordRecovery', input)).toEqual({
      code: 'BAD_USER_INPUT',
      field: 'destination',
    });
  });

  test('many recoveries end at the shares of one; the ledger, the exposures and the loan say the same', async () => {
    // 76,800.00 + 0.04 + 1,234.56 + 0.01 = 78,034.61, of which 40 % is 31,213.844 and 20 % is 15,606.922;
    // the fen that is left over goes to the earlier of the two with the larger remainder.
    const { compensation, recoveries } = await loanAs(
      city.region.user,
      `compensation { ${COMPENSATION} } recoveries { returned regionPart person }`,
    );
    expect(compensation).toMatchObject({
      recovered: '78034.61',
      returned: '31213.85',
      unrecovered: '2921965.42',
      parties: [
        { party: 'POOL', share: '1200000.01', recovered: '31213.85', loss: '1168786.16' },
        { party: 'BANK', share: '600000.01', recovered: '15606.92', loss: '584393.09' },
        { party: 'GUARANTOR', share: '1200000.01', recovered: '31213.84', loss: '1168786.17' },
      ],
    });
    expect(recoveries.every(({ person }: { person: string | null }) => person === null)).toBe(true);
    const figures = '{ compensatedPrincipal recoveredInAll compensated recovered net }';
    const { data } = await running.ask(
      city.office,
      `query ($firm: ID!, $bank: ID!, $guarantor: ID!, $region: ID!) {
        pool { exposure ${figures} breaker { amounts { netCompensation } } } enterprise(id: $firm) { exposure ${figures} }
        bank(id: $bank) { exposure ${figures} } guarantor(id: $guarantor) { exposure ${figures} }
        region(id: $region) { exposure ${figures} } balances { kind balance } }`,
      {
        firm: (await loanAs(city.office, 'enterprise { id }')).enterprise.id,
        bank: city.bank.id,
        guarantor: city.guarantor.id,
        region: city.region.id,
      },
    );
    const wanted = {
      compensatedPrincipal: '3000000.03',
      recoveredInAll: '78034.61',
      compensated: '1200000.01',
      recovered: '31213.85',
      net: '1168786.16',
    };
    for (const scope of ['pool', 'enterprise', 'bank', 'guarantor', 'region'])
      expect([scope, data[scope].exposure]).toEqual([scope, wanted]);
    expect(data.pool.breaker.amounts.netCompensation).toBe(wanted.net);
    const fen = data.balances
      .filter(({ kind }: { kind: string }) => kind === 'COMPENSATION')
      .reduce((sum: bigint, { balance }: { balance: string }) => sum + BigInt(balance.replace('.', '')), 0n);
    expect(fen).toBe(116_878_616n);
    // For bank and guarantor a firm's figures are of their own loans; the other side has none.
    const own = await running.ask(city.bank.user, `{ enterprises { nodes { exposure ${figures} } } }`);
    expect(own.data.enterprises.nodes.map(({ exposure }: { exposure: object }) => exposure)).toContainEqual(
      wanted,
    );
  });

  test('lists of compensations and recoveries, by loan, day, bank and region, and of nobody else', async () => {
    const LISTS = `query ($c: CompensationFilter, $r: RecoveryFilter) {
      compensations(filter: $c, orderBy: AMOUNT_DESC) { totalCount nodes { deducted } }
      recoveries(filter: $r, orderBy: OLDEST) { totalCount nodes { net } } }`;
    const lists = async (user: User, c: object | null = null, r: object | null = null) =>
      (await running.ask(user, LISTS, { c, r })).data;
    const all = {
      compensations: {
        totalCount: 3,
        nodes: [{ deducted: '1000000.00' }, { deducted: '200000.01' }, { deducted: '0.00' }],
      },
      recoveries: {
        totalCount: 4,
        nodes: [{ net: '76800.00' }, { net: '0.04' }, { net: '1234.56' }, { net: '0.01' }],
      },
    };
    for (const [name, user] of readers()) expect([name, await lists(user)]).toEqual([name, all]);
    for (const [name, user] of strangers())
      expect([name, await lists(user)]).toEqual([
        name,
        { compensations: { totalCount: 0, nodes: [] }, recoveries: { totalCount: 0, nodes: [] } },
      ]);
    const found = await lists(
      city.office,
      { loan: loanId, kinds: ['DEDUCTED'], bank: city.bank.id, deductedOn: { from: DAY_26, to: DAY_26 } },
      { region: city.region.id, guarantor: city.guarantor.id, receivedOn: { to: '2025-07-05' } },
    );
    expect([found.compensations.totalCount, found.recoveries.totalCount]).toEqual([2, 0]);
  });

  test('reports, and the conclusion with the final loss by party', async () => {
    for (const user of [city.bank.user, city.guarantor.user])
      await does(
        user,
        'reportRecovery',
        { loanId, reportedOn: DAY_26, summary: '债务人无可供执行财产', document: '报告-1' },
        'recoveryReport { id loan { id } }',
      );
    const { loan } = await does(
      city.office,
      'concludeRecovery',
      { loanId, reason: '终结执行', document: '核结-1' },
      'loan { state endedOn }',
    );
    expect(loan).toEqual({ state: 'CLOSED', endedOn: DAY_26 });
    for (const [name, user] of readers()) {
      const person = (userId: string) => (name === 'office' ? userId : null);
      const { conclusion, recoveryReports } = await loanAs(
        user,
        `conclusion { concludedOn compensatedPrincipal recovered losses { party amount } reason document person }
         recoveryReports { reportedOn summary author { nameZh } person }`,
      );
      expect([name, conclusion]).toEqual([
        name,
        {
          concludedOn: DAY_26,
          compensatedPrincipal: '3000000.03',
          recovered: '78034.61',
          losses: [
            { party: 'POOL', amount: '1168786.16' },
            { party: 'BANK', amount: '584393.09' },
            { party: 'GUARANTOR', amount: '1168786.17' },
          ],
          reason: '终结执行',
          document: '核结-1',
          person: person('office-a'),
        },
      ]);
      expect([name, recoveryReports]).toEqual([
        name,
        [
          {
            reportedOn: DAY_26,
            summary: '债务人无可供执行财产',
            author: { nameZh: '甲银行' },
            person: person('甲银行-a'),
          },
          {
            reportedOn: DAY_26,
            summary: '债务人无可供执行财产',
            author: { nameZh: '乙担保' },
            person: person('乙担保-a'),
          },
        ],
      ]);
    }
  });

  test('to everyone else none of it exists: the loan, its parts by id, and their ids as filters', async () => {
    const { data } = await running.ask(
      city.office,
      `{ loans { nodes { id aftercare { id } compensations { id } guarantorPayments { id } legalActions { id }
         recoveries { id } recoveryReports { id } } } }`,
    );
    const ids = [...JSON.stringify(data).matchAll(/"((?:ln|ac|cp|gp|la|rc|rr)_[0-9a-f]{32})"/g)].map(
      ([, id]) => id,
    );
    expect(new Set(ids.map((id) => id?.slice(0, 2)))).toEqual(
      new Set(['ln', 'ac', 'cp', 'gp', 'la', 'rc', 'rr']),
    );
    for (const [name, user] of strangers()) {
      const found = await running.ask(user, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids });
      expect([name, found.data.nodes]).toEqual([name, ids.map(() => null)]);
      const lists = await running.ask(
        user,
        `query ($loan: ID!) { aftercareRecords(filter: { loan: $loan }) { totalCount }
           compensations(filter: { loan: $loan }) { totalCount } recoveries(filter: { loan: $loan }) { totalCount } }`,
        { loan: loanId },
      );
      expect(Object.values(lists.data).map((list) => (list as { totalCount: number }).totalCount)).toEqual([
        0, 0, 0,
      ]);
    }
  });
});
