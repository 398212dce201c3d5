import { type FileHandle, open } from 'node:fs/promises';
import { SaxesParser } from 'saxes';
import { type CentralDirectory, type File, Open } from 'unzipper';
import { Failure } from '../acts/failures.ts';
import { badFile, FILE_LIMITS } from './file-row.ts';

// The packing of a workbook: a ZIP of XML parts. Nothing in it is believed: sizes are checked as they are told and again
// while unpacking, and a part that declares entities is refused.

const DAMAGED = () =>
  badFile(
    '文件不是有效的 .xlsx 工作簿，或已损坏；请用 Excel 或 WPS 另存为 .xlsx 后重试。',
    'The file is no .xlsx workbook, or is damaged; save it as .xlsx with Excel or WPS and try again.',
  );

const TOO_BIG = () =>
  badFile(
    '工作簿解压后过大；请只保留需要导入的工作表和数据。',
    'The workbook is too large when unpacked; keep only the sheet and the rows to be imported.',
  );

const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;

/** How many parts the directory at the end of the ZIP tells of, before any of them is read. */
async function partCount(file: FileHandle): Promise<number> {
  const { size } = await file.stat();
  const length = Math.min(size, END_BYTES + COMMENT_BYTES_MAX);
  const tail = Buffer.alloc(length);
  await file.read(tail, 0, length, size - length);
  for (let at = length - END_BYTES; at >= 0; at--)
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY) return tail.readUInt16LE(at + 10);
  throw DAMAGED();
}

/** Opens the packing and refuses what is no plain workbook: macros, encryption, too many or too large parts. */
export async function openParts(path: string): Promise<ReadonlyMap<string, File>> {
  const file = await open(path);
  try {
    if ((await partCount(file)) > FILE_LIMITS.parts) throw TOO_BIG();
  } finally {
    await file.close();
  }
  const directory: CentralDirectory = await Open.file(path).catch(() => {
    throw DAMAGED();
  });
  const parts = new Map<string, File>();
  for (const part of directory.files) {
    const name = part.path.replace(/^\//, '');
    if (/vbaproject\.bin$|^xl\/macrosheets\//i.test(name))
      throw badFile(
        '不接受含宏的工作簿；请另存为不含宏的 .xlsx。',
        'Workbooks with macros are not taken; save it as .xlsx without macros.',
      );
    if ((part.flags & 1) !== 0)
      throw badFile(
        '不接受加密的工作簿；请取消密码后重试。',
        'The workbook is encrypted; remove its password.',
      );
    if (parts.has(name)) throw DAMAGED();
    parts.set(name, part);
  }
  return parts;
}

/** The bytes of a part, unpacked, and never more than is allowed of it. */
async function* unpacked(part: File, bytesMax: number): AsyncGenerator<Buffer> {
  const most = Math.min(
    bytesMax,
    Math.max(FILE_LIMITS.unpackedFreeBytes, part.compressedSize * FILE_LIMITS.unpackedTimes),
  );
  if (part.uncompressedSize > most) throw TOO_BIG();
  let bytes = 0;
  for await (const chunk of part.stream() as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > most) throw TOO_BIG();
    yield chunk;
  }
}

export type Attributes = Readonly<Record<string, string>>;

/** What is done with a part's XML; names come without their prefix. */
export interface XmlHandlers {
  open(name: string, attributes: Attributes): void;
  text(text: string): void;
  close(name: string): void;
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

function parserFor(handlers: XmlHandlers) {
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw badFile(
      '工作簿中含有文档类型声明，不予接受。',
      'The workbook holds a document type declaration; such files are not taken.',
    );
  });
  parser.on('error', () => {
    throw DAMAGED();
  });
  parser.on('opentag', ({ name, attributes }) => handlers.open(local(name), attributes));
  parser.on('text', handlers.text);
  parser.on('cdata', handlers.text);
  parser.on('closetag', ({ name }) => handlers.close(local(name)));
  return parser;
}

/** Reads a part piece by piece; yields after each piece, so that what was found in it can be passed on. */
export async function* readXml(part: File, bytesMax: number, handlers: XmlHandlers): AsyncGenerator<void> {
  const parser = parserFor(handlers);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let sinceTag = 0;
  try {
    for await (const chunk of unpacked(part, bytesMax)) {
      const text = decoder.decode(chunk, { stream: true });
      const lastTag = text.lastIndexOf('<');
      sinceTag = lastTag < 0 ? sinceTag + text.length : text.length - lastTag;
      if (sinceTag > FILE_LIMITS.recordCharacters) throw TOO_BIG();
      parser.write(text);
      yield;
    }
    parser.close();
    yield;
  } catch (error) {
    throw error instanceof Failure ? error : DAMAGED();
  }
}

/** Reads a small part to its end. */
export async function readWhole(part: File, bytesMax: number, handlers: XmlHandlers): Promise<void> {
  for await (const _ of readXml(part, bytesMax, handlers));
}

/** A part that no workbook is without. */
export function partOf(parts: ReadonlyMap<string, File>, name: string): File {
  const part = parts.get(name);
  if (!part) throw DAMAGED();
  return part;
}
