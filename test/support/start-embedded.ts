// A process that starts the database of a folder, says so, and waits to be killed.
import { startEmbedded } from '../../src/database/embedded.ts';
import { quiet } from './quiet.ts';

async function main(): Promise<void> {
  await startEmbedded({ dataFolder: String(process.argv[2]), log: quiet });
  process.send?.('started');
  setInterval(() => undefined, 1000);
}

void main();
