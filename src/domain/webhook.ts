import { createHmac, hkdfSync } from 'node:crypto';

// Webhooks as https://www.standardwebhooks.com has them: secrets, signatures, when an attempt is made again, and what an
// address may look like. Where an address leads to is found out when something is sent there.

/**
 * How long after a failed attempt the next one is made, in seconds. After the last the delivery is dead: one attempt more
 * than the table has lines, over a little more than 31 hours.
 */
export const RETRY_AFTER_SECONDS: readonly number[] = [5, 30, 120, 600, 3_600, 21_600, 86_400];

/** A delay is up to a fifth shorter or longer, so that what failed together doesn't come back together. */
const JITTER = 0.2;

/** Milliseconds to the next attempt after so many; null when that was the last. `chance` is from 0 up to 1. */
export function retryAfterMs(
  attempts: number,
  chance: number,
  table: readonly number[] = RETRY_AFTER_SECONDS,
): number | null {
  const seconds = table[attempts - 1];
  return seconds === undefined ? null : Math.round(seconds * 1_000 * (1 - JITTER + 2 * JITTER * chance));
}

/** An address at which nothing has succeeded for so long is disabled. */
export const FAILING_HOURS_MAX = 120;

/** For so long the secret before the newest signs along. */
export const OLD_SECRET_HOURS = 24;

const SECRET_BYTES = 32;
/** The least that a key of an installation may have. */
export const KEY_BYTES_MIN = 32;

/**
 * The secret with an id, as its receiver is shown it. It is derived, and kept nowhere: whoever has the database alone can't
 * sign, and a replayed answer shows the same secret again.
 */
export function secretText(key: Uint8Array, secretId: string): string {
  const bytes = hkdfSync('sha256', key, '', `zhubao webhook secret ${secretId}`, SECRET_BYTES);
  return `whsec_${Buffer.from(bytes).toString('base64')}`;
}

/** The value of `webhook-signature`: one signature a secret, the newest first. `timestamp` is in seconds. */
export function signatureOf(secrets: readonly string[], id: string, timestamp: number, body: string): string {
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
    })
    .join(' ');
}

const ADDRESS_MOST = 500;
const IPV4 = /^\d+\.\d+\.\d+\.\d+$/;

interface Sentence {
  readonly zh: string;
  readonly en: string;
}

/** What is wrong with an address, in both languages; null for one that can be used. Doesn't look anything up. */
export function addressFault(address: string): Sentence | null {
  if (address.length > ADDRESS_MOST || !/^[\x21-\x7e]+$/.test(address))
    return {
      zh: `地址应为至多 ${ADDRESS_MOST} 个可见 ASCII 字符，如 https://bank.example.cn/webhooks。`,
      en: `An address has at most ${ADDRESS_MOST} visible ASCII characters, such as https://bank.example.cn/webhooks.`,
    };
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !['https:', 'http:'].includes(url.protocol) || !/^https?:\/\/[^/\\]/i.test(address))
    return { zh: '地址应以 https:// 开头。', en: 'An address begins with https://.' };
  if (url.username || url.password || url.hash || /^[^/]*\/\/[^/]*@/.test(address))
    return {
      zh: '地址不得含用户名、密码或 # 片段；请以签名核验来源。',
      en: 'An address holds no user name, password or fragment; verify the signature instead.',
    };
  // 0x7f.1, 2130706433 and 127.1 all mean 127.0.0.1, and an address that hides what it means is up to no good.
  const host = /^[^/]*\/\/(\[[^\]]*\]|[^/:?#\\]*)/.exec(address)?.[1]?.toLowerCase();
  if (IPV4.test(url.hostname) && host !== url.hostname)
    return {
      zh: `IP 地址应写成通常的四段十进制形式，即 ${url.hostname}。`,
      en: `Write the IP address in the usual four decimal parts, ${url.hostname}.`,
    };
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  if (port !== 443 && port < 1_024)
    return {
      zh: `端口应为 443 或 1024 以上，实际为 ${port}。`,
      en: `A port is 443, or 1024 or above; this one is ${port}.`,
    };
  return null;
}
