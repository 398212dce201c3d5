import type { Config } from './config.ts';
import { DEFAULT_HTTP_LIMITS, type HttpLimits } from './http/server.ts';

// What one of several workers gets of what is configured for all of them together.

const SUBSCRIPTIONS_PER_TENANT = 50;

/** The place of a worker among all, from 1 on; it is kept when the worker is started again. */
export type Slot = number;

/** Work that goes on by itself, each part in one worker: spread, so that none has all of it beside its requests. */
const DUTIES = ['sweep', 'imports', 'webhooks'] as const;

/** Rounded up, so that nobody who comes by all workers alike gets less than configured; all together less than one each more. */
export const partOf = (whole: number, workers: number): number => Math.ceil(whole / workers);

function has(duty: (typeof DUTIES)[number], slot: Slot, workers: number): boolean {
  return DUTIES.indexOf(duty) % workers === slot - 1;
}

/**
 * The configuration of one worker. It knows the application's connection only: the database is up to date by then, and
 * the owner's password is not needed where requests are answered. Budgets stay whole: workers tell each other what was spent.
 */
export function shareOf(config: Config, appUrl: string, slot: Slot): Config {
  const { workers, atOnce, webhooks } = config;
  return {
    ...config,
    databaseUrl: null,
    databaseAppUrl: appUrl,
    poolSize: partOf(config.poolSize, workers),
    atOnce: { perTenant: partOf(atOnce.perTenant, workers), inAll: partOf(atOnce.inAll, workers) },
    sweep: has('sweep', slot, workers) ? config.sweep : 'off',
    imports: has('imports', slot, workers) ? config.imports : 'off',
    webhooks: { ...webhooks, deliver: webhooks.deliver && has('webhooks', slot, workers) },
    // One port tells of all.
    metricsPort: null,
  };
}

/** The limits of one process's door; those that are configured are its own already. */
export function limitsOf(config: Config): Partial<HttpLimits> {
  const part = (name: keyof HttpLimits) => partOf(DEFAULT_HTTP_LIMITS[name], config.workers);
  return {
    announceSeconds: config.announceSeconds,
    graceSeconds: config.graceSeconds,
    perTenantMax: config.atOnce.perTenant,
    inAllMax: config.atOnce.inAll,
    waitingPerTenantMax: part('waitingPerTenantMax'),
    waitingInAllMax: part('waitingInAllMax'),
    connectionsMax: part('connectionsMax'),
    perAddressMax: part('perAddressMax'),
    unsignedPerAddressMax: part('unsignedPerAddressMax'),
    failedSignInsPerSecondMax: part('failedSignInsPerSecondMax'),
    filesPerTenantMax: part('filesPerTenantMax'),
    filesInAllMax: part('filesInAllMax'),
    liveSocketsPerTenantMax: part('liveSocketsPerTenantMax'),
  };
}

/** Subscriptions of one tenant in one process. */
export const subscriptionLimitsOf = (config: Config) => ({
  perTenantMax: partOf(SUBSCRIPTIONS_PER_TENANT, config.workers),
});
