import { isIP } from 'node:net';
import { KEY_BYTES_MIN } from './domain/webhook.ts';

/** How webhooks are delivered. */
export interface WebhookConfig {
  /** Whether this process delivers. Several may; one at a time delivers to an address. */
  readonly deliver: boolean;
  /** What secrets are derived from; the same in all processes, and for good. Null: the development key in the data folder. */
  readonly key: Uint8Array | null;
  /** Networks beside the public internet to which webhooks may lead, each as "10.1.0.0/16". */
  readonly networks: readonly string[];
  /** Unencrypted addresses are taken: in development. */
  readonly allowsHttp: boolean;
  /** Without a key, in production, there are no webhooks. */
  readonly offered: boolean;
}

/** The parts of the configuration's reader that are needed here. */
interface Reader {
  text(name: string): string | null;
  oneOf<W extends string>(name: string, words: readonly W[], otherwise: W): W;
  wrong(name: string, what: string, right: string): void;
}

const WORDS = ['on', 'off'] as const;

/** A network as "10.1.0.0/16" or "fd12::/32". */
function isNetwork(text: string): boolean {
  const [address = '', bits = '', more] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  return version !== 0 && more === undefined && /^\d{1,3}$/.test(bits) && Number(bits) <= most;
}

const LOOPBACK = '127.0.0.0/8, ::1/128';

/** Reads what concerns webhooks; a key is not repeated in a complaint. */
export function webhookConfigOf({ text, oneOf, wrong }: Reader, isProduction: boolean): WebhookConfig {
  const given = text('WEBHOOK_KEY');
  const key = given === null ? null : Buffer.from(given, 'base64');
  const right = `at least ${KEY_BYTES_MIN} random bytes in base64, as "openssl rand -base64 32" prints them`;
  if (key && key.length < KEY_BYTES_MIN) wrong('WEBHOOK_KEY', 'is too short or no base64', right);
  const offered = key !== null || !isProduction;
  if (!offered && text('WEBHOOKS') === 'on') wrong('WEBHOOK_KEY', 'is missing', `production needs ${right}`);
  const listed = (text('WEBHOOK_NETWORKS') ?? (isProduction ? '' : LOOPBACK))
    .split(',')
    .flatMap((part) => part.trim() || []);
  for (const network of listed)
    if (!isNetwork(network))
      wrong('WEBHOOK_NETWORKS', `holds "${network}"`, 'networks with commas between, such as 10.1.0.0/16');
  return {
    deliver: oneOf('WEBHOOKS', WORDS, 'on') === 'on' && offered,
    key,
    networks: listed,
    allowsHttp: !isProduction,
    offered,
  };
}
