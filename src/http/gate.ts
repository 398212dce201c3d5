/** How many requests of signed-in clients are worked on at once. Those beyond wait their turn, for a while. */
export interface GateSettings {
  /** Of one tenant: fewer than the connections to the database, so that none can take them all. */
  readonly perTenantMax: number;
  /** Of all tenants together. */
  readonly inAllMax: number;
  /** How many may wait, of one tenant and of all together, and for how long. */
  readonly waitingPerTenantMax: number;
  readonly waitingInAllMax: number;
  readonly waitingSecondsMax: number;
}

/** Called once, when the request has been answered. */
export type Leave = () => void;

/** Why a request was not let in: its own tenant's requests fill what one may have, or all tenants' together. */
export type Full = 'TENANT_FULL' | 'FULL';

export interface Gate {
  enter(tenant: string): Promise<Leave | Full>;
  /** In how many seconds those that wait now will have been served, as far as can be seen: when to come back. */
  retryAfterSeconds(): number;
}

/** Told how long each request waited, and of those that were not let in. */
export interface GateWatch {
  waited(seconds: number): void;
  refused(why: Full): void;
}

/** The same gate, watched. */
export function watchedGate(gate: Gate, watch: GateWatch): Gate {
  return {
    ...gate,
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

/** Who would wait longer than this part of the longest wait is told so at once: what is reckoned may turn out worse. */
const HOPEFUL = 0.5;
/** How much of the pace is what came last. */
const PACE_WEIGHT = 0.1;
const RETRY_SECONDS_MAX = 30;

/** The time between one leaving and the next while others wait: what a place in the line costs. Nothing is known of idle times. */
class Pace {
  private leftAt: number | null = null;
  milliseconds = 0;

  left(isAnybodyWaiting: boolean): void {
    const now = performance.now();
    if (!isAnybodyWaiting) {
      this.leftAt = null;
      this.milliseconds = 0;
      return;
    }
    if (this.leftAt !== null) {
      const passed = now - this.leftAt;
      this.milliseconds =
        this.milliseconds === 0 ? passed : this.milliseconds + (passed - this.milliseconds) * PACE_WEIGHT;
    }
    this.leftAt = now;
  }
}

export function createGate(settings: GateSettings): Gate {
  const { perTenantMax, inAllMax, waitingPerTenantMax, waitingInAllMax, waitingSecondsMax } = settings;
  const lines = new Map<string, Line>();
  const pace = new Pace();
  let running = 0;
  let waitingInAll = 0;

  const mayEnter = (line: Line) => running < inAllMax && line.running < perTenantMax;

  function enterNow(tenant: string, line: Line): Leave {
    running += 1;
    line.running += 1;
    return () => {
      running -= 1;
      line.running -= 1;
      if (line.running === 0 && line.waiting.length === 0) lines.delete(tenant);
      pace.left(waitingInAll > 0);
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

  /** Each of those before it in its own line waits for a turn of every line. */
  function mayHope(line: Line): boolean {
    const linesWaiting = [...lines.values()].filter(({ waiting }) => waiting.length > 0).length;
    const expected = (line.waiting.length + 1) * Math.max(1, linesWaiting) * pace.milliseconds;
    return expected <= waitingSecondsMax * HOPEFUL * 1_000;
  }

  const whyOf = (line: Line): Full => (line.running >= perTenantMax ? 'TENANT_FULL' : 'FULL');

  return {
    retryAfterSeconds() {
      const seconds = Math.ceil((waitingInAll * pace.milliseconds) / 1_000);
      return Math.min(RETRY_SECONDS_MAX, Math.max(1, seconds));
    },

    async enter(tenant) {
      const line = lines.get(tenant) ?? { running: 0, waiting: [] };
      lines.set(tenant, line);
      if (line.waiting.length === 0 && mayEnter(line)) return enterNow(tenant, line);
      if (line.waiting.length >= waitingPerTenantMax) return 'TENANT_FULL';
      // Who would wait in vain is told at once: it costs nothing, and a client that waits no longer sends the less again.
      if (waitingInAll >= waitingInAllMax || !mayHope(line)) {
        if (line.running === 0 && line.waiting.length === 0) lines.delete(tenant);
        return whyOf(line);
      }
      waitingInAll += 1;
      return new Promise<Leave | Full>((resolve) => {
        const turn = () => {
          clearTimeout(timer);
          waitingInAll -= 1;
          resolve(enterNow(tenant, line));
        };
        const timer = setTimeout(() => {
          line.waiting.splice(line.waiting.indexOf(turn), 1);
          waitingInAll -= 1;
          if (line.running === 0 && line.waiting.length === 0) lines.delete(tenant);
          resolve(whyOf(line));
        }, waitingSecondsMax * 1_000);
        line.waiting.push(turn);
      });
    },
  };
}
