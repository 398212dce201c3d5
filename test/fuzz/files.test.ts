import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { csv, IMPORT, send, workbook } from '../support/bulk.ts';
import { type City, newCity } from '../support/city.ts';
import { type Running, startProduct } from '../support/product.ts';
import { Draw } from './draw.ts';

// Spreadsheets that were spoilt: each file is refused or worked through to its end, row by row; nothing is done by a file
// that is only checked, and no file ends in a defect.

const SEED = Number(process.env.FUZZ_SEED ?? 20261124);
const FILES = Math.min(5_000, Math.ceil(Number(process.env.FUZZ_OPERATIONS ?? 1_200) / 20));
const TODAY = '2025-03-10';
const ENDED = ['DONE', 'CANCELLED', 'STOPPED'];

let running: Running;
let city: City;
const logged: string[] = [];

beforeAll(async () => {
  running = await startProduct({}, { level: 'error', write: (line) => void logged.push(line) });
  city = await newCity(running, TODAY);
});
afterAll(() => running?.stop());

const ROWS = [
  ['贷款编号', '还款日期', '本金', '利息', '凭证号'],
  ['L2025-00001', TODAY, '1,000.00', '10', 'HK-1'],
  ['L2025-00002', '2025年3月10日', '2,000.50', '0', 'HK-2'],
  ['', '45000', '=1+1', '-5', '\'"; drop table'],
];

function spoilt(draw: Draw, bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let times = 1 + draw.below(8); times > 0; times -= 1) copy[draw.below(copy.length)] = draw.below(256);
  return draw.chance(0.2) ? copy.subarray(0, draw.below(copy.length)) : copy;
}

test('spoilt spreadsheets are refused or worked through, and none meets a defect', {
  timeout: 60_000 + FILES * 1_000,
}, async () => {
  const sound = { csv: Buffer.from(csv(ROWS)), xlsx: await workbook(ROWS) };
  const taken: string[] = [];
  for (let number = 0; number < FILES; number += 1) {
    const draw = new Draw(SEED + number);
    const format = draw.one(['csv', 'xlsx', 'xlsx'] as const);
    const told = draw.chance(0.1) ? draw.one(['csv', 'xlsx', 'ods', '']) : format;
    const { status, body } = await send(running, city.bank.user, 'repayments', spoilt(draw, sound[format]), {
      format: told,
      check: true,
    });
    expect([SEED + number, status < 500, JSON.stringify(body).includes('"INTERNAL')]).toEqual([
      SEED + number,
      true,
      false,
    ]);
    if (status === 202) taken.push(body.id);
  }
  for (const id of taken)
    await vi.waitFor(
      async () => {
        const { data, errors } = await running.ask(city.bank.user, IMPORT, { id, first: 5 });
        expect(errors).toBeUndefined();
        expect(ENDED).toContain(data.import.state);
      },
      { timeout: 60_000, interval: 50 },
    );
  expect(logged).toEqual([]);
  const kept = await running.owner('select 1 from repayment where pool_id = $1', [city.pool.poolId]);
  expect(kept).toEqual([]);
});
