import { copyDatabase, type FreshDatabase, furnishTemplate } from './database.ts';
import { type Running, startProduct } from './product.ts';

// A pool full of business takes as long to make as a file takes to test. So the first file that needs one makes it, and
// every other copies the database that it stands in, with the same ids.

/** Whatever a test wants to know of what was made; plain data, since it is kept as JSON beside the database. */
export interface Furnishing<Made> {
  /** By which the database is found again: one name, one way of making it. */
  readonly name: string;
  furnish(running: Running): Promise<Made>;
}

/** The product on a copy of a database that was furnished once in this run, and what was said of it then. */
export async function startFurnished<Made>({
  name,
  furnish,
}: Furnishing<Made>): Promise<{ readonly running: Running; readonly made: Made }> {
  const text = await furnishTemplate(name, async (fresh: FreshDatabase) => {
    // It stays where it is: whoever asked for it closes it.
    const running = await startProduct({}, undefined, { ...fresh, drop: async () => undefined });
    try {
      return JSON.stringify(await furnish(running));
    } finally {
      await running.stop();
    }
  });
  const running = await startProduct({}, undefined, await copyDatabase(name));
  return { running, made: JSON.parse(text) as Made };
}
