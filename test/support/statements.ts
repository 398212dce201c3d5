import { connect, createServer, type Socket } from 'node:net';

/** Whatever the product asks its database to prepare, each text once: a wire that is listened to. */
export interface Listened {
  /** The same database, with somebody listening. */
  readonly url: string;
  readonly statements: Set<string>;
  close(): Promise<void>;
}

const PARSE = 'P'.charCodeAt(0);

/** The texts of Parse messages in what a client says, after the message without a type that it begins with. */
function listening(heard: (text: string) => void): (bytes: Buffer) => void {
  let left = Buffer.alloc(0);
  let hasBegun = false;
  return (bytes) => {
    left = Buffer.concat([left, bytes]);
    for (;;) {
      const head = hasBegun ? 1 : 0;
      if (left.length < head + 4) return;
      const length = head + left.readInt32BE(head);
      if (left.length < length) return;
      if (hasBegun && left[0] === PARSE) {
        const text = left.indexOf(0, 5) + 1;
        heard(left.toString('utf8', text, left.indexOf(0, text)));
      }
      hasBegun = true;
      left = left.subarray(length);
    }
  };
}

export async function listenTo(target: string): Promise<Listened> {
  const { hostname, port } = new URL(target);
  const statements = new Set<string>();
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    near.on(
      'data',
      listening((text) => statements.add(text)),
    );
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    }
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const url = new URL(target);
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.href,
    statements,
    close() {
      for (const socket of open) socket.destroy();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
