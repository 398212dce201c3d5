import { readFile } from 'node:fs/promises';
import { v7 as newUuid } from 'uuid';
import type { Actor } from '../acts/actor.ts';
import { type FoundPool, foundPool } from '../acts/governance.ts';
import { ConfigError, readConfig } from '../config.ts';
import { isBusinessDate } from '../domain/dates.ts';
import { LPR_QUOTES } from '../domain/lpr.data.ts';
import type { Id } from '../domain/words.ts';
import { createLog } from '../http/log.ts';
import { openDatabase, portsOn } from '../opening.ts';
import { EXITS, print, readOptions, UsageError } from './command.ts';

async function readFounding(file: string): Promise<FoundPool> {
  const given: unknown = await readFile(file, 'utf8').then(
    (text) => {
      try {
        return JSON.parse(text) as unknown;
      } catch {
        throw new UsageError(`${file} is no JSON`, `an object, as "zhubao help found" shows it`);
      }
    },
    () => {
      throw new UsageError(`${file} can't be read`, 'the path of a file that names the pool');
    },
  );
  const fields = (given ?? {}) as Record<string, unknown>;
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = fields[name];
    if (typeof value === 'string' && value.trim() !== '') return value.trim();
    problems.push(`${name} is missing in ${file}; right would be: a text.`);
    return '';
  };
  const { sandboxDate = null } = fields;
  const isDate = typeof sandboxDate === 'string' && isBusinessDate(sandboxDate);
  if (sandboxDate !== null && !isDate)
    problems.push(`sandboxDate in ${file} is no date; right would be: 2026-01-05.`);
  const founding = {
    nameZh: text('nameZh'),
    nameEn: text('nameEn'),
    cityCode: text('cityCode'),
    cityZh: text('cityZh'),
    cityEn: text('cityEn'),
    officeZh: text('officeZh'),
    officeEn: text('officeEn'),
    sandboxDate: isDate ? sandboxDate : null,
    lprQuotes: LPR_QUOTES,
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return founding;
}

/** See table.ts. */
export async function run(args: readonly string[], usage: string): Promise<0> {
  const [file] = readOptions(usage, args, {}, 1).words;
  if (!file) throw new UsageError('the name of a file is missing', `zhubao ${usage}`);
  const founding = await readFounding(file);
  const config = readConfig();
  const log = createLog({ level: 'warn', format: 'short' });
  if (!config.databaseUrl)
    throw new ConfigError(['DATABASE_URL is missing; right would be: the database to found the pool in.']);
  const poolId = newUuid() as Id<'pool'>;
  const tenantId = newUuid() as Id<'tenant'>;
  const actor: Actor = {
    poolId,
    tenantId,
    kind: 'OFFICE',
    persona: 'OFFICE',
    role: 'APPROVER',
    userId: 'founding',
    userName: null,
  };
  const database = await openDatabase(config, config.databaseUrl, log);
  await foundPool(portsOn(database), actor, founding).finally(() => database.close());
  print(JSON.stringify({ pool: poolId, office: tenantId }));
  return EXITS.done;
}
