import { readConfig } from '../config.ts';
import { ROLES, wordsOf } from '../domain/words.ts';
import { createDevelopmentIssuer } from '../http/development-issuer.ts';
import { CannotDo, EXITS, print, readOptions, UsageError } from './command.ts';
import { readPool, readTenant } from './ids.ts';

const HOURS = /^(?:[1-9]|1\d|2[0-4])$/;

/** See table.ts. */
export async function run(args: readonly string[], usage: string): Promise<0> {
  const { options } = readOptions(usage, args, {
    pool: 'text',
    tenant: 'text',
    role: 'text',
    user: 'text',
    name: 'text',
    hours: 'text',
  });
  const { pool, tenant, role = '', user = 'developer', name = null, hours = '8' } = options;
  for (const needed of ['pool', 'tenant', 'role'] as const)
    if (options[needed] === undefined) throw new UsageError(`--${needed} is missing`, `zhubao ${usage}`);
  const roles = wordsOf(ROLES);
  const found = roles.find((one) => one === role);
  if (!found) throw new UsageError(`"${role}" is no role`, `one of ${roles.join(', ')}`);
  if (!HOURS.test(hours)) throw new UsageError(`--hours is "${hours}"`, 'a whole number from 1 to 24');
  const config = readConfig();
  if (config.mode !== 'development')
    throw new CannotDo('In production tokens come from your sign-in server; the product issues none.');
  if (config.signIn.keys !== null)
    throw new CannotDo(
      'OIDC_ISSUER or JWT_KEYS is set: tokens come from that sign-in server, and the product would refuse its own.',
    );
  const issuer = await createDevelopmentIssuer({
    mode: config.mode,
    folder: config.dataFolder,
    ...config.signIn,
  });
  print(
    await issuer.issue({
      poolId: readPool(pool ?? '', usage),
      tenantId: readTenant(tenant ?? '', usage),
      role: found,
      userId: user,
      name,
      hours: Number(hours),
    }),
  );
  return EXITS.done;
}
