import { HeaderMap } from '@apollo/server';
import { type Instant, instantAfter, millisecondsBetween } from '../domain/dates.ts';
import { RequestRefused } from './limits.ts';

/** What one tenant may spend in a minute. A tenant that has spent nothing may spend a whole minute's at once. */
export interface BudgetSettings {
  /** Points of cost.ts. */
  readonly pointsPerMinute: number;
  /** Hypothetical loans and checks: each is answered yes or no about figures that may be withheld. */
  readonly questionsPerMinute: number;
}

/** How an account stands in one kind. */
export interface Standing {
  readonly used: number;
  readonly remaining: number;
  /** When nothing would be used any more, if nothing more were asked. */
  readonly resetsAt: Instant;
}

/** The account of one tenant. */
export interface Account {
  /** Throws BudgetSpent, and then takes nothing. */
  take(points: number, questions: number): void;
  points(): Standing;
  questions(): Standing;
}

export interface Budget {
  accountOf(tenant: string): Account;
  /** Charges what a tenant has spent in another process. More than it had is owed, and waited for. */
  charge(tenant: string, points: number, questions: number): void;
}

const MINUTE_MILLISECONDS = 60_000;

/** Holds what a tenant may still spend, and fills evenly with time. */
class Bucket {
  private level: number;

  constructor(
    readonly perMinute: number,
    private filledAt: Instant,
  ) {
    this.level = perMinute;
  }

  private fill(now: Instant): void {
    // A clock that is set back fills nothing, and takes nothing away.
    const passed = Math.max(0, millisecondsBetween(this.filledAt, now));
    this.level = Math.min(this.perMinute, this.level + (passed * this.perMinute) / MINUTE_MILLISECONDS);
    this.filledAt = now;
  }

  private millisecondsFor(amount: number): number {
    return Math.ceil((amount * MINUTE_MILLISECONDS) / this.perMinute);
  }

  /** Whole seconds until so much is there; zero when it is. */
  secondsUntil(amount: number, now: Instant): number {
    this.fill(now);
    return Math.ceil(this.millisecondsFor(Math.max(0, amount - this.level)) / 1_000);
  }

  spend(amount: number): void {
    this.level -= amount;
  }

  standing(now: Instant): Standing {
    this.fill(now);
    const remaining = Math.max(0, Math.floor(this.level));
    const used = this.perMinute - remaining;
    return {
      used,
      remaining,
      resetsAt: instantAfter(now, this.millisecondsFor(this.perMinute - this.level)),
    };
  }
}

/**
 * Budgets by tenant, in the memory of this process. Processes that tell each other what was spent (`spent`, `charge`) grant one
 * budget together; any others grant one each.
 */
export function createBudget(
  settings: BudgetSettings,
  now: () => Instant,
  spent: Budget['charge'] = () => undefined,
): Budget {
  const accounts = new Map<string, Account & { charge(points: number, questions: number): void }>();

  function open(tenant: string) {
    const points = new Bucket(settings.pointsPerMinute, now());
    const questions = new Bucket(settings.questionsPerMinute, now());
    const charge = (pointsSpent: number, questionsSpent: number) => {
      points.spend(pointsSpent);
      questions.spend(questionsSpent);
    };
    return {
      charge,
      take(pointsAsked: number, questionsAsked: number) {
        const moment = now();
        // The questions first: they are the smaller budget, and its refusal says more.
        for (const [code, bucket, asked] of [
          ['QUESTIONS_SPENT', questions, questionsAsked],
          ['BUDGET_SPENT', points, pointsAsked],
        ] as const) {
          const wait = bucket.secondsUntil(asked, moment);
          if (wait > 0) throw new BudgetSpent(code, asked, bucket.perMinute, bucket.standing(moment), wait);
        }
        charge(pointsAsked, questionsAsked);
        spent(tenant, pointsAsked, questionsAsked);
      },
      points: () => points.standing(now()),
      questions: () => questions.standing(now()),
    };
  }

  // As many accounts as there are tenants that have signed in; each is a few numbers.
  function accountOf(tenant: string) {
    const account = accounts.get(tenant) ?? open(tenant);
    accounts.set(tenant, account);
    return account;
  }

  return {
    accountOf,
    charge: (tenant, points, questions) => accountOf(tenant).charge(points, questions),
  };
}

const REFUSALS = {
  BUDGET_SPENT: (asked: number, perMinute: number, remaining: number, seconds: number) => ({
    zh: `本单位的查询额度已用完：每分钟 ${perMinute} 点，尚余 ${remaining} 点，本次需 ${asked} 点；请在 ${seconds} 秒后重试。`,
    en: `The budget of your organisation is spent: of ${perMinute} points a minute ${remaining} are left, and this request costs ${asked}; try again in ${seconds} seconds.`,
  }),
  QUESTIONS_SPENT: (asked: number, perMinute: number, remaining: number, seconds: number) => ({
    zh: `本单位的试算次数已用完：每分钟 ${perMinute} 次（每笔假设贷款、每项试审各计一次），尚余 ${remaining} 次，本次需 ${asked} 次；请在 ${seconds} 秒后重试。`,
    en: `The questions of your organisation are spent: of ${perMinute} a minute (each hypothetical loan and each check is one) ${remaining} are left, and this request asks ${asked}; try again in ${seconds} seconds.`,
  }),
} as const;

/** A tenant has spent what it may; answered with status 429 and when to come back. */
export class BudgetSpent extends RequestRefused {
  constructor(
    code: keyof typeof REFUSALS,
    asked: number,
    perMinute: number,
    { remaining }: Standing,
    seconds: number,
  ) {
    super(REFUSALS[code](asked, perMinute, remaining, seconds), {
      code,
      limit: perMinute,
      actual: asked,
      remaining,
      retryable: true,
      retryAfterSeconds: seconds,
      http: { status: 429, headers: new HeaderMap([['retry-after', String(seconds)]]) },
    });
  }
}
