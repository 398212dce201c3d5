import type { Id } from '../../src/domain/words.ts';
import { NOW, type Seeding, TODAY } from './seed-after.ts';

// Files that came in, a take-over that has ended, and what tenants are told, laid straight into the tables of a seeded pool.

/** A file that a tenant has sent, with a row that was refused. */
export async function seedImport(
  { insert, make, mark }: Seeding,
  tenantId: Id<'tenant'>,
  whose: string,
): Promise<void> {
  const importId = make<Id<'importJob'>>(`import of ${whose}`);
  await insert('importJob', {
    id: importId,
    tenantId,
    userId: mark(`person of the import of ${whose}`),
    role: 'OPERATOR',
    persona: 'BANK',
    kind: 'REPAYMENTS',
    format: 'CSV',
    checkOnly: false,
    fileHash: mark(`hash of the file of ${whose}`),
    columns: [{ heading: mark(`heading of the file of ${whose}`), field: 'loan' }],
    rowCount: 1,
    state: 'DONE',
    openedAt: NOW,
    endedAt: NOW,
  });
  await insert('importRow', {
    importId,
    number: 2,
    tenantId,
    cells: [mark(`cell of the file of ${whose}`)],
    state: 'INVALID',
    errors: [{ field: null, zh: mark(`error of the file of ${whose}`), en: 'wrong' }],
  });
}

export async function seedTakeOver({ insert, make, mark }: Seeding): Promise<void> {
  await insert('takeOver', {
    id: make('take-over'),
    state: 'CLOSED',
    takenOverOn: TODAY,
    document: mark('document of the take-over'),
    askedBy: mark('person who asked for the take-over'),
    askedOn: TODAY,
    openedBy: mark('person who agreed to the take-over'),
    closedOn: TODAY,
  });
}

/** What happened to a tenant, which it and the office are told. */
export async function seedEvent(
  { insert, make, mark }: Seeding,
  concerned: {
    readonly regionId?: Id<'region'>;
    readonly bankId?: Id<'bank'>;
    readonly guarantorId?: Id<'guarantor'>;
  },
  sequence: number,
  whose: string,
): Promise<void> {
  await insert('event', {
    id: make(`event of ${whose}`),
    sequence,
    kind: 'bank.left',
    subject: mark(`subject of the event of ${whose}`),
    occurredOn: TODAY,
    recordedAt: NOW,
    ...concerned,
    data: {},
  });
}
