import type { Config } from './config.ts';
import type { DemoUser } from './demo/cast.ts';
import type { Role } from './domain/words.ts';

interface Issuer {
  issue(bearer: {
    poolId: string;
    tenantId: string;
    role: Role;
    userId: string;
    name: string | null;
    hours?: number;
  }): Promise<string>;
}

const FIRST_QUERY =
  '{ viewer { userName tenant { nameZh } } pool { nameZh businessDate newBusiness { open } } }';

/** What a development start prints: the address, a ready token for a user of each tenant kind, and a first request to paste. */
export async function greeting(
  config: Config,
  port: number,
  issuer: Issuer,
  users: readonly DemoUser[],
): Promise<string> {
  const host = config.host === '0.0.0.0' ? '127.0.0.1' : config.host;
  const tokens = await Promise.all(users.map((user) => issuer.issue({ ...user, hours: 24 })));
  const lines = users.map(
    (user, at) => `  ${user.labelZh} ${user.labelEn}: ${user.name}, ${user.role}\n${tokens[at]}\n`,
  );
  return [
    '',
    `Zhubao 助保 is ready at http://${host}:${port}/graphql`,
    '',
    'Tokens of the demo pool, valid for 24 hours (演示资金池的访问令牌，24 小时内有效):',
    '',
    ...lines,
    'A first query (第一条查询):',
    '',
    `curl -s http://${host}:${port}/graphql -H 'content-type: application/json' \\`,
    `  -H 'authorization: Bearer ${tokens[0]}' \\`,
    `  -d '${JSON.stringify({ query: FIRST_QUERY })}'`,
    '',
    '',
  ].join('\n');
}
