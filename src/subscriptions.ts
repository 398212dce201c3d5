import type { Config } from './config.ts';
import type { Database } from './database/connection.ts';
import { headsOn } from './database/journals.ts';
import { createFeed } from './feed.ts';
import type { Budget } from './graphql/budget.ts';
import type { Acts, RequestContext } from './graphql/context.ts';
import { createLive, type LiveSettings } from './graphql/live.ts';
import { createLiveSockets } from './graphql/live-socket.ts';
import type { Claims } from './http/claim-mapping.ts';
import type { LiveDoor } from './http/live-route.ts';
import type { Log } from './http/log.ts';
import type { SignIn } from './http/sign-in.ts';

/** How soon an act of another process is seen; those of this one are seen at once. */
const LOOK_MS = 250;

export interface SubscriptionSettings {
  readonly config: Pick<Config, 'mode' | 'introspection'>;
  readonly database: Database;
  readonly schema: LiveSettings<Claims>['schema'];
  readonly budget: Budget;
  readonly contextOf: (claims: Claims, request: { readonly requestId: string }) => Promise<RequestContext>;
  /** As at the door, but counted by nobody. */
  readonly signIn: SignIn;
  readonly log: Log;
  readonly limits?: Partial<SubscriptionLimits>;
}

export interface SubscriptionLimits {
  /** Of one tenant in this process, on all its connections; and on one connection. */
  readonly perTenantMax: number;
  readonly perConnectionMax: number;
}

export interface Subscriptions {
  readonly door: LiveDoor;
  /** The same acts; subscribers in this process hear of them at once. */
  acts(acts: Acts): Acts;
  stop(): void;
}

/** The feed, and who reads on in it. */
export function createSubscriptions(settings: SubscriptionSettings): Subscriptions {
  const { config, database, schema, budget, contextOf, signIn, log } = settings;
  const { perTenantMax, perConnectionMax } = { perTenantMax: 50, perConnectionMax: 10, ...settings.limits };
  const feed = createFeed({ heads: headsOn(database), everyMs: LOOK_MS, log });
  const tenantOf = ({ poolId, tenantId }: Claims) => `${poolId}/${tenantId}`;
  const live = createLive<Claims>({
    schema,
    feed,
    contextOf,
    tenantOf,
    accountOf: (claims) => budget.accountOf(tenantOf(claims)),
    introspection: config.introspection,
    hideSuggestions: config.mode === 'production' || !config.introspection,
    perTenantMax,
    log,
  });
  return {
    door: { ...createLiveSockets(live, perConnectionMax), open: live.open, stillSignedIn: signIn },
    acts: (acts) => ({
      async perform(...given) {
        const outcome = await acts.perform(...given);
        feed.nudge();
        return outcome;
      },
      check: acts.check,
    }),
    stop: () => feed.stop(),
  };
}
