import { IMPORT_FORMATS, IMPORT_KINDS, IMPORT_ROW_STATES, IMPORT_STATES } from '../domain/words.ts';
import { enumOf } from './enums.ts';

export const ImportKindEnum = enumOf('ImportKind', '导入类别', 'What the rows of a file are.', IMPORT_KINDS);
export const ImportFormatEnum = enumOf('ImportFormat', '文件格式', 'How a file is written.', IMPORT_FORMATS);
export const ImportStateEnum = enumOf('ImportState', '导入状态', 'How an import stands.', IMPORT_STATES);
export const ImportRowStateEnum = enumOf(
  'ImportRowState',
  '导入行状态',
  'What became of one row of a file.',
  IMPORT_ROW_STATES,
);
