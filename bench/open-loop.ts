import { Agent, request } from 'node:http';

// Load that does not wait for answers: so many requests a second begin, whatever became of those before. A program that
// can't follow is not spared by it, as one is by clients that wait.

export interface Caller {
  readonly name: string;
  readonly token: string;
}

export interface OpenLoad {
  readonly url: URL;
  readonly callers: readonly Caller[];
  readonly body: string;
  readonly perSecond: number;
  readonly seconds: number;
  /** After so long a client gives up. */
  readonly giveUpSeconds: number;
}

export interface Ended {
  readonly caller: string;
  /** 0: the connection ended without an answer. */
  readonly status: number;
  readonly code: string | null;
  readonly retryAfter: string | null;
  readonly milliseconds: number;
}

const CODE = /"code":"(\w+)"/;

export function ask(
  url: URL,
  agent: Agent | undefined,
  caller: Caller,
  body: string,
  giveUpSeconds: number,
): Promise<Ended> {
  const begin = performance.now();
  const ended = (status: number, code: string | null = null, retryAfter: string | null = null): Ended => ({
    caller: caller.name,
    status,
    code,
    retryAfter,
    milliseconds: performance.now() - begin,
  });
  return new Promise((resolve) => {
    const asked = request(
      url,
      {
        ...(agent ? { agent } : {}),
        method: 'POST',
        headers: {
          authorization: `Bearer ${caller.token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
        signal: AbortSignal.timeout(giveUpSeconds * 1_000),
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => resolve(ended(0)));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString();
          const code = CODE.exec(text)?.[1] ?? null;
          resolve(ended(response.statusCode ?? 0, code, response.headers['retry-after'] ?? null));
        });
      },
    );
    asked.on('error', () => resolve(ended(0)));
    asked.end(body);
  });
}

/** More than may wait and run at once, so that next to nothing waits on our side; fewer than one address may have. */
const CONNECTIONS = 480;

/**
 * Begins requests evenly over time, by the callers in turn; answers how each ended. The callers’ systems keep their
 * connections, and have signed in on each before the load begins: hundreds of strangers at once are another case, in which
 * the oldest are cut off.
 */
export async function openLoad(load: OpenLoad): Promise<Ended[]> {
  const { url, callers, body, perSecond, seconds, giveUpSeconds } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS, maxFreeSockets: CONNECTIONS });
  const askNth = (nth: number): Promise<Ended> => {
    const caller = callers[nth % callers.length];
    if (!caller) throw new Error('nobody asks');
    return ask(url, agent, caller, body, giveUpSeconds);
  };
  // Each time as many new connections as there are quarters: the others have been signed in on before.
  for (const open of [0.25, 0.5, 0.75, 1].map((part) => part * CONNECTIONS))
    await Promise.all(Array.from({ length: open }, (_, nth) => askNth(nth)));
  const all: Promise<Ended>[] = [];
  const begin = performance.now();
  await new Promise<void>((resolve) => {
    const beginning = setInterval(() => {
      const passed = (performance.now() - begin) / 1_000;
      const due = Math.min(passed, seconds) * perSecond;
      while (all.length < due) all.push(askNth(all.length));
      if (passed < seconds) return;
      clearInterval(beginning);
      resolve();
    }, 5);
  });
  const ended = await Promise.all(all);
  agent.destroy();
  return ended;
}

/** Requests a second that are answered, with so many clients that wait for their answers. */
export async function capacityOf(load: Omit<OpenLoad, 'perSecond'>, clients: number): Promise<number> {
  const { url, callers, body, seconds, giveUpSeconds } = load;
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  const until = performance.now() + seconds * 1_000;
  let answered = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, at) => {
      const caller = callers[at % callers.length];
      while (caller && performance.now() < until)
        if ((await ask(url, agent, caller, body, giveUpSeconds)).status === 200) answered += 1;
    }),
  );
  agent.destroy();
  return answered / seconds;
}

/** The value below which a share of them lies; zero of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
