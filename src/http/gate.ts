/** How many requests of signed-in clients are worked on at once. Those beyond wait their turn, for a while. */
export interface GateSettings {
  /** Of one tenant: fewer than the connections to the database, so that none can take them all. */
  readonly perTenantMax: number;
  /** Of all tenants together. */
  readonly inAllMax: number;
  /** How many of one tenant may wait, and for how long. */
  readonly waitingPerTenantMax: number;
  readonly waitingSecondsMax: number;
}

/** Called once, when the request has been answered. */
export type Leave = () => void;

/** Why a request was not let in: its own tenant's requests fill what one may have, or all tenants' together. */
export type Full = 'TENANT_FULL' | 'FULL';

export interface Gate {
  enter(tenant: string): Promise<Leave | Full>;
}

/** Told how long each request waited, and of those that were not let in. */
export interface GateWatch {
  waited(seconds: number): void;
  refused(why: Full): void;
}

/** The same gate, watched. */
export function watchedGate(gate: Gate, watch: GateWatch): Gate {
  return {
    async enter(tenant) {
      const begin = performance.now();
      const answer = await gate.enter(tenant);
      if (typeof answer === 'string') watch.refused(answer);
      else watch.waited((performance.now() - begin) / 1_000);
      return answer;
    },
  };
}

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

export function createGate(settings: GateSettings): Gate {
  const { perTenantMax, inAllMax, waitingPerTenantMax, waitingSecondsMax } = settings;
  const lines = new Map<string, Line>();
  let running = 0;

  const mayEnter = (line: Line) => running < inAllMax && line.running < perTenantMax;

  function enterNow(tenant: string, line: Line): Leave {
    running += 1;
    line.running += 1;
    return () => {
      running -= 1;
      line.running -= 1;
      if (line.running === 0 && line.waiting.length === 0) lines.delete(tenant);
      letNextIn();
    };
  }

  /** Tenants take turns: whoever is served goes to the end, so a long line of one delays no other. */
  function letNextIn(): void {
    for (const [tenant, line] of lines) {
      if (line.waiting.length === 0 || !mayEnter(line)) continue;
      lines.delete(tenant);
      lines.set(tenant, line);
      line.waiting.shift()?.();
      return;
    }
  }

  return {
    async enter(tenant) {
      const line = lines.get(tenant) ?? { running: 0, waiting: [] };
      lines.set(tenant, line);
      if (line.waiting.length === 0 && mayEnter(line)) return enterNow(tenant, line);
      if (line.waiting.length >= waitingPerTenantMax) return 'TENANT_FULL';
      return new Promise<Leave | Full>((resolve) => {
        const turn = () => {
          clearTimeout(timer);
          resolve(enterNow(tenant, line));
        };
        const timer = setTimeout(() => {
          line.waiting.splice(line.waiting.indexOf(turn), 1);
          const isOwnDoing = line.running >= perTenantMax;
          if (line.running === 0 && line.waiting.length === 0) lines.delete(tenant);
          resolve(isOwnDoing ? 'TENANT_FULL' : 'FULL');
        }, waitingSecondsMax * 1_000);
        line.waiting.push(turn);
      });
    },
  };
}
