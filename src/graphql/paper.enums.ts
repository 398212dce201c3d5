import { REPORT_PARAMETERS } from '../acts/papers.ts';
import { enumOf } from './enums.ts';

export const ReportParametersEnum = enumOf(
  'ReportParameters',
  '报表参数',
  'What a report is asked about.',
  REPORT_PARAMETERS,
);
