import type { Server } from 'node:http';
import { BlockList, isIP, isIPv6, type Socket } from 'node:net';
import { networkOf } from './brake.ts';

export interface SocketLimits {
  /** Of one address, on which nobody has signed in yet: half-open ones, slow ones, idle ones. */
  readonly unsignedPerAddressMax: number;
  /** Of one address, whoever is on them: so that none can take them all. */
  readonly perAddressMax: number;
}

export interface Sockets {
  /** A request on this socket was signed in: it is no stranger's any more. */
  know(socket: Socket): void;
}

const TOLD_AGAIN_MS = 10_000;

/** The names that a list of proxies may use for networks. */
const NETWORKS: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.1/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

function listOf(proxies: readonly string[]): BlockList {
  const list = new BlockList();
  for (const proxy of proxies.flatMap((name) => NETWORKS[name] ?? [name])) {
    const [address = '', bits] = proxy.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) continue;
    if (bits !== undefined && /^\d+$/.test(bits)) list.addSubnet(address, Number(bits), family);
    else list.addAddress(address, family);
  }
  return list;
}

interface Address {
  /** Those on which nobody has signed in yet, the oldest first. */
  readonly strangers: Set<Socket>;
  sockets: number;
  /** When the log was last told of it, in milliseconds since 1970: a flood of sockets is no flood of lines. */
  toldAt: number;
}

/**
 * Counts the sockets of each address from the moment they are opened. For one too many the oldest of its strangers is
 * closed: whoever means to sign in has done so by then, also from behind the same address as a flood, and the places
 * that all share stay free for others. Proxies that are trusted bring the sockets of many and count their clients themselves.
 */
export function guardSockets(
  server: Server,
  limits: SocketLimits,
  trustedProxies: readonly string[],
  log: { warn(fields: object, message: string): void },
): Sockets {
  const trusted = listOf(trustedProxies);
  const addresses = new Map<string, Address>();
  const homes = new WeakMap<Socket, Address>();

  /** Makes room for one more; false where all of an address are signed in and as many as it may have. */
  function makeRoom(address: Address, remote: string): boolean {
    const { strangers, sockets } = address;
    const isFull = sockets >= limits.perAddressMax;
    if (!isFull && strangers.size < limits.unsignedPerAddressMax) return true;
    const [oldest] = strangers;
    if (Date.now() - address.toldAt >= TOLD_AGAIN_MS) {
      address.toldAt = Date.now();
      log.warn({ address: remote, sockets, unsigned: strangers.size }, 'too many sockets of one address');
    }
    oldest?.destroy();
    if (oldest) strangers.delete(oldest);
    return oldest !== undefined;
  }

  server.on('connection', (socket: Socket) => {
    const remote = socket.remoteAddress;
    if (remote === undefined || trusted.check(remote, isIPv6(remote) ? 'ipv6' : 'ipv4')) return;
    const name = networkOf(remote);
    const address = addresses.get(name) ?? { strangers: new Set(), sockets: 0, toldAt: 0 };
    if (!makeRoom(address, remote)) {
      socket.destroy();
      return;
    }
    addresses.set(name, address);
    homes.set(socket, address);
    address.strangers.add(socket);
    address.sockets += 1;
    socket.once('close', () => {
      address.strangers.delete(socket);
      address.sockets -= 1;
      if (address.sockets === 0) addresses.delete(name);
    });
  });

  return {
    know(socket) {
      homes.get(socket)?.strangers.delete(socket);
    },
  };
}
