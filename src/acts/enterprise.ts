import { firmKeyOf } from '../domain/audit.ts';
import { yearOf } from '../domain/dates.ts';
import { type CreditCode, industryOfCode, sizeOf } from '../domain/enterprise.ts';
import type { Yuan } from '../domain/money.ts';
import type { Id } from '../domain/words.ts';
import type { Desk } from './desk.ts';
import { conflict, invalid } from './failures.ts';
import { emptyExposure } from './governance.ts';
import { act, changed, sought } from './perform.ts';

/** The figures from which a firm's size is computed; never the size itself (Art. 4). */
export interface EnterpriseFigures {
  readonly name: string;
  /** Division code of the place where the firm is registered, six digits. */
  readonly divisionCode: string;
  /** GB/T 4754 code of the industry: a letter and digits, or digits. */
  readonly industryCode: string;
  readonly employees: number;
  readonly revenue: Yuan;
  readonly assets: Yuan;
  readonly figuresYear: number;
}

function computed(desk: Desk, input: EnterpriseFigures) {
  if (!/^\d{6}$/.test(input.divisionCode))
    throw invalid('divisionCode', '区划代码为六位数字。', 'A division code has six digits.');
  if (input.employees < 0)
    throw invalid('employees', '从业人员数不得为负。', 'The number of employees is not below zero.');
  if (input.revenue.isNegative())
    throw invalid('revenue', '营业收入不得为负。', 'Revenue is not below zero.');
  if (input.assets.isNegative()) throw invalid('assets', '资产总额不得为负。', 'Assets are not below zero.');
  if (input.figuresYear < 1990 || input.figuresYear > yearOf(desk.today))
    throw invalid(
      'figuresYear',
      '数据年度应在 1990 年与当年之间。',
      'The figures are of a year from 1990 to the present one.',
    );
  const { name, divisionCode, industryCode, employees, revenue, assets, figuresYear } = input;
  const industry = industryOfCode(industryCode);
  const size = industry && sizeOf(industry, { employees, revenue, assets });
  return { name, divisionCode, industryCode, employees, revenue, assets, figuresYear, industry, size };
}

/** Puts a firm on record in a region. */
export async function registerFirm(
  desk: Desk,
  regionId: Id<'region'>,
  input: EnterpriseFigures & { readonly creditCode: CreditCode },
): Promise<Id<'enterprise'>> {
  const { poolId } = desk.actor;
  if (await desk.store.find('enterprise', { regionId, creditCode: input.creditCode }))
    throw conflict(
      'DUPLICATE',
      '本地区已登记该统一社会信用代码。',
      'Your region has registered this credit code already.',
    );
  const id = desk.newId('enterprise');
  const firmKey = firmKeyOf(poolId, input.creditCode);
  await desk.insert('enterprise', {
    poolId,
    id,
    firmKey,
    creditCode: input.creditCode,
    regionId,
    ...computed(desk, input),
    registeredOn: desk.today,
    version: 1,
  });
  await desk.store.ensure('exposure', { poolId, ...emptyExposure('FIRM', firmKey, regionId) });
  desk.tell('enterprise.registered', { noun: 'enterprise', id }, { regionId });
  return id;
}

/** 第四、七条 A district registers a firm of its region. Its size is computed from the national standard. */
export const registerEnterprise = act({
  name: 'registerEnterprise',
  by: { personas: ['DISTRICT'], role: 'OPERATOR' },
  about: (_: EnterpriseFigures & { creditCode: CreditCode }) => ({}),
  async run(desk, input) {
    const regionId = desk.actor.tenantId as string as Id<'region'>;
    return changed('enterprise', await registerFirm(desk, regionId, input));
  },
});

/** 第四条 A district brings a firm’s figures up to date; its size is computed again. */
export const updateEnterprise = act({
  name: 'updateEnterprise',
  by: { personas: ['DISTRICT'], role: 'OPERATOR' },
  about: (input: EnterpriseFigures & { enterpriseId: Id<'enterprise'> | null; version: number }) => ({
    enterprise: sought('enterprise', input.enterpriseId, 'enterpriseId'),
  }),
  async run(desk, input, { enterprise }) {
    const row = await desk.store.lock('enterprise', { id: enterprise.id });
    if (row?.version !== input.version)
      throw conflict(
        'VERSION',
        '企业信息已被他人修改，请重新查阅后再提交。',
        'The record has changed since; read it again first.',
      );
    await desk.update('enterprise', { id: row.id }, row, {
      ...computed(desk, input),
      version: row.version + 1,
    });
    desk.tell('enterprise.updated', { noun: 'enterprise', id: row.id }, { regionId: row.regionId });
    return changed('enterprise', row.id);
  },
});

/** 第三十六条 Puts a firm on the dishonest list; it cannot be referred while it stands there. */
export const listDishonest = act({
  name: 'listDishonest',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: { enterpriseId: Id<'enterprise'> | null; reason: string; document: string }) => ({
    enterprise: sought('enterprise', input.enterpriseId, 'enterpriseId'),
  }),
  async run(desk, { reason, document }, { enterprise }) {
    const { poolId } = desk.actor;
    const { firmKey, regionId, id: enterpriseId } = enterprise;
    await desk.store.lockExposure([{ scope: 'FIRM', scopeId: firmKey }]);
    if (await desk.store.find('listing', { firmKey, removedOn: null }))
      throw conflict('STATE', '该企业已在失信企业名单上。', 'The firm stands on the list already.');
    const id = desk.newId('listing');
    await desk.insert('listing', {
      poolId,
      id,
      firmKey,
      enterpriseId,
      regionId,
      reason,
      document,
      listedOn: desk.today,
      version: 1,
    });
    desk.tell('enterprise.listed', { noun: 'enterprise', id: enterpriseId }, { regionId }, { document });
    return changed('enterprise', enterpriseId);
  },
});

/** 第三十六条 Takes a firm off the dishonest list. */
export const unlistDishonest = act({
  name: 'unlistDishonest',
  by: { personas: ['OFFICE'], role: 'APPROVER' },
  about: (input: { enterpriseId: Id<'enterprise'> | null; reason: string }) => ({
    enterprise: sought('enterprise', input.enterpriseId, 'enterpriseId'),
  }),
  async run(desk, { reason }, { enterprise }) {
    const { firmKey, regionId, id } = enterprise;
    await desk.store.lockExposure([{ scope: 'FIRM', scopeId: firmKey }]);
    const row = await desk.store.lock('listing', { firmKey, removedOn: null });
    if (!row) throw conflict('STATE', '该企业不在失信企业名单上。', 'The firm does not stand on the list.');
    await desk.update('listing', { id: row.id }, row, {
      removedOn: desk.today,
      removalReason: reason,
      version: row.version + 1,
    });
    desk.tell('enterprise.unlisted', { noun: 'enterprise', id }, { regionId });
    return changed('enterprise', id);
  },
});
