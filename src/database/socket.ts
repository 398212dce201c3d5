import { Socket } from 'node:net';

/** Where to connect, as the driver hands it over: parsed from the URL. */
export interface Destination {
  readonly host: readonly string[];
  readonly port: readonly number[];
  readonly path?: string | false;
}

/**
 * The driver (postgres.js 3.4.9) forgets its socket as soon as it hears 'close', and crashes the process when one
 * of its own asynchronous steps still writes afterwards. So 'close' is told in a turn of its own: by then every
 * step that the last data started has run, and has written to a dead but existing socket, which is harmless.
 */
export class PatientSocket extends Socket {
  /**
   * Holds back what is written until this turn and all others at hand are over, to send it at once with what the driver
   * keeps for then anyway: the statement that takes a lock must not go out long before the commit that gives it back.
   */
  gather(): void {
    if (this.writableCorked > 0) return;
    this.cork();
    setImmediate(() => this.uncork());
  }

  /** Statements sent in one turn travel in one system call: a transaction pipelines most of what it sends. */
  override write(...written: unknown[]): boolean {
    if (this.writableCorked === 0) {
      this.cork();
      process.nextTick(() => this.uncork());
    }
    return (super.write as (...values: unknown[]) => boolean)(...written);
  }

  override emit(event: string | symbol, ...values: unknown[]): boolean {
    if (event === 'close') {
      setImmediate(() => super.emit('close', ...values));
      return true;
    }
    // The driver takes its listeners off when it is done; what a forgotten socket still suffers concerns nobody.
    if (event === 'error' && this.listenerCount('error') === 0) return false;
    return super.emit(event as string, ...values);
  }
}

/** A connected socket. Rejects when the server is not reached within `timeoutMs`. */
export function connectSocket(to: Destination, timeoutMs: number): Promise<PatientSocket> {
  const host = to.host[0] ?? '127.0.0.1';
  const port = to.port[0] ?? 5432;
  const socket = new PatientSocket();
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => {
      clearTimeout(timer);
      socket.destroy();
      reject(error);
    };
    const timer = setTimeout(() => fail(new Error(`no connection within ${timeoutMs} ms`)), timeoutMs);
    socket.once('error', fail);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', fail);
      socket.setNoDelay(true);
      socket.setKeepAlive(true, 10_000);
      // The driver takes the name for the certificate check of TLS from here.
      resolve(Object.assign(socket, { host, port }));
    });
    if (to.path) socket.connect(to.path);
    else socket.connect(port, host);
  });
}
