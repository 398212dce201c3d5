import { type Outcome, TENANT_KINDS, type TenantKind, type Word } from '../domain/words.ts';
import type { Figure } from './measures.ts';

/** The figures that a text may name; null where there is none or where the reader may not see it. */
export interface Figures {
  readonly limit: Figure | null;
  readonly actual: Figure | null;
}

const OPTIONAL_PART = /\[([^[\]]*)\]/g;
const PLACE = /\{(limit|actual)\}/g;

function fill(template: string, figures: Figures, language: 'zh' | 'en'): string {
  return template.replace(OPTIONAL_PART, (_whole, part: string) => {
    const names = [...part.matchAll(PLACE)].map((match) => match[1] as keyof Figures);
    if (names.some((name) => figures[name] === null)) return '';
    return part.replace(PLACE, (_place, name: keyof Figures) => figures[name]?.[language] ?? '');
  });
}

/**
 * Fills a text. A figure stands only inside square brackets, "合计将达[{actual}，]超过上限[{limit}]": the whole bracket
 * falls away when a figure in it is absent, so that a text can always be said without figures.
 */
export function say(text: Word, figures: Figures): Word {
  return { zh: fill(text.zh, figures, 'zh'), en: fill(text.en, figures, 'en') };
}

const ZH_OPENING: Readonly<Record<Outcome, string>> = {
  PASS: '符合',
  REFUSED: '不符合',
  WAIVER_NEEDED: '不符合',
  WAIVED: '依',
  TRIGGERS: '依',
};

const EN_OPENING: Readonly<Record<Outcome, string>> = {
  PASS: 'Meets',
  REFUSED: 'Does not meet',
  WAIVER_NEEDED: 'Does not meet',
  WAIVED: 'Under',
  TRIGGERS: 'Under',
};

const EN_TENANT: Readonly<Record<TenantKind, string>> = {
  OFFICE: 'the coordination office',
  DISTRICT: 'the district authority',
  BANK: 'the bank',
  GUARANTOR: 'the guarantor',
};

function listed(parts: readonly string[], comma: string, and: string): string {
  const last = parts.at(-1) ?? '';
  const before = parts.slice(0, -1);
  return before.length === 0 ? last : `${before.join(comma)}${and}${last}`;
}

function ending(outcome: Outcome, consents: readonly TenantKind[]): Word {
  if (outcome === 'WAIVED') return { zh: '；已经有关各方同意放宽', en: '; a waiver in force covers it' };
  if (outcome !== 'WAIVER_NEEDED') return { zh: '', en: '' };
  return {
    zh: `；须经${listed(
      consents.map((kind) => TENANT_KINDS[kind].zh),
      '、',
      '和',
    )}同意放宽`,
    en: `; ${listed(
      consents.map((kind) => EN_TENANT[kind]),
      ', ',
      ' and ',
    )} would have to consent to a waiver`,
  };
}

/** One verdict as an official would write it: the article first, then what was found, then what would relieve it. */
export function sayVerdict(verdict: {
  readonly cited: Word;
  readonly outcome: Outcome;
  readonly body: Word;
  readonly consents: readonly TenantKind[];
}): Word {
  const { cited, outcome, body, consents } = verdict;
  const end = ending(outcome, consents);
  return {
    zh: `${ZH_OPENING[outcome]}《管理办法》${cited.zh}：${body.zh}${end.zh}。`,
    en: `${EN_OPENING[outcome]} ${cited.en} of the measures: ${body.en}${end.en}.`,
  };
}
