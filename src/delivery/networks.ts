import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

// Where a webhook may lead. A tenant chooses the address, and our network position must not become the tenant's: what is
// not the public internet is refused unless the installation lists its network.

/** Not the public internet: IPv4 blocks that are private, local, shared, reserved, for documentation or multicast. */
const NOT_PUBLIC_IPV4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  // Shared by carriers; clouds keep name servers and metadata in it (100.100.100.200).
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  // Link-local, with the metadata address of most clouds (169.254.169.254).
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  // Metadata of a cloud, in the midst of public addresses.
  ['168.63.129.16', 32],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];

/** Of IPv6 only global unicast is public at all, and of that not what wraps an IPv4 address or is set aside. */
const PUBLIC_IPV6 = ['2000::', 3] as const;
const NOT_PUBLIC_IPV6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

function blocks(family: 'ipv4' | 'ipv6', networks: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList();
  for (const [network, bits] of networks) list.addSubnet(network, bits, family);
  return list;
}

const NOT_PUBLIC = blocks('ipv4', NOT_PUBLIC_IPV4);
const GLOBAL = blocks('ipv6', [PUBLIC_IPV6]);
const SET_ASIDE = blocks('ipv6', NOT_PUBLIC_IPV6);

function isPublic(ip: string): boolean {
  if (isIP(ip) === 4) return !NOT_PUBLIC.check(ip, 'ipv4');
  return GLOBAL.check(ip, 'ipv6') && !SET_ASIDE.check(ip, 'ipv6');
}

/** A network as "10.1.0.0/16"; null for a text that is none. */
export function readNetwork(text: string): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const [address = '', bits = '', more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined || !/^\d{1,3}$/.test(bits)) return null;
  if (Number(bits) > (version === 4 ? 32 : 128)) return null;
  return { address, bits: Number(bits), family: version === 4 ? 'ipv4' : 'ipv6' };
}

export interface Destination {
  readonly address: string;
  readonly family: 4 | 6;
}

/** The address leads where nothing may be sent; the message says no more than the tenant wrote itself. */
export class ForbiddenDestination extends Error {}

/** Finds the address of a host by name, like `dns.lookup` with all: true. */
export type Resolve = (host: string) => Promise<readonly { address: string; family: number }[]>;

export interface Networks {
  /** Whether something may be sent to an IP address. */
  allows(ip: string): boolean;
  /** The one place to connect to; throws ForbiddenDestination, or what the name server answers. */
  destinationOf(url: URL): Promise<Destination>;
}

/** `listed`: networks beside the public internet, each as "10.1.0.0/16". */
export function networksOf(
  listed: readonly string[],
  resolve: Resolve = (host) => lookup(host, { all: true }),
): Networks {
  const own = new BlockList();
  for (const text of listed) {
    const network = readNetwork(text);
    if (!network) throw new TypeError(`no network: ${text}`);
    own.addSubnet(network.address, network.bits, network.family);
  }
  const allows = (ip: string): boolean =>
    own.check(ip, isIP(ip) === 4 ? 'ipv4' : 'ipv6') || (isIP(ip) !== 0 && isPublic(ip));
  return {
    allows,
    async destinationOf({ hostname }) {
      const host = hostname.replace(/^\[|\]$/g, '');
      const found = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }];
      const [first] = found;
      // All of them: a name with one good and one bad address is no accident.
      if (!first || !found.every(({ address }) => allows(address))) throw new ForbiddenDestination();
      return { address: first.address, family: first.family === 6 ? 6 : 4 };
    },
  };
}
