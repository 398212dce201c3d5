// Whether a history of concurrent operations could have come about one after another. The algorithm is that of Wing and
// Gong ("Testing and verifying concurrent objects", 1993) with Lowe's memory of what has been tried ("Testing for
// linearizability", 2017), as it is known from Porcupine.

/** What one operation was asked, what it answered, and between which two moments. */
export interface Operation<Input, Output> {
  readonly input: Input;
  /** Null where nobody knows the answer, or whether it was done at all: then it may take effect at any later moment. */
  readonly output: Output | null;
  readonly invokedAt: number;
  /** Infinity where no answer ever came. */
  readonly answeredAt: number;
}

/** A sequential specification. */
export interface Model<State, Input, Output> {
  readonly initial: State;
  /** What the state is after the operation; null where it could not have answered so. */
  step(state: State, input: Input, output: Output | null): State | null;
  /** The same text for the same state. */
  nameOf(state: State): string;
}

/** A call or a return, in a list from which both are taken together and put back together. */
interface Mark {
  readonly operation: number;
  readonly isCall: boolean;
  before: Mark | null;
  after: Mark | null;
  match: Mark | null;
}

function listOf(history: readonly Operation<unknown, unknown>[]): Mark {
  const marks = history.flatMap(({ invokedAt, answeredAt }, operation) => [
    { at: invokedAt, operation, isCall: true },
    { at: answeredAt, operation, isCall: false },
  ]);
  // At the same moment a call comes before a return: what may have overlapped is taken to have.
  marks.sort((a, b) => (a.at === b.at ? Number(b.isCall) - Number(a.isCall) : a.at < b.at ? -1 : 1));
  const head: Mark = { operation: -1, isCall: true, before: null, after: null, match: null };
  const calls = new Map<number, Mark>();
  let last = head;
  for (const { operation, isCall } of marks) {
    const mark: Mark = { operation, isCall, before: last, after: null, match: null };
    last.after = mark;
    last = mark;
    const call = calls.get(operation);
    if (isCall) calls.set(operation, mark);
    else if (call) call.match = mark;
  }
  return head;
}

function unlink({ before, after }: Mark): void {
  if (before) before.after = after;
  if (after) after.before = before;
}

function relink(mark: Mark): void {
  if (mark.before) mark.before.after = mark;
  if (mark.after) mark.after.before = mark;
}

/** An order in which the operations could have been done one after another; null where there is none. */
export function linearization<State, Input, Output>(
  model: Model<State, Input, Output>,
  history: readonly Operation<Input, Output>[],
): number[] | null {
  const head = listOf(history);
  const tried = new Set<string>();
  const done: { readonly mark: Mark; readonly state: State }[] = [];
  let taken = 0n;
  let state = model.initial;
  let mark = head.after;
  while (head.after) {
    if (mark?.isCall) {
      const operation = history[mark.operation];
      const next = operation ? model.step(state, operation.input, operation.output) : null;
      const with_ = taken | (1n << BigInt(mark.operation));
      const name = next === null ? null : `${with_} ${model.nameOf(next)}`;
      if (next === null || name === null || tried.has(name)) {
        mark = mark.after;
        continue;
      }
      tried.add(name);
      done.push({ mark, state });
      state = next;
      taken = with_;
      unlink(mark);
      if (mark.match) unlink(mark.match);
      mark = head.after;
      continue;
    }
    // Something has returned that has not been done yet: the last choice was wrong.
    const last = done.pop();
    if (!last) return null;
    state = last.state;
    taken &= ~(1n << BigInt(last.mark.operation));
    if (last.mark.match) relink(last.mark.match);
    relink(last.mark);
    mark = last.mark.after;
  }
  return done.map(({ mark: { operation } }) => operation);
}
