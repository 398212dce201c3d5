import { randomUUID } from 'node:crypto';
import type { Actor } from '../../src/acts/actor.ts';
import { sweepThrough } from '../../src/acts/daily-sweep.ts';
import { advanceClock } from '../../src/acts/governance.ts';
import { perform } from '../../src/acts/perform.ts';
import type { Ports } from '../../src/acts/ports.ts';
import { type BusinessDate, parseDate, plusDays } from '../../src/domain/dates.ts';
import type { Id, TenantKind } from '../../src/domain/words.ts';
import {
  addBank,
  addFirm,
  addGuarantor,
  approvedLoan,
  type City,
  newCity,
  type Place,
  pay,
  signUp,
} from './city.ts';
import { sign } from './edges.ts';
import { type Running, type User, uuidOf } from './product.ts';

/** A small city with loans that are signed, and the names by which two cities with the same history are compared. */
export interface World {
  readonly running: Running;
  readonly city: City;
  readonly start: BusinessDate;
  readonly loans: readonly Id<'loan'>[];
  /** The bank that lends, and one that does not. */
  readonly bankIds: readonly [Id<'bank'>, Id<'bank'>];
  /** Ids of things to the names that they have in every world. */
  readonly names: ReadonlyMap<string, string>;
  readonly actors: Readonly<
    Record<'office' | 'office2' | 'bank' | 'guarantor' | 'manager' | 'district', Actor>
  >;
  readonly ports: Ports;
}

const LOANS: readonly {
  readonly months: number;
  readonly instalments?: { month: number; principal: string }[];
}[] = [
  { months: 6 },
  { months: 12 },
  {
    months: 9,
    instalments: [
      { month: 3, principal: '300000.00' },
      { month: 6, principal: '300000.00' },
      { month: 9, principal: '400000.00' },
    ],
  },
  { months: 3 },
  {
    months: 12,
    instalments: [
      { month: 1, principal: '500000.00' },
      { month: 12, principal: '500000.00' },
    ],
  },
  { months: 8 },
];
export const LOAN_COUNT = LOANS.length;

const actorOf = (user: User, kind: TenantKind, persona: Actor['persona'] = kind): Actor => ({
  ...user,
  kind,
  persona,
  userName: null,
});

const idOf = (place: Place) => uuidOf(place.id) as string as Id<'bank'>;

export async function newWorld(running: Running, start: string): Promise<World> {
  const city = await newCity(running, start);
  const { pool, region, bank } = city;
  await pay(running, city, region, '8000000.00', start);
  await signUp(running, city, bank, start, plusDays(parseDate(start), 500));
  const second = await addBank(running, pool, '丙银行');
  await signUp(running, city, second, start, plusDays(parseDate(start), 200));
  const guarantor = await addGuarantor(running, pool, '丁担保');
  const placed = { bankId: bank.id, amount: '1000000.00', valueDate: start, document: '划款-1' };
  await running.act(city.guarantor.user, 'placeFirstDeposit', placed, 'entry { id }');
  const loans: Id<'loan'>[] = [];
  for (const [at, { months, instalments }] of LOANS.entries()) {
    const firm = await addFirm(running, region, '150203', { figuresYear: 2022 });
    const by: Place = at % 2 === 0 ? city.guarantor : guarantor;
    const wanted = {
      amount: '1000000.00',
      termMonths: months,
      guarantor: by,
      ...(instalments ? { instalments } : {}),
    };
    const loanId = await approvedLoan(running, city, firm.id, wanted, start);
    await sign(running, bank, loanId);
    loans.push(uuidOf(loanId) as string as Id<'loan'>);
  }
  const named: [string, string][] = [
    [pool.poolId, 'pool'],
    [pool.officeId, 'office'],
    ...Object.entries({ region, bank, second, manager: city.guarantor, guarantor }).map(
      ([name, place]): [string, string] => [uuidOf(place.id), name],
    ),
    ...loans.map((id, at): [string, string] => [id, `loan ${at}`]),
  ];
  return {
    running,
    city,
    start: parseDate(start),
    loans,
    bankIds: [idOf(bank), idOf(second)],
    names: new Map(named),
    actors: {
      office: actorOf(city.office, 'OFFICE'),
      office2: actorOf(city.office2, 'OFFICE'),
      bank: actorOf(bank.user, 'BANK'),
      guarantor: actorOf(guarantor.user, 'GUARANTOR'),
      manager: actorOf(city.guarantor.user, 'GUARANTOR', 'FUND_MANAGER'),
      district: actorOf(region.user, 'DISTRICT'),
    },
    ports: running.product.ports,
  };
}

/** Moves the date, and sweeps nothing. */
export async function turnTo(world: World, to: BusinessDate): Promise<void> {
  await perform(world.ports, world.actors.office, advanceClock, { to }, randomUUID());
}

export const sweep = (world: World, to: BusinessDate, ports: Ports = world.ports) =>
  sweepThrough(ports, world.actors.office, to);
