import { canonical, sha256 } from '../domain/audit.ts';
import type { Id, Noun } from '../domain/words.ts';
import type { Verdict } from '../regulation/verdict.ts';
import { type Actor, mayAct, type Permission } from './actor.ts';
import { Desk } from './desk.ts';
import { conflict, Failure, forbidden, invalid, notFound, poolMoving } from './failures.ts';
import type { Key, Ports, Row, Store, TableName } from './ports.ts';
import { noteRefusal, record } from './record.ts';
import { readable } from './withholding.ts';

/** A row that an act is about, to be found under the actor's own eyes, and the input field that names it. */
export interface Sought<N extends TableName = TableName> {
  readonly table: N;
  readonly key: Key<N> | null;
  readonly field: string;
}

/** Names a row by the id that a field of the input gives; null, a text that is no id of ours, is unknown. */
export function sought<N extends TableName>(table: N, id: string | null, field: string): Sought<N> {
  return { table, key: id === null ? null : ({ id } as unknown as Key<N>), field };
}

type Found<S> = { readonly [K in keyof S]: S[K] extends Sought<infer N> ? Row<N> : never };

/** An act: who may do it, what it is about, and what it does. */
export interface Act<Input, S extends Record<string, Sought>> {
  readonly name: string;
  readonly by: Permission;
  /** The sweep is to be up to date once the act is done, because it moves the date; or before it as well. */
  readonly sweeps?: 'AFTER' | 'AROUND';
  /** It changes the pool's row, to which a claimed key holds on: locked before, or two at once would wait for each other. */
  readonly changesPool?: true;
  readonly about: (input: Input) => S;
  /** Loads, judges, applies and records; answers with the thing it made or changed. */
  readonly run: (desk: Desk, input: Input, found: Found<S>) => Promise<Changed>;
}

export interface Changed {
  readonly noun: Noun;
  readonly id: string;
}

export function changed<N extends Noun>(noun: N, id: Id<N>): Changed {
  return { noun, id };
}

export function act<Input, const S extends Record<string, Sought>>(definition: Act<Input, S>): Act<Input, S> {
  return definition;
}

/** How an act ended: done, with the object it changed, or refused; and by which verdicts, as far as the actor may read them. */
export type Outcome =
  | {
      readonly kind: 'DONE';
      readonly changed: Changed;
      readonly verdicts: readonly Verdict[];
      readonly replayed: boolean;
    }
  | { readonly kind: 'REFUSED'; readonly verdicts: readonly Verdict[] };

/** The parts of the answer to a key that are kept. */
interface KeptAnswer {
  readonly changed: Changed;
  readonly verdicts: readonly Verdict[];
}

const KEY_TEXT = /^[\x21-\x7e]{8,100}$/;

class DryRunDone extends Error {
  constructor(readonly verdicts: readonly Verdict[]) {
    super('dry run');
  }
}

/**
 * Does an act: permission, transaction, key, what it is about, rules, changes, events, duties and the audit record, all
 * or nothing. With the key of an act that is done already it answers as the first time and changes nothing.
 */
