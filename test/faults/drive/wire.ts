import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** What a wire does to what passes through it; one thing at a time. */
export type Spoil =
  | { readonly how: 'NOTHING' }
  /** Everything arrives later. */
  | { readonly how: 'DELAY'; readonly ms: number }
  /** What the far side says does not arrive, and nobody is told. */
  | { readonly how: 'DEAFEN' }
  /** Cut as soon as a COMMIT has been passed on to PostgreSQL. */
  | { readonly how: 'CUT_AT_COMMIT' }
  /** Cut instead of passing on PostgreSQL's answer that it has committed. */
  | { readonly how: 'SWALLOW_COMMITTED' };

/** A wire of the test's own between two parties. */
export interface Wire {
  readonly port: number;
  spoil(by: Spoil): void;
  /** Cuts the connections there are, or each with one chance in so many; new ones work. */
  cut(oneIn?: number): number;
  close(): Promise<void>;
}

const COMMITTED = Buffer.from('COMMIT\0');
const COMMIT = Buffer.from('\0commit\0');

/** Recognises a COMMIT on its way to PostgreSQL: parsed with its text once, from then on bound by the name it was given. */
class CommitWatch {
  #name: Buffer | null = null;

  isIn(bytes: Buffer): boolean {
    const at = bytes.indexOf(COMMIT);
    if (at >= 0) {
      const start = bytes.lastIndexOf(0x50, at) + 5;
      const name = bytes.subarray(start, at);
      // A name of at least two letters cannot be taken for something else that is bound.
      if (name.length > 1) this.#name = Buffer.concat([Buffer.from([0]), name, Buffer.from([0])]);
      return true;
    }
    return this.#name !== null && bytes.includes(this.#name);
  }
}

/** Listens on a port of its own and leads to another one, which may change. */
export async function startWire(farPort: () => number, port = 0): Promise<Wire> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let spoil: Spoil = { how: 'NOTHING' };

  const server = createServer((near) => {
    const far = connect(farPort(), '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    const watch = new CommitWatch();
    const end = () => {
      pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    async function pass(from: Socket, to: Socket, bytes: Buffer): Promise<void> {
      const isCommit = from === near && watch.isIn(bytes);
      const now = spoil;
      if (now.how === 'DEAFEN' && from === far) return;
      if (now.how === 'SWALLOW_COMMITTED' && from === far && bytes.includes(COMMITTED)) return end();
      if (now.how === 'DELAY') {
        from.pause();
        await pause(now.ms);
        from.resume();
      }
      if (to.destroyed) return;
      if (now.how === 'CUT_AT_COMMIT' && isCommit) {
        to.write(bytes, () => end());
        return;
      }
      if (!to.write(bytes)) {
        from.pause();
        to.once('drain', () => from.resume());
      }
    }
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.setNoDelay(true);
      from.on('data', (bytes) => void pass(from, to, bytes));
      from.on('error', () => undefined);
      from.on('close', end);
    }
  });
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const address = server.address();

  const cut = (oneIn = 1) => {
    let count = 0;
    for (const [at, [near, far]] of [...pairs].entries()) {
      if (at % oneIn !== 0) continue;
      count += 1;
      near.resetAndDestroy();
      far.destroy();
    }
    return count;
  };
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    spoil(by) {
      spoil = by;
    },
    cut,
    close() {
      cut();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
