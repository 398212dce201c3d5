import { randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The text kept under a name from an earlier start, so that it outlives a restart; else a new one, readable by its owner only. */
export async function keptIn(folder: string, name: string, make: () => string): Promise<string> {
  const file = join(folder, name);
  await mkdir(folder, { recursive: true });
  // Linked only when written whole, and a link doesn't replace: of two processes that start at once both read one text.
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, make(), { mode: 0o600 });
  try {
    await link(draft, file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    await chmod(file, 0o600);
  } finally {
    await unlink(draft);
  }
  return readFile(file, 'utf8');
}
