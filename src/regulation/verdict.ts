import type { BusinessDate } from '../domain/dates.ts';
import type { Outcome, Strength, TenantKind, WaiverSubject, Word } from '../domain/words.ts';
import { citation } from './articles.ts';
import { type Edition, type EditionValues, isWaivableRule } from './edition.ts';
import type { FactGroup, Facts } from './facts.ts';
import type { Figure, Measure, Unit } from './measures.ts';
import { type Figures, say, sayVerdict } from './messages.ts';

/**
 * Whose figures a verdict shows: the asker's own words, published ones, a firm's particulars, its loans in all banks and
 * its record, the lending of the pool, a region or a bank, or the pool's money.
 */
export type Audience = 'OWN' | 'PUBLIC' | 'FIRM' | 'FIRM_TOTAL' | 'POOL' | 'REGION' | 'BANK' | 'MONEY';

/** "ART22_FIRM_CAP": the article, then what it asks. */
export type RuleCode = `ART${string}`;

/** A waiver in force for the subject at hand. It overrides one rule by name and never edits it. */
export interface WaiverFact {
  readonly ruleCode: string;
  readonly subject: WaiverSubject;
  readonly subjectId: string;
  /** Yuan as text, or a whole number of months, years or times, as the rule's unit asks. */
  readonly newLimit: string;
  /** Valid on both days and between them. */
  readonly validFrom: BusinessDate;
  readonly validTo: BusinessDate;
}

/** The outcome of one rule, as data. */
export interface Verdict {
  readonly code: string;
  readonly article: number;
  readonly strength: Strength;
  readonly outcome: Outcome;
  readonly limit: string | null;
  readonly actual: string | null;
  readonly unit: Unit | null;
  readonly withheld: boolean;
  readonly message: Word;
  /** For a rule in principle that is broken: who must consent, and the limit that is needed or has been granted. */
  readonly waiver: { readonly consents: readonly TenantKind[]; readonly newLimit: string | null } | null;
  readonly audience: Audience;
  /** The message without any figure, for readers who may not see them. */
  readonly bareMessage: Word;
}

/** What a rule found: whether it is met, by which figures, and whether another limit would cover it. */
export interface Finding {
  readonly met: boolean;
  readonly limit?: Figure | null;
  readonly actual?: Figure | null;
  /** A more precise text than the rule's own for this outcome. */
  readonly text?: Word;
  /** Whose figures these are, where that depends on the case. */
  readonly shows?: Audience;
  /** True when this limit, granted by a waiver, would be kept. Absent when no limit could help. */
  readonly keptBy?: (newLimit: string) => boolean;
}

/** One rule of the regulation. `N` are the groups of facts it needs, `P` the parameters of the edition it reads. */
export interface Rule<
  N extends FactGroup = FactGroup,
  P extends keyof EditionValues = keyof EditionValues,
  C extends RuleCode = RuleCode,
> {
  readonly code: C;
  /** "第（一）项" and "(1)", where an article has items. */
  readonly item?: Word;
  readonly strength: Strength;
  readonly shows: Audience;
  readonly needs: readonly N[];
  readonly reads: readonly P[];
  /** Templates; see `messages.ts`. `broken` is also what a trigger says when it triggers. */
  readonly texts: { readonly met: Word; readonly broken: Word };
  /** Null when the rule has nothing to say about these facts. */
  readonly finds: (
    facts: Pick<Facts, N>,
    values: Pick<EditionValues, P>,
    edition: Edition | null,
  ) => Finding | null;
}

/** Declares a rule; the types tie what it asks to what it says that it needs. */
export function rule<
  const N extends FactGroup,
  const P extends keyof EditionValues,
  const C extends RuleCode,
>(declared: Rule<N, P, C>): Rule<N, P, C> {
  if (declared.strength === 'IN_PRINCIPLE' && !isWaivableRule(declared.code))
    throw new Error(`no edition says who may waive ${declared.code}`);
  return declared;
}

/** The article that a code belongs to. */
export function articleOf(code: string): number {
  return Number(/^ART(\d+)_/.exec(code)?.[1]);
}

/** The rule holds or it does not; there is no figure to show. */
export function holds(condition: boolean, text?: Word): Finding {
  return text === undefined ? { met: condition } : { met: condition, text };
}

/** At the limit is kept; the smallest step above it is not. */
export function atMost<V>(measure: Measure<V>, actual: V, limit: V): Finding {
  return {
    met: measure.compare(actual, limit) <= 0,
    actual: measure.figure(actual),
    limit: measure.figure(limit),
    keptBy: (text) => {
      const granted = measure.read(text);
      return granted !== null && measure.compare(actual, granted) <= 0;
    },
  };
}

/** At the limit is kept; the smallest step below it is not. */
export function atLeast<V>(measure: Measure<V>, actual: V, limit: V): Finding {
  return {
    met: measure.compare(actual, limit) >= 0,
    actual: measure.figure(actual),
    limit: measure.figure(limit),
    keptBy: (text) => {
      const granted = measure.read(text);
      return granted !== null && measure.compare(actual, granted) >= 0;
    },
  };
}

