import { describe, expect, it } from 'vitest';
import { readClaimMapping } from '../../src/http/claim-file.ts';
import { PLAIN_CLAIMS } from '../../src/http/claim-mapping.ts';

const POOL = '01970000-0000-7000-8000-000000000001';
const TENANT = '01970000-0000-7000-8000-000000000002';

function problemsOf(value: unknown): readonly string[] {
  const read = readClaimMapping(value);
  return 'problems' in read ? read.problems : [];
}

describe('the mapping of claims', () => {
  it('that says nothing is the plain one', () => {
    expect(readClaimMapping({})).toEqual({ mapping: PLAIN_CLAIMS });
  });

  it('is read whole', () => {
    expect(
      readClaimMapping({
        pool: { fixed: POOL },
        tenant: { claim: ['https://zhubao.example/tenant'], values: { icbc: TENANT } },
        role: { claim: 'resource_access.zhubao.roles', values: { work: 'OPERATOR' } },
        user: 'preferred_username',
        name: 'name',
        clients: { core: { tenant: TENANT, role: 'OPERATOR', pool: POOL, subject: 'service-core' } },
      }),
    ).toEqual({
      mapping: {
        pool: { fixed: POOL },
        tenant: { path: ['https://zhubao.example/tenant'], values: { icbc: TENANT } },
        role: { path: ['resource_access', 'zhubao', 'roles'], values: { work: 'OPERATOR' } },
        user: ['preferred_username'],
        name: ['name'],
        clients: { core: { pool: POOL, tenant: TENANT, role: 'OPERATOR', subject: 'service-core' } },
      },
    });
  });

  it.each([
    [null, ['it holds no JSON object']],
    [[], ['it holds no JSON object']],
    [{ tennant: {} }, ['it.tennant is unknown']],
    [{ tenant: { claims: 'x' } }, ['tenant.claims is unknown']],
    [{ tenant: 'x' }, ['tenant is no object']],
    [{ tenant: { claim: 'a..b' } }, ['tenant.claim is no claim']],
    [{ tenant: { claim: [] } }, ['tenant.claim is no claim']],
    [{ tenant: { values: { a: 'b' } } }, ['tenant.values.a is not right']],
    [{ tenant: { values: {} } }, ['tenant.values holds nothing']],
    [{ pool: { fixed: 'x' } }, ['pool.fixed is not right']],
    [{ pool: { fixed: POOL, claim: 'pool' } }, ['pool.claim is unknown']],
    [{ role: { values: { a: 'ADMIN' } } }, ['role.values.a is not right']],
    [{ role: { values: { a: 'toString' } } }, ['role.values.a is not right']],
    [{ user: 7 }, ['user is no claim']],
    [{ clients: {} }, ['clients holds nothing']],
    [{ clients: { a: {} } }, ['clients.a.tenant is not right', 'clients.a.role is not right']],
    [
      { clients: { a: { tenant: TENANT, role: 'OPERATOR', pool: 'x', subject: '' } } },
      ['clients.a.pool is not right', 'clients.a.subject is no text'],
    ],
    [{ name: '', user: '' }, ['user is no claim', 'name is no claim']],
  ])('%j is wrong, and every mistake is named', (value, wrong) => {
    expect(problemsOf(value)).toEqual(
      wrong.map((where) => expect.stringMatching(`^SIGN_IN_CLAIMS: ${where}; right would be: .+\\.$`)),
    );
  });
});
