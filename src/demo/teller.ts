import type { Actor } from '../acts/actor.ts';
import { sweepUpToDate } from '../acts/daily-sweep.ts';
import { type Act, type Changed, perform, type Sought } from '../acts/perform.ts';
import type { Ports } from '../acts/ports.ts';
import { type BusinessDate, type Instant, instant } from '../domain/dates.ts';
import { demoId } from './cast.ts';

/**
 * Tells the story act by act, each through `perform` like any client, with a clock and ids of its own: the same story
 * gives the same pool in every installation, and a story that was cut off goes on where it was when it is told again:
 * what was done answers from its key, and the ids of an act depend on its number alone.
 */
export class Teller {
  acts = 0;
  date: BusinessDate;
  private minutes = 0;
  /** For what is not an act of the story: founding, looking. */
  readonly ports: Ports;

  constructor(
    private readonly outside: Ports,
    start: BusinessDate,
  ) {
    this.date = start;
    this.ports = this.portsOf(0);
  }

  private portsOf(act: number): Ports {
    let ids = 0;
    const now = this.moment();
    return {
      transaction: this.outside.transaction,
      sweep: this.outside.sweep,
      now: () => now,
      newId: () => {
        ids += 1;
        return demoId(act, ids);
      },
    };
  }

  /** Nine in the morning in the city, and a minute later with every act. */
  private moment(): Instant {
    return instant(new Date(Date.parse(`${this.date}T01:00:00.000Z`) + this.minutes * 60_000));
  }

  /** Does what the date alone has brought about. Its ids are new ones: nobody saves a link to what a sweep made. */
  sweep(actor: Actor): Promise<void> {
    const now = this.moment();
    return sweepUpToDate({ ...this.ports, now: () => now, newId: this.outside.newId }, actor);
  }

  /** Moves to another day. */
  turnTo(date: BusinessDate): void {
    this.date = date;
    this.minutes = 0;
  }

  /** Does an act that must succeed; a refusal is a mistake in the story, told with its reasons. */
  async does<Input, S extends Record<string, Sought>>(
    actor: Actor,
    deed: Act<Input, S>,
    input: Input,
  ): Promise<Changed> {
    this.acts += 1;
    this.minutes = (this.minutes + 1) % 480;
    const key = `demo-act-${String(this.acts).padStart(6, '0')}`;
    const outcome = await perform(this.portsOf(this.acts), actor, deed, input, key);
    if (outcome.kind === 'DONE') return outcome.changed;
    const reasons = outcome.verdicts
      .filter(({ outcome: found }) => found !== 'PASS')
      .map(({ message }) => message.en);
    throw new Error(`the demo's ${deed.name} of ${this.date} was refused: ${reasons.join(' ')}`);
  }
}
