// A process that does nothing but deliver webhooks from the database of its environment, and waits to be killed: what the
// product does beside answering requests, without the seconds that the product takes to start.
import { randomUUID } from 'node:crypto';
import { readConfig } from '../../src/config.ts';
import { connect } from '../../src/database/connection.ts';
import { appUrlOf } from '../../src/database/migrate.ts';
import { transactionsOn } from '../../src/database/store.ts';
import { sweepQueriesOn } from '../../src/database/sweep.ts';
import { actorsIn } from '../../src/database/tenants.ts';
import { instant } from '../../src/domain/dates.ts';
import { createWebhooks } from '../../src/webhooks.ts';
import { quiet } from './quiet.ts';

async function main(): Promise<void> {
  const config = readConfig();
  const database = connect(appUrlOf(String(config.databaseUrl)).url, { log: quiet });
  const ports = {
    transaction: transactionsOn(database),
    sweep: sweepQueriesOn(database),
    now: () => instant(new Date()),
    newId: randomUUID,
  };
  const actorOf = actorsIn(database, 5_000, Date.now);
  const webhooks = await createWebhooks({ config, database, ports, actorOf, log: quiet });
  webhooks.start();
  process.send?.(0);
}

void main();
