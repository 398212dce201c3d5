import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
} from 'docx';
import type { BusinessDate } from '../domain/dates.ts';
import { dateInWords } from '../domain/money-words.ts';

// A paper in the manner of official documents (GB/T 9704): A4, the margins and type of the standard, editable throughout.
// Where 小标宋 or 仿宋 is not installed, the program that opens the file takes its usual Chinese serif.

const POINT = 20;
const HALF_POINTS = 2;
const TWIPS_PER_MM = 56.7;
const mm = (length: number) => Math.round(length * TWIPS_PER_MM);

const SIZES = { second: 22, third: 16, fourth: 14, small: 12 } as const;
const TITLE_FACE = '方正小标宋简体';
const BODY_FACE = '仿宋';
const HEADING_FACE = '黑体';
const font = (face: string) => ({ ascii: 'Times New Roman', hAnsi: 'Times New Roman', eastAsia: face });
const LINE_POINTS = 28.95;
/** Two characters of 三号. */
const INDENT = SIZES.third * POINT * 2;

type Align = (typeof AlignmentType)[keyof typeof AlignmentType];

function run(text: string, face: string = BODY_FACE, points: number = SIZES.third): TextRun {
  return new TextRun({ text, font: font(face), size: points * HALF_POINTS });
}

const line = { line: Math.round(LINE_POINTS * POINT), lineRule: LineRuleType.EXACT } as const;

/** `keepNext`: the signature never stands on a page of its own (GB/T 9704). */
function block(text: string, alignment: Align, indent: object = {}, keepNext = false): Paragraph {
  return new Paragraph({ alignment, indent, keepNext, spacing: line, children: [run(text)] });
}

/** A row of a form: label and value, or twice that. */
export type FormRow = readonly (readonly [label: string, value: string])[];

export interface OfficialDocument {
  readonly title: string;
  /** Red head with the name of who issues it; without, none. */
  readonly head?: string;
  readonly number: string;
  /** 主送单位 */
  readonly to?: string;
  readonly paragraphs: readonly string[];
  readonly form?: readonly FormRow[];
  /** Below the form. */
  readonly after?: readonly string[];
  /** 落款; null where the form has places to sign of its own. */
  readonly signed: { readonly by: string; readonly on: BusinessDate } | null;
}

const RULE = { style: BorderStyle.SINGLE, size: 6, color: '000000' } as const;
const WIDTH_MM = 156;

function cell(text: string, widthMm: number, isLabel: boolean, span = 1): TableCell {
  return new TableCell({
    columnSpan: span,
    width: { size: mm(widthMm), type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: { top: 60, bottom: 60, left: 100, right: 100 },
    children: text.split('\n').map(
      (part) =>
        new Paragraph({
          alignment: isLabel ? AlignmentType.CENTER : AlignmentType.LEFT,
          children: [run(part, isLabel ? HEADING_FACE : BODY_FACE, SIZES.small)],
        }),
    ),
  });
}

const LABEL_MM = 30;
const VALUE_MM = WIDTH_MM / 2 - LABEL_MM;

function table(rows: readonly FormRow[]): Table {
  return new Table({
    width: { size: mm(WIDTH_MM), type: WidthType.DXA },
    layout: TableLayoutType.FIXED,
    columnWidths: [LABEL_MM, VALUE_MM, LABEL_MM, VALUE_MM].map(mm),
    borders: {
      top: RULE,
      bottom: RULE,
      left: RULE,
      right: RULE,
      insideHorizontal: RULE,
      insideVertical: RULE,
    },
    rows: rows.map(
      (row) =>
        new TableRow({
          cantSplit: true,
          height: { value: mm(9), rule: 'atLeast' },
          children: row.flatMap(([label, value]) => {
            const isWide = row.length === 1;
            const width = isWide ? WIDTH_MM - LABEL_MM : VALUE_MM;
            return [cell(label, LABEL_MM, true), cell(value, width, false, isWide ? 3 : 1)];
          }),
        }),
    ),
  });
}

const POINTS_PER_MM = 72 / 25.4;

/** As large as fits in one line. */
const headPoints = (head: string) =>
  Math.min(SIZES.second, Math.floor((WIDTH_MM * POINTS_PER_MM) / head.length));

function headOf(head: string): Paragraph[] {
  return [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      spacing: { after: 240 },
      border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: 'FF0000', space: 8 } },
      children: [
        new TextRun({
          text: head,
          font: font(TITLE_FACE),
          size: headPoints(head) * HALF_POINTS,
          color: 'FF0000',
        }),
      ],
    }),
  ];
}

const footer = new Footer({
  children: [
    new Paragraph({
      alignment: AlignmentType.CENTER,
      children: [
        new TextRun({
          children: ['— ', PageNumber.CURRENT, ' —'],
          font: font('宋体'),
          size: SIZES.fourth * HALF_POINTS,
        }),
      ],
    }),
  ],
});

/** A little room above and below a form. */
const GAP = new Paragraph({ spacing: { line: 6 * POINT, lineRule: LineRuleType.EXACT }, children: [] });

function signature({ by, on }: { readonly by: string; readonly on: BusinessDate }): Paragraph[] {
  return [
    block('', AlignmentType.LEFT, {}, true),
    block(by, AlignmentType.RIGHT, { right: INDENT }, true),
    block(dateInWords(on), AlignmentType.RIGHT, { right: INDENT * 2 }),
  ];
}

/** The paper as a .docx file. */
export function writeDocument(paper: OfficialDocument): Promise<Buffer> {
  const { title, head, number, to, paragraphs, form, after = [], signed } = paper;
  const body = (text: string) => block(text, AlignmentType.JUSTIFIED, { firstLine: INDENT });
  const document = new Document({
    creator: '助保 Zhubao',
    title,
    sections: [
      {
        properties: {
          page: {
            size: { width: mm(210), height: mm(297) },
            margin: { top: mm(37), left: mm(28), right: mm(26), bottom: mm(35), footer: mm(25) },
          },
        },
        footers: { default: footer },
        children: [
          ...(head === undefined ? [] : headOf(head)),
          block(number, head === undefined ? AlignmentType.RIGHT : AlignmentType.CENTER),
          new Paragraph({
            alignment: AlignmentType.CENTER,
            spacing: { before: 300, after: 300 },
            children: [run(title, TITLE_FACE, SIZES.second)],
          }),
          ...(to === undefined ? [] : [block(`${to}：`, AlignmentType.LEFT)]),
          ...paragraphs.map(body),
          ...(form ? [GAP, table(form), GAP] : []),
          ...after.map((text) =>
            block(text, AlignmentType.JUSTIFIED, { firstLine: INDENT }, signed !== null),
          ),
          ...(signed ? signature(signed) : []),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
}
