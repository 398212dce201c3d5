import { describe, expect, it } from 'vitest';
import {
  addressFault,
  RETRY_AFTER_SECONDS,
  retryAfterMs,
  secretText,
  signatureOf,
} from '../../src/domain/webhook.ts';

describe('an address', () => {
  it.each([
    'https://bank.example.cn/',
    'https://bank.example.cn/webhooks?from=zhubao',
    'https://bank.example.cn:443/',
    'https://bank.example.cn:1024/',
    'https://xn--fsqu00a.xn--fiqs8s/',
    'https://8.8.8.8/',
    'https://[2400:3200::1]/',
    `https://bank.example.cn/${'x'.repeat(500 - 'https://bank.example.cn/'.length)}`,
  ])('%s can be used', (address) => {
    expect(addressFault(address)).toBeNull();
  });

  it.each([
    ['', 'characters'],
    [`https://bank.example.cn/${'x'.repeat(501 - 'https://bank.example.cn/'.length)}`, 'characters'],
    ['https://例子.cn/', 'characters'],
    ['https://bank.example.cn/ x', 'characters'],
    ['bank.example.cn', 'begins with'],
    ['//bank.example.cn/', 'begins with'],
    ['https:bank.example.cn', 'begins with'],
    ['https:///bank.example.cn/', 'begins with'],
    ['https:\\\\bank.example.cn/', 'begins with'],
    ['file:///etc/passwd', 'begins with'],
    ['gopher://bank.example.cn:8443/', 'begins with'],
    ['https://', 'begins with'],
    ['https://user:word@bank.example.cn/', 'user name'],
    ['https://user@bank.example.cn/', 'user name'],
    ['https://@bank.example.cn/', 'user name'],
    ['https://bank.example.cn/#part', 'fragment'],
    ['https://bank.example.cn:1023/', 'port'],
    ['https://bank.example.cn:80/', 'port'],
    ['https://bank.example.cn:0/', 'port'],
    ['http://bank.example.cn/', 'port'],
    // All of these are other ways to write an address in four parts.
    ['https://0x7f.1/', '127.0.0.1'],
    ['https://127.1/', '127.0.0.1'],
    ['https://2130706433/', '127.0.0.1'],
    ['https://0177.0.0.1/', '127.0.0.1'],
    ['https://127.0.0.1./', '127.0.0.1'],
    ['https://%31%32%37.0.0.1/', '127.0.0.1'],
    ['https://010.0.0.1/', '8.0.0.1'],
  ])('%s is refused: %s', (address, why) => {
    expect(addressFault(address)?.en).toContain(why);
  });
});

describe('attempts', () => {
  it('are eight, over a little more than 31 hours', () => {
    const waits = RETRY_AFTER_SECONDS.map((_, at) => retryAfterMs(at + 1, 0.5));
    expect(waits).toEqual([5_000, 30_000, 120_000, 600_000, 3_600_000, 21_600_000, 86_400_000]);
    expect(retryAfterMs(RETRY_AFTER_SECONDS.length + 1, 0.5)).toBeNull();
  });

  it('come up to a fifth earlier or later', () => {
    expect([0, 0.5, 1].map((chance) => retryAfterMs(1, chance))).toEqual([4_000, 5_000, 6_000]);
  });
});

describe('a signature', () => {
  // The key, message and signature that the text of Standard Webhooks gives as an example.
  it('is the one that the specification gives', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const signed = signatureOf(
      [secret],
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      1_614_265_330,
      '{"test": 2432232314}',
    );
    expect(signed).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('hangs on the key and on the id of the secret', () => {
    const [key, another] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
    const secrets = [secretText(key, 'a'), secretText(key, 'b'), secretText(another, 'a')];
    expect(new Set(secrets).size).toBe(3);
    expect(secretText(key, 'a')).toBe(secrets[0]);
  });
});
