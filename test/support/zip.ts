import { crc32, deflateRawSync } from 'node:zlib';

/** One part of a packed file; `told` is the size it claims to have, where that is a lie. */
export interface Part {
  readonly name: string;
  readonly bytes: Buffer | string;
  readonly told?: number;
  readonly flags?: number;
}

/** Packs parts as a ZIP, telling whatever a test wants to be told of them. */
export function zip(parts: readonly Part[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes, told, flags = 0 } of parts) {
    const plain = Buffer.from(bytes);
    const packed = deflateRawSync(plain, { level: 1 });
    const title = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(flags, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(plain), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(told ?? plain.length, 18);
    fields.writeUInt16LE(title.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), fields, title, packed]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000', 'latin1'), fields, place, title]),
    );
    bodies.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, listed, Buffer.from('PK\u0005\u0006', 'latin1'), end]);
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>';

/** The parts of a workbook around the XML of its one sheet. */
export function workbookParts(sheet: string, more: readonly Part[] = []): Part[] {
  return [
    {
      name: 'xl/workbook.xml',
      bytes: `${XML}<workbook><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: `${XML}<Relationships><Relationship Id="r1" Target="worksheets/s.xml"/></Relationships>`,
    },
    { name: 'xl/worksheets/s.xml', bytes: sheet },
    ...more,
  ];
}

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;

/** The XML of a sheet with these texts. */
export const sheetXml = (rows: readonly (readonly string[])[], head = ''): string =>
  `${XML}${head}<worksheet><sheetData>${rows.map((row) => `<row>${row.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`;