export async function perform<Input, S extends Record<string, Sought>>(
  ports: Ports,
  actor: Actor,
  deed: Act<Input, S>,
  input: Input,
  key: string,
): Promise<Outcome> {
  if (!mayAct(actor, deed.by)) throw forbidden();
  if (!KEY_TEXT.test(key))
    throw invalid(
      'idempotencyKey',
      '幂等键应为 8 至 100 个可见 ASCII 字符，建议使用 UUID。',
      'An idempotency key has 8 to 100 visible ASCII characters; a UUID will do.',
    );
  const now = ports.now();
  const fingerprint = sha256(canonical({ act: deed.name, input: said(input) }));
  let judgedAt: Desk | null = null;
  try {
    return await ports.transaction(actor, async (store) => {
      // Sent in one go, in this order: what the act is about is looked for under the actor's own eyes.
      const [found, , , first, desk] = await Promise.all([
        findAll(store, deed.about(input)),
        store.openDesk(),
        deed.changesPool ? store.lock('pool', {}) : null,
        store.claimKey(key, deed.name, fingerprint, now),
        Desk.open(ports, actor, store, now),
      ]);
      if (first) return replay(actor, first, deed.name, fingerprint);
      if (found instanceof Failure) throw found;
      // What was done before is still answered; the database refuses the rest anyway, only later and more dearly.
      if (desk.pool.moveState) throw poolMoving();
      judgedAt = desk;
      const result = await deed.run(desk, input, found as Found<S>);
      const verdicts = readable(actor, desk.verdicts, desk.firmIsElsewhere);
      await store.keepAnswer(key, { changed: result, verdicts } satisfies KeptAnswer);
      await record(desk, deed.name, input, result);
      return { kind: 'DONE', changed: result, verdicts, replayed: false };
    });
  } catch (error) {
    const refused = refusedOrThrow(actor, error);
    if (judgedAt) await noteRefusal(ports, judgedAt, deed.name, input);
    return refused;
  }
}

/** The same act judged the same way, and nothing changed: what a client asks before it acts. Any role may ask. */
export async function check<Input, S extends Record<string, Sought>>(
  ports: Ports,
  actor: Actor,
  deed: Act<Input, S>,
  input: Input,
): Promise<{ readonly allowed: boolean; readonly verdicts: readonly Verdict[] }> {
  if (!deed.by.personas.includes(actor.persona)) throw forbidden();
  try {
    await ports.transaction(actor, async (store) => {
      const [found, , desk] = await Promise.all([
        findAll(store, deed.about(input)),
        store.openDesk(),
        Desk.open(ports, actor, store, ports.now()),
      ]);
      if (found instanceof Failure) throw found;
      await deed.run(desk, input, found as Found<S>);
      throw new DryRunDone(readable(actor, desk.verdicts, desk.firmIsElsewhere));
    });
    throw new Error('a dry run ends by rolling back');
  } catch (error) {
    if (error instanceof DryRunDone) return { allowed: true, verdicts: error.verdicts };
    const outcome = refusedOrThrow(actor, error);
    return { allowed: false, verdicts: outcome.verdicts };
  }
}

/**
 * What the act is about; answered, not thrown, where something isn't there: an act that is done already is answered from
 * its key also when what it was about has passed out of the actor's sight.
 */
async function findAll(
  store: Store,
  about: Record<string, Sought>,
): Promise<Record<string, unknown> | Failure> {
  const seen = await Promise.all(
    Object.entries(about).map(async ([name, { table, key, field }]) => {
      return { name, field, row: key && (await store.see(table, key)) };
    }),
  );
  const missing = seen.find(({ row }) => !row);
  if (missing) return notFound(missing.field);
  return Object.fromEntries(seen.map(({ name, row }) => [name, row]));
}

/** An input without what it leaves open: whether a field is left out or null says the same. */
function said(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(said);
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, said(inner)]])),
  );
}

/** The first answer, as this actor may read it today. */
function replay(actor: Actor, first: Row<'idempotency'>, act: string, fingerprint: string): Outcome {
  if (first.act !== act || first.fingerprint !== fingerprint)
    throw conflict(
      'IDEMPOTENCY_KEY_REUSED',
      '该幂等键已用于另一请求；请为新的请求使用新的幂等键。',
      'This idempotency key was used for another request; use a new key for a new request.',
    );
  const { changed, verdicts } = first.answer as KeptAnswer;
  return { kind: 'DONE', changed, verdicts: readable(actor, verdicts), replayed: true };
}

function refusedOrThrow(actor: Actor, error: unknown): Extract<Outcome, { kind: 'REFUSED' }> {
  if (error instanceof Failure && error.wrong.kind === 'REFUSED')
    return { kind: 'REFUSED', verdicts: readable(actor, error.wrong.verdicts, error.wrong.firmIsElsewhere) };
  throw error;
}
