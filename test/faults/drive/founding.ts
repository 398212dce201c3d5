import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAnyId } from '../../../src/domain/ids.ts';
import { writeEditionValues } from '../../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../../src/regulation/editions/baotou-2021.ts';
import type { Party } from '../check/told.ts';
import type { End, Person, Sender, Wish } from './client.ts';
import { type MemberSettings, runCommand } from './processes.ts';
import type { Random } from './random.ts';
import { daysAfter, type Place, type World } from './world.ts';

export const FIRST_DAY = '2024-03-04';
const DIVISIONS = ['150203', '150204', '150207'] as const;
const BANKS = ['甲银行', '丁银行', '戊银行'] as const;
const GUARANTORS = ['乙担保', '己担保'] as const;

/** Founds a pool by the product's own command; its office and nobody else is in it. */
export async function foundPool(
  settings: Pick<MemberSettings, 'root' | 'from' | 'folder'> & { readonly databaseUrl: string },
): Promise<{ pool: string; office: string }> {
  const file = join(settings.folder, 'pool.json');
  const founding = {
    nameZh: '测试资金池',
    nameEn: 'Fault pool',
    cityCode: '150200',
    cityZh: '包头市',
    cityEn: 'Baotou',
    officeZh: '协调办公室',
    officeEn: 'Coordination office',
    sandboxDate: FIRST_DAY,
  };
  await writeFile(file, JSON.stringify(founding));
  const { exit, out } = await runCommand(['found', file], settings);
  const said = /\{"pool".*\}/.exec(out);
  if (exit !== 0 || !said) throw new Error(`the pool was not founded: ${out}`);
  return JSON.parse(said[0]) as { pool: string; office: string };
}

/**
 * Builds a small city through acts of its tenants: three regions, three banks with their first deposits, two guarantors of
 * which the first is the fund manager; and so little money that its caps are reached soon.
 */
export async function buildCity(
  { wish }: Sender,
  random: Random,
  { pool, office: officeId }: { readonly pool: string; readonly office: string },
): Promise<{ world: World; parties: Party[] }> {
  const person = (kind: Party['kind'], tenant: string, user: string): Person => ({
    pool,
    tenant,
    kind,
    user,
  });
  const uuidOf = (id: string): string => {
    const read = readAnyId(id);
    if (!read) throw new Error(`not an id: ${id}`);
    return read.id;
  };
  const office: Place = {
    id: officeId,
    a: person('OFFICE', officeId, 'office-a'),
    b: person('OFFICE', officeId, 'office-b'),
  };
  async function must(wanted: Wish): Promise<Readonly<Record<string, unknown>>> {
    const end: End = await wish(wanted, random);
    if (end.end !== 'DONE') throw new Error(`${wanted.act}: ${JSON.stringify(end)}`);
    return end.thing;
  }
  const place = (kind: Party['kind'], id: unknown, name: string): Place => {
    const tenant = uuidOf(String(id));
    return { id: String(id), a: person(kind, tenant, `${name}-a`), b: person(kind, tenant, `${name}-b`) };
  };

  const { number, titleZh, titleEn, validFrom, validTo, values } = BAOTOU_2021;
  const drafted = await must({
    by: office.a,
    act: 'draftEdition',
    input: {
      number,
      titleZh,
      titleEn,
      document: '包府办发〔2021〕49号',
      validFrom,
      validTo,
      parameters: writeEditionValues(values),
    },
    field: 'edition',
    select: 'id version',
  });
  await must({
    by: office.b,
    act: 'enactEdition',
    input: { editionId: drafted.id, version: drafted.version },
    field: 'edition',
  });

  const regions: World['regions'] = [];
  for (const divisionCode of DIVISIONS) {
    const made = await must({
      by: office.a,
      act: 'registerRegion',
      input: {
        nameZh: `地区${divisionCode}`,
        nameEn: `Region ${divisionCode}`,
        divisionCode,
        hardship: true,
      },
      field: 'region',
    });
    regions.push({ ...place('DISTRICT', made.id, `district-${divisionCode}`), divisionCode });
  }
  const banks: Place[] = [];
  for (const name of BANKS) {
    const made = await must({
      by: office.a,
      act: 'registerBank',
      input: { nameZh: name, nameEn: name },
      field: 'bank',
    });
    banks.push(place('BANK', made.id, name));
  }
  const guarantors: Place[] = [];
  for (const [at, name] of GUARANTORS.entries()) {
    const made = await must({
      by: office.a,
      act: 'registerGuarantor',
      input: { nameZh: name, nameEn: name },
      field: 'guarantor',
    });
    guarantors.push(place(at === 0 ? 'FUND_MANAGER' : 'GUARANTOR', made.id, name));
  }
  const [manager] = guarantors;
  if (!manager) throw new Error('there is no guarantor');
  await must({
    by: office.a,
    act: 'appointFundManager',
    input: { guarantorId: manager.id, appointedOn: FIRST_DAY, document: '委托-1' },
    field: 'guarantor',
  });
  for (const source of ['CITY', ...regions] as const) {
    const isRegion = typeof source === 'object';
    const pledged = await must({
      by: isRegion ? source.a : office.a,
      act: 'pledge',
      input: {
        source: isRegion ? 'REGION' : source,
        ...(isRegion ? { regionId: source.id } : {}),
        amount: isRegion ? '4000000.00' : '2500000.00',
        payInBy: daysAfter(FIRST_DAY, 700),
        document: `承诺-${isRegion ? source.divisionCode : source}`,
      },
      field: 'pledge',
    });
    await must({
      by: manager.a,
      act: 'recordContribution',
      input: {
        pledgeId: pledged.id,
        amount: isRegion ? '600000.00' : '2500000.00',
        valueDate: FIRST_DAY,
        document: `到账-${isRegion ? source.divisionCode : source}`,
      },
      field: 'entry',
    });
  }
  for (const bank of banks) {
    await must({
      by: office.a,
      act: 'signAgreement',
      input: {
        bankId: bank.id,
        signedOn: FIRST_DAY,
        endsOn: '2029-12-31',
        specialAccount: '6222000011112222',
        document: `协议-${bank.a.user}`,
      },
      field: 'bank',
    });
    await must({
      by: manager.a,
      act: 'placeFirstDeposit',
      input: { bankId: bank.id, amount: '1000000.00', valueDate: FIRST_DAY, document: `划款-${bank.a.user}` },
      field: 'entry',
    });
  }

  const world: World = {
    pool,
    office,
    regions,
    banks,
    guarantors,
    firms: [],
    referrals: [],
    loans: [],
    pledges: [],
    topUps: [],
    supplements: [],
    entries: [],
    reversals: [],
    notices: [],
    webhooks: [],
    today: FIRST_DAY,
    firmsMade: 0,
  };
  const parties = [office, ...regions, ...banks, ...guarantors].map(
    ({ a: { pool: of, tenant, kind } }): Party => ({ pool: of, tenant, kind }),
  );
  return { world, parties };
}
