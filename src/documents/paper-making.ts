import type { Actor } from '../acts/actor.ts';
import type { Row } from '../acts/ports.ts';
import type { Reads } from '../acts/reads.ts';
import type { BusinessDate } from '../domain/dates.ts';
import type { Yuan } from '../domain/money.ts';
import { amountInWords } from '../domain/money-words.ts';
import type { OfficialDocument } from './official-document.ts';

/** What a paper is made from: one view of the reader’s. */
export interface PaperMaking {
  readonly reads: Reads;
  readonly actor: Actor;
  readonly today: BusinessDate;
  readonly pool: Row<'pool'>;
  /** The coordination office by name; its title where the reader may not know the name. */
  readonly office: string;
}

/** A paper and what tells its file from others. */
export interface MadePaper {
  readonly paper: OfficialDocument;
  readonly about: string;
}

/** 人民币大写 and the figure beside it. */
export const inBoth = (amount: Yuan): string => `人民币${amountInWords(amount)}（¥${amount.toReadable()}）`;
