/**
 * The city of Baotou and the ten regions that its measures address. Codes of the statistics bureau's divisions (edition
 * of 2023) and of GB/T 2260, on which the public lists agree. 150271 is a statistical code of the high-tech zone and
 * not an administrative division; firms registered there carry the registrar code 150291 in their credit codes, and
 * firms registered with the city or the autonomous region carry 150200 or 150000. So a firm's region is stated, and
 * never read off its credit code.
 */
export interface Division {
  readonly code: string;
  readonly zh: string;
  readonly shortZh: string;
  readonly en: string;
}

export const BAOTOU: Division = { code: '150200', zh: '包头市', shortZh: '包头市', en: 'Baotou City' };

// biome-ignore format: one region a line
export const BAOTOU_DIVISIONS: readonly Division[] = [
  { code: '150202', zh: '东河区', shortZh: '东河区', en: 'Donghe District' },
  { code: '150203', zh: '昆都仑区', shortZh: '昆都仑区', en: 'Kundulun District' },
  { code: '150204', zh: '青山区', shortZh: '青山区', en: 'Qingshan District' },
  { code: '150205', zh: '石拐区', shortZh: '石拐区', en: 'Shiguai District' },
  { code: '150206', zh: '白云鄂博矿区', shortZh: '白云矿区', en: 'Bayan Obo Mining District' },
  { code: '150207', zh: '九原区', shortZh: '九原区', en: 'Jiuyuan District' },
  { code: '150221', zh: '土默特右旗', shortZh: '土右旗', en: 'Tumed Right Banner' },
  { code: '150222', zh: '固阳县', shortZh: '固阳县', en: 'Guyang County' },
  { code: '150223', zh: '达尔罕茂明安联合旗', shortZh: '达茂旗', en: 'Darhan Muminggan United Banner' },
  { code: '150271', zh: '包头稀土高新技术产业开发区', shortZh: '稀土高新区', en: 'Baotou Rare-Earth High-Tech Zone' },
];
