import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Judged } from './edges.ts';
import type { Running, User } from './product.ts';

/** What became of an act: done or refused by rules, or the code of the error that it ended in. */
export type Ended = Judged | { readonly code: string };

const ASKS_MAX = 40;

/** Does an act as the published contract asks for it: what may be retried is sent again with the same key, after a moment. */
export async function persist(running: Running, user: User, name: string, input: object): Promise<Ended> {
  const key = randomUUID();
  for (let asks = 1; ; asks += 1) {
    const ended: Ended = await running.act(user, name, input, 'done', key).catch((error: unknown) => {
      const told = /"code":"(\w+)"(?:.*"retryable":(true))?/.exec(String(error));
      if (!told?.[1]) throw error;
      return { code: told[2] && asks < ASKS_MAX ? AGAIN : told[1] };
    });
    if (!('code' in ended) || ended.code !== AGAIN) return ended;
    await pause(50 + Math.random() * 100);
  }
}

const AGAIN = 'again';
