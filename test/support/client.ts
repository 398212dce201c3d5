import { type Client, type ClientSettings, createClient } from '../../schema/client/index.ts';
import type { Answer, Running, User } from './product.ts';

/** The published client, signed in as a user of a running product. */
export function clientOf(running: Running, user: User, settings: Partial<ClientSettings> = {}): Client {
  return createClient({ url: running.url, token: () => running.tokenOf(user), ...settings });
}

/** The same, of which `running.hear` is told. */
export function heardClientOf(running: Running, user: User): Client {
  return clientOf(running, user, {
    async fetch(address, init) {
      const response = await fetch(address, init);
      const { query, variables } = JSON.parse(String(init?.body));
      const answer = (await response.clone().json()) as Answer;
      running.hear?.({ user, query, variables, answer });
      return response;
    },
  });
}
