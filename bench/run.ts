import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '../src/database/embedded.ts';
import { createLog } from '../src/http/log.ts';
import { createBench } from './bench.ts';
import { settingOf } from './machine.ts';
import { CONNECTIONS } from './measure.ts';
import { PARTS } from './parts.ts';
import type { Result } from './result.ts';
import { findingsTable, tableOf } from './table.ts';

// `npm run bench [-- --parts a,b --loans 1000,100000 --seconds 3 --rounds 5 --out bench/last.json]`; see README.md here.

/** What the embedded server needs beyond its defaults: places for all programs at once, and a count of statements. */
const SERVER = { max_connections: '250', shared_preload_libraries: 'pg_stat_statements' };

const { values } = parseArgs({
  options: {
    parts: { type: 'string', default: PARTS.map(({ name }) => name).join(',') },
    loans: { type: 'string', default: '1000,100000,1000000' },
    seconds: { type: 'string', default: '3' },
    rounds: { type: 'string', default: '5' },
    connections: { type: 'string', default: String(CONNECTIONS) },
    data: { type: 'string', default: '.bench' },
    out: { type: 'string' },
  },
});
const asked = values.parts.split(',');
for (const name of asked)
  if (!PARTS.some((part) => part.name === name))
    throw new Error(
      `no part ${name}; there are ${PARTS.map((part) => `${part.name} (${part.what})`).join(', ')}`,
    );

const say = (line: string) => void process.stdout.write(`${line}\n`);
const options = {
  loans: values.loans
    .split(',')
    .map(Number)
    .sort((a, b) => a - b),
  seconds: Number(values.seconds),
  rounds: Number(values.rounds),
  connections: Number(values.connections),
  folder: resolve(values.data),
};
const log = createLog({ level: 'warn', format: 'short' });
const embedded = process.env.DATABASE_URL
  ? null
  : await startEmbedded({ dataFolder: options.folder, log, settings: SERVER });
const serverUrl = process.env.DATABASE_URL ?? embedded?.url ?? '';
const bench = createBench(serverUrl, options, say);
const results: Result[] = [];
const all = (): Result => ({
  figures: results.flatMap(({ figures }) => figures),
  findings: results.flatMap(({ findings }) => findings),
});
try {
  const setting = await settingOf(serverUrl, options);
  for (const part of PARTS) {
    if (!asked.includes(part.name)) continue;
    say(`(${part.name}) ${part.what} …`);
    const result = await part.run(bench);
    results.push(result);
    for (const line of tableOf(result)) say(line);
    // After every part: what was measured stands, should a later part fail.
    if (values.out) await writeFile(values.out, `${JSON.stringify({ ...setting, ...all() }, null, 2)}\n`);
  }
  if (results.length > 1) for (const line of findingsTable(all())) say(line);
} finally {
  await bench.close();
  await embedded?.stop();
}
