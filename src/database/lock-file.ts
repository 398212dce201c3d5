import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/** Another process, named by its pid, holds the lock. */
export class LockHeld extends Error {
  constructor(readonly pid: number) {
    super(`locked by process ${pid}`);
  }
}

/**
 * Who a process is: its pid and, where /proc tells, the moment it started, since a pid is given again; in a container
 * even regularly.
 */
function identityOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name of the program, in brackets, may hold blanks; the start is the 20th field after it.
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return `${pid} ${started}`;
  } catch {
    return `${pid}`;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isHeld(identity: string): boolean {
  const pid = Number.parseInt(identity, 10);
  return Number.isInteger(pid) && pid > 0 && isAlive(pid) && identityOf(pid) === identity;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** Creates `path` from the draft, all at once; false when it is there already. */
function claim(draft: string, path: string): boolean {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the lock, or throws LockHeld. A lock whose holder has died, however it died, is taken over. Returns what gives
 * the lock back.
 */
export function takeLock(path: string): () => void {
  const identity = identityOf(process.pid);
  const draft = `${path}.${process.pid}`;
  const aside = `${draft}.stale`;
  writeFileSync(draft, identity, { mode: 0o600 });
  try {
    while (!claim(draft, path)) {
      const holder = readIfThere(path);
      if (holder === null) continue;
      if (isHeld(holder)) throw new LockHeld(Number.parseInt(holder, 10));
      setAside(path, aside, holder);
    }
  } finally {
    rmSync(draft, { force: true });
  }
  return () => {
    if (readIfThere(path) === identity) rmSync(path, { force: true });
  };
}

/** Moves a stale lock out of the way; a rival's fresh one that came in between is put back. */
function setAside(path: string, aside: string, stale: string): void {
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  if (readIfThere(aside) !== stale) claim(aside, path);
  rmSync(aside, { force: true });
}
