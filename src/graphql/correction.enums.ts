import { CORRECTION_STATES, CORRECTION_SUBJECTS } from '../domain/words.ts';
import { enumOf } from './enums.ts';

export const CorrectionStateEnum = enumOf(
  'CorrectionState',
  '更正申请状态',
  'How the request for a correction stands.',
  CORRECTION_STATES,
);
export const CorrectionSubjectEnum = enumOf(
  'CorrectionSubject',
  '更正对象',
  'What kind of record is to be corrected.',
  CORRECTION_SUBJECTS,
);
