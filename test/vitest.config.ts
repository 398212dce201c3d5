import { defineConfig } from 'vitest/config';

// graphql is published as ESM and CommonJS; without this alias Vite loads one and type-graphql the other,
// and graphql refuses to work across "realms".
const oneGraphql = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

const shared = { resolve: oneGraphql };

export default defineConfig({
  ...shared,
  test: {
    // Both cores of a small machine: vitest alone would leave one of two idle.
    maxWorkers: 2,
    projects: [
      {
        ...shared,
        test: { name: 'pure', include: ['test/{domain,articles,editions,documents}/**/*.test.ts'] },
      },
      {
        ...shared,
        test: {
          name: 'house',
          include: ['test/house/**/*.test.ts'],
          setupFiles: ['reflect-metadata'],
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'database',
          include: ['test/{walls,scenarios,contention,faults}/**/*.test.ts'],
          globalSetup: ['test/support/cluster.ts'],
          setupFiles: ['reflect-metadata'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
