import { businessDateOf } from '../domain/dates.ts';
import type { Id, ImportFormat, ImportKind, ImportState } from '../domain/words.ts';
import { mayAct } from './actor.ts';
import type { Concerned, Desk } from './desk.ts';
import { conflict, forbidden } from './failures.ts';
import type { FileColumn } from './import-headings.ts';
import { specOf } from './import-kinds.ts';
import { act, changed, sought } from './perform.ts';
import type { Row } from './ports.ts';

// Files that come in. An import is opened by whoever sends the file; its rows are then judged one by one, each by the act
// that it asks for (import-row.ts), and the import ends when every row has its answer.

const EVERYBODY = ['OFFICE', 'DISTRICT', 'BANK', 'GUARANTOR', 'FUND_MANAGER'] as const;
const OPERATOR = { personas: EVERYBODY, role: 'OPERATOR' } as const;

/** States in which rows may still be judged. */
const OPEN: readonly ImportState[] = ['RECEIVING', 'WAITING', 'RUNNING'];

/** The tenant itself is told, and nobody else but the office, which reads every event. */
function itself({ actor }: Desk): Concerned {
  const id: string = actor.tenantId;
  if (actor.kind === 'DISTRICT') return { regionId: id as Id<'region'> };
  if (actor.kind === 'BANK') return { bankId: id as Id<'bank'> };
  return actor.kind === 'GUARANTOR' ? { guarantorId: id as Id<'guarantor'> } : {};
}

export interface OpenImport {
  readonly kind: ImportKind;
  readonly format: ImportFormat;
  readonly checkOnly: boolean;
  /** The same file was taken before, and is meant to be taken again. */
  readonly again: boolean;
  readonly fileHash: string;
  readonly columns: readonly FileColumn[];
  readonly rowCount: number;
}

/** Opens an import: from here on the file has an id, and its rows are being kept. */
export const openImport = act({
  name: 'openImport',
  by: OPERATOR,
  about: (_: OpenImport) => ({}),
  async run(desk, { again, ...input }) {
    const { actor, recordedAt } = desk;
    const { kind, checkOnly, fileHash, format } = input;
    if (!mayAct(actor, specOf(kind).by)) throw forbidden();
    const { poolId, tenantId, userId, userName, role, persona } = actor;
    // Nothing else is locked by this act, so the last lock may be its first: the same file twice at once comes in once.
    await desk.store.lockJournal();
    const same = await desk.store.list('importJob', { tenantId, fileHash, kind, checkOnly: false });
    const before = same.find(({ state }) => state !== 'CANCELLED');
    if (before && !checkOnly && !again) {
      const day = businessDateOf(before.openedAt);
      throw conflict(
        'DUPLICATE',
        `该文件已于 ${day} 导入过；如确需再次导入，请在地址后加 again=true。`,
        `This very file was imported on ${day}; to import it again, add again=true to the address.`,
      );
    }
    const id = desk.newId('importJob');
    await desk.insert('importJob', {
      poolId,
      id,
      tenantId,
      userId,
      userName,
      role,
      persona,
      ...input,
      state: 'RECEIVING',
      openedAt: recordedAt,
    });
    desk.tell('import.opened', { noun: 'importJob', id }, itself(desk), { kind, format, checkOnly });
    return changed('importJob', id);
  },
});

/** Locks an import that may still be worked on. */
async function lockOpen(desk: Desk, id: Id<'importJob'>): Promise<Row<'importJob'>> {
  const job = await desk.store.lock('importJob', { id });
  if (!job || !OPEN.includes(job.state))
    throw conflict('STATE', '该导入已经结束。', 'This import has ended already.');
  return job;
}

export interface CancelImport {
  readonly importId: Id<'importJob'> | null;
}

/** Stops an import; rows that were done stand, and the others are not judged. */
export const cancelImport = act({
  name: 'cancelImport',
  by: OPERATOR,
  about: ({ importId }: CancelImport) => ({ job: sought('importJob', importId, 'importId') }),
  async run(desk, _, { job }) {
    const row = await lockOpen(desk, job.id);
    await desk.update('importJob', { id: row.id }, row, {
      state: 'CANCELLED',
      endedAt: desk.recordedAt,
      endedBy: desk.actor.userId,
    });
    desk.tell('import.cancelled', { noun: 'importJob', id: row.id }, itself(desk));
    return changed('importJob', row.id);
  },
});

export interface EndImport {
  readonly importId: Id<'importJob'>;
  /** DONE: every row has its answer. STOPPED: its sender may not do this any more. */
  readonly state: 'DONE' | 'STOPPED';
  readonly done: number;
  readonly refused: number;
  readonly invalid: number;
}

/** Ends an import that has been worked through, or whose sender has lost the right to it. No client does this. */
export const endImport = act({
  name: 'endImport',
  by: OPERATOR,
  about: ({ importId }: EndImport) => ({ job: sought('importJob', importId, 'importId') }),
  async run(desk, { state, done, refused, invalid }, { job }) {
    const row = await lockOpen(desk, job.id);
    const { kind, checkOnly } = row;
    await desk.update('importJob', { id: row.id }, row, { state, endedAt: desk.recordedAt });
    desk.tell('import.ended', { noun: 'importJob', id: row.id }, itself(desk), {
      kind,
      checkOnly,
      state,
      done,
      refused,
      invalid,
    });
    return changed('importJob', row.id);
  },
});
