import { readConfig } from '../config.ts';
import { assertAppRole, lastAppliedBy, migrate } from '../database/migrate.ts';
import { withOwner } from '../database/opened.ts';
import { standingOf, stepsIn } from '../database/version.ts';
import { createLog } from '../http/log.ts';
import { appOf, migrationsFolder } from '../opening.ts';
import { EXITS, type Exit, print, readOptions, tell } from './command.ts';

/** See table.ts. */
export async function run(args: readonly string[], usage: string): Promise<Exit> {
  const { options } = readOptions(usage, args, { check: 'flag' });
  const config = readConfig();
  const log = createLog({ level: 'warn', format: 'short' });
  const steps = stepsIn(migrationsFolder);
  return withOwner(config, log, async (ownerUrl) => {
    const { standing, pending } = standingOf(steps, await lastAppliedBy(ownerUrl));
    if (standing === 'NEWER') {
      tell('The database is newer than this program; run the program that made it so.');
      return EXITS.differs;
    }
    if (options.check) {
      for (const tag of pending) print(tag);
      tell(
        pending.length === 0 ? 'The database is up to date.' : `${pending.length} migrations are pending.`,
      );
      return pending.length === 0 ? EXITS.done : EXITS.differs;
    }
    const app = appOf(config, ownerUrl);
    await migrate(ownerUrl, { migrationsFolder, appPassword: app.password, log });
    await assertAppRole(app.url, config.databasePooler);
    for (const tag of pending) print(tag);
    tell(`${pending.length} migrations were made; the database is up to date.`);
    return EXITS.done;
  });
}
