import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// graphql is published as ESM and CommonJS; without this alias Vite loads one and type-graphql the other,
// and graphql refuses to work across "realms".
const oneGraphql = { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] };

// The files of a project share a worker's modules: what the product imports is read and compiled once, not a hundred times.
// Nothing in the product or the tests keeps a state in a module that another file could meet; a test that would, fails.
const shared = { resolve: oneGraphql };

/** The longest files, longest first: one that begins last would keep one worker busy when the other has nothing left. */
const LONGEST = [
  'attacker-acts',
  'limits-values',
  'attacker',
  'attacker-unsecured',
  'attacker-unshielded',
  'acts',
  'ledger-model',
  'matrix-seen',
  'sweep-outages',
  'verify',
  'review-others',
  'matrix-acts',
  'subscriptions',
  'timing',
  'imports-going-on',
  'examples',
];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONGEST.findIndex((name) => moduleId.endsWith(`/${name}.test.ts`));
      return at === -1 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((one, other) => rank(one) - rank(other));
  }
}

export default defineConfig({
  ...shared,
  test: {
    // Both cores of a small machine: vitest alone would leave one of two idle.
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        ...shared,
        test: {
          name: 'pure',
          include: ['test/{domain,articles,editions,documents}/**/*.test.ts'],
          isolate: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        ...shared,
        test: {
          name: 'house',
          include: ['test/house/**/*.test.ts'],
          setupFiles: ['reflect-metadata'],
          isolate: false,
          sequence: { groupOrder: 2 },
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'database',
          include: ['test/{walls,scenarios,contention,faults,fuzz}/**/*.test.ts'],
          globalSetup: ['test/support/cluster.ts'],
          setupFiles: ['reflect-metadata'],
          pool: 'forks',
          isolate: false,
          sequence: { groupOrder: 0 },
          testTimeout: 60_000,
          // A file that needs what another is just furnishing waits for it.
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
