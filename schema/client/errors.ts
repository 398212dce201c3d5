/** What the API says in `extensions` of an error; see "Errors" in docs/integration.md for what to do about each code. */
export interface ErrorExtensions {
  readonly code?: string;
  readonly messages?: { readonly zh: string; readonly en: string };
  readonly field?: string;
  readonly article?: number;
  readonly reason?: string;
  readonly retryable?: boolean;
  readonly retryAfterSeconds?: number;
}

interface Circumstances {
  readonly status: number | null;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  readonly cause?: unknown;
}

/**
 * A request that was not judged. `code` is the API's, or `UNREACHABLE` where no answer came that the client could
 * read. A mutation that ended so may have been done: execute it again with the same `idempotencyKey`.
 */
export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  readonly code: string;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
  /** To be quoted to the operator. */
  readonly requestId: string | null;
  /** The key the mutation was sent with; null for a query. */
  readonly idempotencyKey: string | null;
  readonly extensions: ErrorExtensions;

  constructor(
    message: string,
    extensions: ErrorExtensions,
    { status, requestId, idempotencyKey, cause }: Circumstances,
  ) {
    super(message, { cause });
    this.code = extensions.code ?? 'UNREACHABLE';
    this.extensions = extensions;
    this.status = status;
    this.requestId = requestId;
    this.idempotencyKey = idempotencyKey;
  }
}

/** One rule's answer, as far as the operation asked for it. */
export interface VerdictLike {
  readonly code: string;
  readonly outcome: string;
  readonly article?: number;
  readonly message?: { readonly zh: string; readonly en: string };
}

export interface Judged<Verdict extends VerdictLike = VerdictLike> {
  readonly done: boolean;
  readonly verdicts: readonly Verdict[];
}

/** An act that the rules refused; `verdicts` are all rules that stand against it. */
export class Refused<Verdict extends VerdictLike = VerdictLike> extends Error {
  override readonly name: string = 'Refused';
  constructor(readonly verdicts: readonly Verdict[]) {
    super(verdicts.map(({ code, message }) => message?.en ?? code).join(' '));
  }
}

/** The rules that stand against an act; none for one that was done. */
export function standingAgainst<Verdict extends VerdictLike>(answer: Judged<Verdict>): Verdict[] {
  return answer.done
    ? []
    : answer.verdicts.filter(({ outcome }) => outcome === 'REFUSED' || outcome === 'WAIVER_NEEDED');
}

/** The answer of an act that was done. Throws Refused with the rules that stand against one that was not. */
export function mustBeDone<Verdict extends VerdictLike, Answer extends Judged<Verdict>>(
  answer: Answer & Judged<Verdict>,
): Answer {
  if (!answer.done) throw new Refused(standingAgainst<Verdict>(answer));
  return answer;
}
