import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import type { Person, Sender } from './client.ts';
import type { Logbook } from './logbook.ts';
import type { Serving } from './processes.ts';
import type { Random } from './random.ts';

// Those who are told of what happens: followers of the feed of events, and receivers of webhooks that fail at times.

const FEED = `query ($after: String) { events(first: 100, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } } }`;

interface Page {
  readonly nodes: readonly { readonly id: string }[];
  readonly pageInfo: { readonly endCursor: string | null; readonly hasNextPage: boolean };
}

export interface Follower {
  /** Reads on to the end of what there is, and ends. */
  finish(): Promise<void>;
}

const LAST_TRIES = 200;

/** Follows a tenant's feed page by page, from whichever process answers, and goes on from its cursor whatever happens. */
export function follow(
  by: Person,
  members: readonly Serving[],
  { ask }: Sender,
  log: Logbook,
  random: Random,
): Follower {
  let after: string | null = null;
  let isFinishing = false;

  async function page(): Promise<Page | null> {
    const answer = await ask(by, random.pick(members), FEED, { after });
    const found = (answer?.events ?? null) as Page | null;
    if (!found) return null;
    if (found.nodes.length > 0)
      log.write({ line: 'FED', tenant: by.tenant, pool: by.pool, events: found.nodes.map(({ id }) => id) });
    after = found.pageInfo.endCursor ?? after;
    return found;
  }

  async function read(): Promise<void> {
    let tries = 0;
    for (;;) {
      const wasFinishing = isFinishing;
      const found = await page();
      // Finished is who has asked for the end after nothing more was done, and has got an empty page.
      if (wasFinishing && found?.nodes.length === 0 && !found.pageInfo.hasNextPage) return;
      if (wasFinishing && !found && ++tries === LAST_TRIES) throw new Error('the feed does not answer');
      if (!found?.pageInfo.hasNextPage) await pause(wasFinishing ? 50 : 200 + random.below(600));
    }
  }
  const reading = read();
  reading.catch(() => undefined);

  return {
    async finish() {
      isFinishing = true;
      await reading;
    },
  };
}

export interface Receiver {
  /** The address for one tenant. */
  addressOf(tenant: string): string;
  /** From here on the tenant's messages are checked by this secret. */
  expect(tenant: string, pool: string, secret: string): void;
  /** From here on it takes everything. */
  heal(): void;
  /** How many different messages it has taken. */
  readonly taken: number;
  close(): Promise<void>;
}

/** Takes webhooks; now and then it answers 500, nothing at all, or cuts the line after it has read the message. */
export async function startReceiver(log: Logbook, random: Random): Promise<Receiver> {
  const secrets = new Map<string, { readonly pool: string; readonly secret: string }>();
  const taken = new Set<string>();
  let isWell = false;
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8');
    request.on('error', () => undefined);
    request.on('data', (part: string) => {
      text += part;
    });
    request.on('end', () => {
      const tenant = String(request.url).slice(1);
      const known = secrets.get(tenant);
      const headers = request.headers as Record<string, string>;
      const message = headers['webhook-id'] ?? '';
      const body = JSON.parse(text) as { data: { id?: string; subject?: string } };
      const isSigned = known !== undefined && verifies(known.secret, text, headers);
      const mood = isWell ? 0 : random.below(12);
      log.write({
        line: 'HOOK',
        pool: known?.pool ?? '',
        tenant,
        message,
        event: body.data.id ?? '',
        subject: body.data.subject ?? '',
        signed: isSigned,
        taken: mood < 10,
      });
      if (mood < 10) taken.add(message);
      if (mood === 10) response.writeHead(500).end();
      // Taken, but the sender never learns of it: it has to send it again.
      else if (mood === 9) request.socket.destroy();
      else if (mood === 11) request.socket.destroy();
      else response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    addressOf: (tenant) => `http://127.0.0.1:${port}/${tenant}`,
    expect(tenant, pool, secret) {
      secrets.set(tenant, { pool, secret });
    },
    heal() {
      isWell = true;
    },
    get taken() {
      return taken.size;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function verifies(secret: string, text: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(text, headers);
    return true;
  } catch {
    return false;
  }
}
