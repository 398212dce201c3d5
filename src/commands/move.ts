import { reportOf } from '../acts/verify.ts';
import { readConfig } from '../config.ts';
import { abortMove, clearPool, closePool, leavePool, openPool } from '../database/moving.ts';
import { dumpPool, loadPool } from '../database/moving-copy.ts';
import { withOwner } from '../database/opened.ts';
import { verifyDatabase } from '../database/verify-run.ts';
import { writeId } from '../domain/ids.ts';
import type { Id } from '../domain/words.ts';
import { createLog } from '../http/log.ts';
import { clock } from '../opening.ts';
import { EXITS, type Exit, print, readOptions, tell, UsageError } from './command.ts';
import { readPool } from './ids.ts';

// A pool goes from one server to another in steps, each of which may be run again: close, dump, load, leave, open.

interface Step {
  readonly ownerUrl: string;
  readonly usage: string;
  readonly options: Options;
}

interface Options {
  readonly pool?: string;
  readonly folder?: string;
  readonly to?: string;
  readonly key?: string;
  readonly rehearse?: true;
}

/** What an option says; throws UsageError where the step needs it and it is missing. */
function need({ options, usage }: Step, name: 'pool' | 'folder' | 'to' | 'key'): string {
  const given = options[name];
  if (given === undefined) throw new UsageError(`--${name} is missing`, `zhubao ${usage}`);
  return given;
}

const poolOf = (step: Step): Id<'pool'> => readPool(need(step, 'pool'), step.usage);

async function close(step: Step): Promise<Exit> {
  const poolId = poolOf(step);
  await closePool(step.ownerUrl, poolId);
  tell('资金池已停止办理，仍可查询。The pool takes no acts now; it can be read as before.');
  print(writeId('pool', poolId));
  return EXITS.done;
}

async function abort(step: Step): Promise<Exit> {
  const poolId = poolOf(step);
  await abortMove(step.ownerUrl, poolId);
  tell('迁移已取消，资金池恢复办理。The move was given up; the pool takes acts again.');
  print(writeId('pool', poolId));
  return EXITS.done;
}

const sized = (rows: number, bytes: number) => `${rows} rows, ${bytes} bytes`;

async function dump(step: Step): Promise<Exit> {
  const poolId = poolOf(step);
  const folder = need(step, 'folder');
  const { tables } = await dumpPool(step.ownerUrl, poolId, {
    folder,
    webhookKey: readConfig().webhooks.key,
    rehearsal: step.options.rehearse === true,
    told: (table, { rows, bytes }) => rows > 0 && tell(`${table}: ${sized(rows, bytes)}`),
  });
  const sum = (of: 'rows' | 'bytes') => tables.reduce((all, table) => all + table[of], 0);
  tell(`已写入 ${folder}。Written: ${tables.length} tables, ${sized(sum('rows'), sum('bytes'))}.`);
  print(folder);
  return EXITS.done;
}

async function load(step: Step): Promise<Exit> {
  const rehearsal = step.options.rehearse === true;
  const { poolId, nameZh, nameEn } = await loadPool(step.ownerUrl, {
    folder: need(step, 'folder'),
    webhookKey: readConfig().webhooks.key,
    rehearsal,
    told: (table, { rows }) => rows > 0 && tell(`${table}: ${rows} rows, as at the source`),
  });
  const id = poolId as Id<'pool'>;
  if (rehearsal) {
    tell(`${nameZh} 试装载成功，未保留任何数据。${nameEn} would load; nothing was kept.`);
    return EXITS.done;
  }
  const { databaseAppUrl, databasePooler, dataFolder } = readConfig();
  const log = createLog({ level: 'warn', format: 'short' });
  const here = { databaseUrl: step.ownerUrl, databaseAppUrl, databasePooler, dataFolder };
  const [verified] = await verifyDatabase({ ...here, poolId: id, now: clock(), log });
  if (!verified) throw new Error('a pool that was loaded is verified');
  print(reportOf(verified));
  if (verified.differences.length > 0) return EXITS.differs;
  tell(`${nameZh} 已装载并核对无误，尚未开放。${nameEn} was loaded and is whole; it is not open yet.`);
  return EXITS.done;
}

async function leave(step: Step): Promise<Exit> {
  const poolId = poolOf(step);
  const to = need(step, 'to');
  if (!URL.canParse(to) || !/^https?:$/.test(new URL(to).protocol))
    throw new UsageError(`"${to}" is no address`, '--to https://zhubao.other.example.gov.cn/graphql');
  const key = await leavePool(step.ownerUrl, poolId, to);
  tell(
    `本服务器已不再办理该资金池，请求将被告知 ${to}。The pool is given up here; whoever asks is told ${to}.`,
  );
  tell('请以下列密钥在新服务器上开放。The key that opens it there:');
  print(key);
  return EXITS.done;
}

async function open(step: Step): Promise<Exit> {
  const poolId = poolOf(step);
  await openPool(step.ownerUrl, poolId, need(step, 'key'));
  tell('资金池已在本服务器开放办理。The pool is open here.');
  print(writeId('pool', poolId));
  return EXITS.done;
}

async function clear(step: Step): Promise<Exit> {
  const rows = await clearPool(step.ownerUrl, poolOf(step));
  tell(`已清除 ${rows} 行。${rows} rows were removed.`);
  return EXITS.done;
}

const STEPS: Readonly<Record<string, (step: Step) => Promise<Exit>>> = {
  close,
  dump,
  load,
  leave,
  open,
  abort,
  clear,
};

/** See table.ts. */
export async function run(args: readonly string[], usage: string): Promise<Exit> {
  const { options, words } = readOptions(
    usage,
    args,
    { pool: 'text', folder: 'text', to: 'text', key: 'text', rehearse: 'flag' },
    1,
  );
  const work = STEPS[words[0] ?? ''];
  if (!work)
    throw new UsageError(`"${words[0] ?? ''}" is no step`, `one of ${Object.keys(STEPS).join(', ')}`);
  const config = readConfig();
  const log = createLog({ level: 'warn', format: 'short' });
  return withOwner(config, log, (ownerUrl) => work({ ownerUrl, usage, options }));
}
