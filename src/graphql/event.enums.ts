import { EVENT_KINDS, type EventKind } from '../domain/events.ts';
import { described } from './enums.ts';

/** What a kind of event is called in the schema: loan.disbursed is LOAN_DISBURSED. */
const inCapitals = (kind: string) => kind.replace('.', '_').toUpperCase();
const KINDS_OF_EVENT = Object.keys(EVENT_KINDS) as EventKind[];
export const EventKindEnum = described(
  'EventKind',
  '事件种类',
  'What may happen in a pool.',
  Object.fromEntries(KINDS_OF_EVENT.map((kind) => [inCapitals(kind), kind])),
  Object.fromEntries(KINDS_OF_EVENT.map((kind) => [inCapitals(kind), EVENT_KINDS[kind]])),
);
