import { beforeAll, describe, expect, test } from 'vitest';
import { readAnyId, writeId } from '../../src/domain/ids.ts';
import { Yuan } from '../../src/domain/money.ts';
import { amountInWords, dateInWords } from '../../src/domain/money-words.ts';
import type { Id } from '../../src/domain/words.ts';
import { errorIn, fetchPaper, paragraphsIn, partsIn } from '../support/papers.ts';
import type { Running, User } from '../support/product.ts';
import type { Side, Twin } from '../support/twin.ts';

// Papers of a city with two sides that have nothing to do with one another; the city is the one of reports.test.ts.

/** The tests of documents, in a city that stands already. */
export function documentTests(world: () => { readonly running: Running; readonly twin: Twin }): void {
  let running: Running;
  let twin: Twin;
  beforeAll(() => {
    ({ running, twin } = world());
  });

  const uuid = (id: string) => readAnyId(id)?.id;
  const first = async (text: string, ...params: unknown[]) => (await running.owner(text, params))[0] ?? {};

  const LOAN = `query ($id: ID!) { loan(id: $id) { number amount disbursedOn disbursementNotice { path fileName }
  referral { formNumber recommendationForm { path fileName } }
  compensations { id deductedOn deducted taken principal deductionNotice { path fileName } }
  region { id nameZh standing { replenishmentOwed replenishmentLetter { path fileName } } } } }`;

  /** What a reader is told about the papers of a loan. */
  async function papersOf(user: User, side: Side) {
    const { data, errors } = await running.ask(user, LOAN, { id: side.aftermath.closed });
    if (errors) throw new Error(JSON.stringify(errors));
    return data.loan;
  }

  async function textOf(user: User, path: string): Promise<string> {
    const got = await fetchPaper(running, user, path);
    if (got.status !== 200) throw new Error(got.bytes.toString('utf8'));
    return (await paragraphsIn(got.bytes)).join('\n');
  }

  const both = (amount: string) =>
    `人民币${amountInWords(Yuan.parse(amount))}（¥${Yuan.parse(amount).toReadable()}）`;

  describe('each paper, found by its field, with the figures of the record', () => {
    test('the recommendation form', async () => {
      const { referral, amount } = await papersOf(twin.city.office, twin.first);
      const text = await textOf(twin.city.office, referral.recommendationForm.path);
      const firm = await first(
        `select e.name, e.credit_code from enterprise e join loan l on l.enterprise_id = e.id where l.id = $1`,
        uuid(twin.first.aftermath.closed),
      );
      for (const told of [
        referral.formNumber,
        firm.name,
        firm.credit_code,
        both(amount),
        '甲银行',
        '乙担保',
        '第二十五条',
      ])
        expect(text).toContain(told);
    });

    test('the notice of disbursement', async () => {
      const { disbursementNotice, amount, disbursedOn, number } = await papersOf(
        twin.first.bank.user,
        twin.first,
      );
      const text = await textOf(twin.first.bank.user, disbursementNotice.path);
      for (const told of [number, both(amount), dateInWords(disbursedOn), '第二十七条', '专项工作协调办公室'])
        expect(text).toContain(told);
    });

    test('the notice of deduction', async () => {
      const { compensations, number } = await papersOf(twin.first.bank.user, twin.first);
      const [{ deductionNotice, taken, principal, deductedOn }] = compensations;
      const text = await textOf(twin.first.bank.user, deductionNotice.path);
      for (const told of [
        number,
        both(taken),
        Yuan.parse(principal).toReadable(),
        dateInWords(deductedOn),
        '第三十二条',
      ])
        expect(text).toContain(told);
    });

    test('the letter on replenishment, with what the ledger says that the region owes', async () => {
      const { region } = await papersOf(twin.city.office, twin.first);
      const { replenishmentOwed, replenishmentLetter } = region.standing;
      expect(Yuan.parse(replenishmentOwed).isPositive()).toBe(true);
      const text = await textOf(twin.city.office, replenishmentLetter.path);
      const id = uuid(region.id);
      const borne = await first(`select balance from account where code = $1`, `compensation:REGION:${id}`);
      for (const told of [
        `尚应补充${both(replenishmentOwed)}`,
        `承担代偿净额${both(Yuan.fromFen(BigInt(String(borne.balance))).toString())}`,
        region.nameZh,
        '第十三条',
      ])
        expect(text).toContain(told);
    });

    test('A4 with the margins of the standard, and a Chinese name for the file', async () => {
      const { referral } = await papersOf(twin.city.office, twin.first);
      const { bytes, headers } = await fetchPaper(
        running,
        twin.city.office,
        referral.recommendationForm.path,
      );
      const xml = (await partsIn(bytes)).get('word/document.xml') ?? '';
      expect(xml).toMatch(/<w:pgSz w:w="11907" w:h="16840"/);
      expect(xml).toMatch(/w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"/);
      expect(headers.get('content-disposition')).toContain(
        `filename*=UTF-8''${encodeURIComponent(referral.recommendationForm.fileName)}`,
      );
    });
  });

  describe('who may have them', () => {
    const READERS = {
      'recommendation-form': ['office', 'district', 'bank', 'guarantor'],
      'disbursement-notice': ['office', 'bank'],
      'deduction-notice': ['office', 'bank'],
      'replenishment-letter': ['office', 'district', 'fundManager'],
    } as const;

    /** The papers of the second side; the fund manager is the guarantor of the first. */
    async function pathsOf({ aftermath, region }: Side): Promise<Record<keyof typeof READERS, string>> {
      const loan = await first(`select id, referral_id from loan where id = $1`, uuid(aftermath.closed));
      const made = await first(`select id from compensation where loan_id = $1`, loan.id);
      const path = (kind: string, id: string) => `/documents/${kind}/${id}.docx`;
      return {
        'recommendation-form': path(
          'recommendation-form',
          writeId('referral', loan.referral_id as Id<'referral'>),
        ),
        'disbursement-notice': path('disbursement-notice', aftermath.closed),
        'deduction-notice': path('deduction-notice', writeId('compensation', made.id as Id<'compensation'>)),
        'replenishment-letter': path('replenishment-letter', region.id),
      };
    }

    test.each(Object.keys(READERS) as (keyof typeof READERS)[])('%s', async (kind) => {
      const { city, first: one, second } = twin;
      const users = {
        office: city.office,
        district: second.region.user,
        bank: second.bank.user,
        guarantor: second.guarantor.user,
        fundManager: one.guarantor.user,
        'other district': one.region.user,
        'other bank': one.bank.user,
      };
      const path = (await pathsOf(second))[kind];
      const unknown = path.replace(/_[0-9a-f]{32}/, `_${'0'.repeat(32)}`);
      const missing = new Set<string>();
      for (const [who, user] of Object.entries(users)) {
        const got = await fetchPaper(running, user, path);
        const may = (READERS[kind] as readonly string[]).includes(who);
        expect([who, got.status]).toEqual([who, may ? 200 : 404]);
        if (!may) missing.add(got.bytes.toString('utf8'));
        for (const nothing of [unknown, path.replace(/\/[^/]+\.docx/, '/x.docx')]) {
          const none = await fetchPaper(running, user, nothing);
          expect(none.status).toBe(404);
          missing.add(none.bytes.toString('utf8'));
        }
      }
      // Unknown, foreign and not for this reader are told apart by nobody.
      expect(missing.size).toBe(1);
    });

    test('a guarantor is offered no notice and no letter', async () => {
      const { disbursementNotice, compensations, referral } = await papersOf(
        twin.second.guarantor.user,
        twin.second,
      );
      expect([disbursementNotice, compensations[0].deductionNotice]).toEqual([null, null]);
      expect(referral.recommendationForm.fileName).toMatch(/^推荐表-.*\.docx$/);
    });
  });

  describe('what cannot be made out yet', () => {
    test('a form before the recommendation, a notice before the disbursement', async () => {
      const { office } = twin.city;
      const referral = await first(
        `select id from referral where pool_id = $1 and form_number is null limit 1`,
        office.poolId,
      );
      const loan = await first(
        `select id from loan where pool_id = $1 and disbursed_on is null limit 1`,
        office.poolId,
      );
      for (const path of [
        `recommendation-form/${writeId('referral', referral.id as Id<'referral'>)}`,
        `disbursement-notice/${writeId('loan', loan.id as Id<'loan'>)}`,
      ]) {
        const got = await fetchPaper(running, office, `/documents/${path}.docx`);
        expect(got.status).toBe(409);
        expect(errorIn(got).code).toBe('CONFLICT');
      }
    });

    test('a letter to a region that owes nothing', async () => {
      const { office } = twin.city;
      const { region } = await running.act(
        office,
        'registerRegion',
        { nameZh: '青山区', nameEn: 'Qingshan', divisionCode: '150205', hardship: false },
        'region { id standing { replenishmentLetter { path } } }',
      );
      expect(region.standing.replenishmentLetter).toBeNull();
      const got = await fetchPaper(running, office, `/documents/replenishment-letter/${region.id}.docx`);
      expect([got.status, errorIn(got).message]).toEqual([
        409,
        expect.stringContaining('nothing to replenish'),
      ]);
    });

    test.each([
      '/documents/secret/ln_1.docx',
      '/documents/disbursement-notice/ln_1.pdf',
      '/documents/__proto__/x.docx',
    ])('%s is not found', async (path) => {
      expect((await fetchPaper(running, twin.city.office, path)).status).toBe(404);
    });
  });
}
