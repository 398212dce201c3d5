// A process that serves the product on the database of its environment, says on which port, and waits to be killed.
import 'reflect-metadata';
import { readConfig } from '../../src/config.ts';
import { createLog } from '../../src/http/log.ts';
import { serve } from '../../src/main.ts';

async function main(): Promise<void> {
  const config = readConfig();
  const product = await serve(
    config,
    String(config.databaseUrl),
    createLog({ level: 'error', format: 'short' }),
  );
  process.on('SIGTERM', () => void product.stop().then(() => process.exit(0)));
  // A test that was ended before its end leaves no process behind.
  process.on('disconnect', () => process.exit(1));
  process.send?.(product.port);
}

void main();