/** The facts that a list of rules needs together, and always the business date. */
export type FactsFor<R extends readonly Rule[]> = Pick<
  Facts,
  (R[number] extends Rule<infer N, infer _P, infer _C> ? N : never) | 'today'
> &
  Partial<Facts>;

type CodesOf<R extends readonly Rule[]> = R[number]['code'];
type ReadsOf<R extends readonly Rule[]> = R[number]['reads'][number];

/** No edition may be handed in only where Art. 40 is judged, which then refuses, or where no rule reads one. */
export type EditionFor<R extends readonly Rule[]> =
  | Edition
  | ('ART40_IN_FORCE' extends CodesOf<R> ? null : [ReadsOf<R>] extends [never] ? null : never);

interface Ruling {
  readonly outcome: Outcome;
  readonly waiver: Verdict['waiver'];
  readonly granted: WaiverFact | null;
}

function rulingOf(
  asked: Rule,
  finding: Finding,
  today: BusinessDate,
  edition: Edition | null,
  waivers: readonly WaiverFact[],
): Ruling {
  if (finding.met) return { outcome: 'PASS', waiver: null, granted: null };
  if (asked.strength === 'TRIGGER') return { outcome: 'TRIGGERS', waiver: null, granted: null };
  const { keptBy } = finding;
  if (asked.strength === 'ABSOLUTE' || !isWaivableRule(asked.code) || edition === null || !keptBy)
    return { outcome: 'REFUSED', waiver: null, granted: null };
  const consents = edition.values.waiverConsents[asked.code];
  const granted = waivers.find(
    (waiver) =>
      waiver.ruleCode === asked.code &&
      waiver.validFrom <= today &&
      today <= waiver.validTo &&
      keptBy(waiver.newLimit),
  );
  if (granted) return { outcome: 'WAIVED', waiver: { consents, newLimit: granted.newLimit }, granted };
  return {
    outcome: 'WAIVER_NEEDED',
    waiver: { consents, newLimit: finding.actual?.text ?? null },
    granted: null,
  };
}

function verdictOf(asked: Rule, finding: Finding, ruling: Ruling): Verdict {
  const { limit = null, actual = null } = finding;
  const text = finding.text ?? (finding.met ? asked.texts.met : asked.texts.broken);
  const sayWith = (figures: Figures) =>
    sayVerdict({
      cited: citation(articleOf(asked.code), asked.item),
      outcome: ruling.outcome,
      body: say(text, figures),
      consents: ruling.waiver?.consents ?? [],
    });
  return {
    code: asked.code,
    article: articleOf(asked.code),
    strength: asked.strength,
    outcome: ruling.outcome,
    limit: limit?.text ?? null,
    actual: actual?.text ?? null,
    unit: limit?.unit ?? actual?.unit ?? null,
    withheld: false,
    message: sayWith({ limit, actual }),
    waiver: ruling.waiver,
    audience: finding.shows ?? asked.shows,
    bareMessage: sayWith({ limit: null, actual: null }),
  };
}

/**
 * Judges every rule and gives all verdicts at once, in article order; the first failure does not hide the next.
 * Without an edition the rules that read one are not judged: Art. 40 refuses, and says so. Hand in only waivers that
 * every party has consented to and whose subject is the one at hand.
 */
export function judge<const R extends readonly Rule[]>(
  rules: R,
  facts: FactsFor<R>,
  edition: EditionFor<R>,
  waivers: readonly WaiverFact[] = [],
): Verdict[] {
  // The types above guarantee that the facts a rule needs are here; from now on they are taken as given.
  const known = facts as unknown as Facts;
  const verdicts: Verdict[] = [];
  for (const asked of rules as readonly Rule[]) {
    if (edition === null && asked.reads.length > 0) continue;
    const values = edition?.values ?? ({} as EditionValues);
    const finding = asked.finds(known, values, edition);
    if (finding === null) continue;
    verdicts.push(verdictOf(asked, finding, rulingOf(asked, finding, known.today, edition, waivers)));
  }
  return verdicts.sort((a, b) => a.article - b.article);
}

/** True when nothing is refused and no waiver is missing. */
export function allowed(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ outcome }) => outcome !== 'REFUSED' && outcome !== 'WAIVER_NEEDED');
}

/** The same verdicts without the figures that the reader may not see: outcomes stay, figures and their traces go. */
export function withhold(verdicts: readonly Verdict[], may: (audience: Audience) => boolean): Verdict[] {
  return verdicts.map((verdict) => {
    if (may(verdict.audience)) return verdict;
    return {
      ...verdict,
      limit: null,
      actual: null,
      withheld: true,
      message: verdict.bareMessage,
      waiver: verdict.waiver && { ...verdict.waiver, newLimit: null },
    };
  });
}
