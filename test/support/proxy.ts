import { connect, createServer, type Socket } from 'node:net';

/** A wire between us and the database that can be cut, and made deaf in either direction. */
export interface Wire {
  /** The same database through the proxy. */
  readonly url: string;
  /** What the server says no longer reaches us; what we say still reaches it. */
  muteServer(): void;
  /** Nothing gets through in either direction, and nobody is told. */
  freeze(): void;
  /** Cuts the wires there are; new ones work. */
  mend(): void;
  close(): Promise<void>;
}

export async function startProxy(target: string): Promise<Wire> {
  const { hostname, port } = new URL(target);
  const wires = new Set<Socket>();
  let deaf: 'none' | 'server' | 'both' = 'none';

  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      wires.add(from);
      from.on('data', (bytes) => {
        if (deaf === 'none' || (deaf === 'server' && from === near)) to.write(bytes);
      });
      from.on('error', () => undefined);
      from.on('close', () => {
        wires.delete(from);
        to.destroy();
      });
    }
  });
  const cut = () => {
    for (const wire of wires) wire.destroy();
  };

  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const url = new URL(target);
  url.port = String(typeof address === 'object' && address ? address.port : 0);
  return {
    url: url.href,
    muteServer() {
      deaf = 'server';
    },
    freeze() {
      deaf = 'both';
    },
    mend() {
      deaf = 'none';
      cut();
    },
    close() {
      cut();
      return new Promise((done) => server.close(() => done()));
    },
  };
}
