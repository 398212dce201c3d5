import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ForbiddenDestination, networksOf, type Resolve, readNetwork } from '../../src/delivery/networks.ts';
import { postTo } from '../../src/delivery/post.ts';

// Where a webhook may lead, and how one attempt ends, against real receivers on this machine.

const at =
  (...addresses: string[]): Resolve =>
  async () =>
    addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));

describe('networks', () => {
  const open = networksOf([]);

  it.each([
    '0.0.0.0',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '100.100.100.200',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.254',
    '168.63.129.16',
    '169.254.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.192',
    '192.168.0.1',
    '198.18.0.1',
    '198.19.255.255',
    '224.0.0.1',
    '239.255.255.255',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::127.0.0.1',
    '64:ff9b::7f00:1',
    '2001::1',
    '2001:db8::1',
    '2002:7f00:1::',
    'fc00::1',
    'fd00:ec2::254',
    'fdff::1',
    'fe80::1',
    'fec0::1',
    'ff02::1',
    'not an address',
  ])('%s is refused', (ip) => {
    expect(open.allows(ip)).toBe(false);
  });

  it.each([
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '126.255.255.255',
    '128.0.0.0',
    '169.253.255.255',
    '169.255.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '223.255.255.255',
    '2400:3200::1',
    '2001:200::1',
  ])('%s is allowed', (ip) => {
    expect(open.allows(ip)).toBe(true);
  });

  it('those that are listed are allowed, from the first address to the last', () => {
    const listed = networksOf(['10.1.0.0/16', 'fd12::/32', '127.0.0.1/32']);
    const allowed = [
      '10.0.255.255',
      '10.1.0.0',
      '10.1.255.255',
      '10.2.0.0',
      'fd12::1',
      'fd13::1',
      '127.0.0.1',
      '127.0.0.2',
      '::1',
    ];
    expect(allowed.map((ip) => listed.allows(ip))).toEqual([
      false,
      true,
      true,
      false,
      true,
      false,
      true,
      false,
      false,
    ]);
  });

  it.each(['10.0.0.0', '10.0.0.0/33', '10.0.0/8', '::/129', '10.0.0.0/8/8', '10.0.0.0/a', ''])(
    '%s is no network',
    (text) => {
      expect(readNetwork(text)).toBeNull();
    },
  );

  it('a name is refused when one of its addresses is, whichever comes first', async () => {
    const url = new URL('https://bank.example.cn/');
    for (const addresses of [['10.0.0.1'], ['8.8.8.8', '10.0.0.1'], ['fe80::1', '8.8.8.8'], []])
      await expect(networksOf([], at(...addresses)).destinationOf(url)).rejects.toThrow(ForbiddenDestination);
    expect(await networksOf([], at('8.8.8.8', '9.9.9.9')).destinationOf(url)).toEqual({
      address: '8.8.8.8',
      family: 4,
    });
  });

  it('an address in digits is judged without asking a name server', async () => {
    const never: Resolve = () => Promise.reject(new Error('asked'));
    for (const host of ['10.0.0.1', '[fe80::1]', '[::ffff:7f00:1]', '0x7f.1', '2130706433'])
      await expect(networksOf([], never).destinationOf(new URL(`https://${host}/`))).rejects.toThrow(
        ForbiddenDestination,
      );
  });
});

describe('an attempt', () => {
  let server: Server;
  let port: number;
  let requests: string[] = [];
  const anywhere = AbortSignal.timeout(60_000);

  beforeAll(async () => {
    server = createServer((request, response) => {
      requests.push(`${request.method} ${request.headers.host} ${request.url}`);
      const path = request.url ?? '';
      if (path.startsWith('/redirect'))
        response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();
      else if (path === '/long') response.writeHead(200).end('x'.repeat(5_000_000));
      else if (path === '/drip') response.writeHead(200).write('x');
      else if (path === '/cut') response.destroy();
      else if (path !== '/silent') response.writeHead(Number(path.slice(1)) || 204).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  const post = (path: string, networks = networksOf(['127.0.0.0/8']), host = `127.0.0.1:${port}`) => {
    requests = [];
    return postTo({ networks, allowsHttp: true, timeoutMs: 300 })(
      { address: `http://${host}${path}`, headers: {}, body: '{}' },
      anywhere,
    );
  };

  it.each([
    ['/', { status: 204 }],
    ['/410', { status: 410 }],
    ['/503', { status: 503 }],
    ['/redirect', { status: 302 }],
    ['/long', { status: 200 }],
    ['/drip', { status: 200 }],
    ['/cut', { status: null, error: 'CONNECTION_LOST' }],
    ['/silent', { status: null, error: 'NO_ANSWER_IN_TIME' }],
  ])('at %s is asked once and ends as %o', async (path, answered) => {
    expect(await post(path)).toEqual(answered);
    expect(requests).toEqual([`POST 127.0.0.1:${port} ${path}`]);
  });

  it('goes to the address that was judged, under the name that was written', async () => {
    let asked = 0;
    // A name server that answers something else the second time, as one does who means to get inside.
    const turning: Resolve = async () => [{ address: asked++ === 0 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    expect(await post('/', networksOf(['127.0.0.1/32'], turning), `bank.example.cn:${port}`)).toEqual({
      status: 204,
    });
    expect([asked, requests]).toEqual([1, [`POST bank.example.cn:${port} /`]]);
  });

  it('is not made to what is not allowed', async () => {
    expect(await post('/', networksOf([]))).toEqual({ status: null, error: 'ADDRESS_NOT_ALLOWED' });
    expect(await post('/', networksOf([], at('127.0.0.1')), `bank.example.cn:${port}`)).toEqual({
      status: null,
      error: 'ADDRESS_NOT_ALLOWED',
    });
    const strict = postTo({ networks: networksOf(['127.0.0.0/8']), allowsHttp: false });
    const plain = { address: `http://127.0.0.1:${port}/`, headers: {}, body: '{}' };
    expect(await strict(plain, anywhere)).toEqual({ status: null, error: 'HTTPS_REQUIRED' });
    expect(requests).toEqual([]);
  });

  it('says why there was no answer', async () => {
    const nowhere: Resolve = () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' }));
    const hanging: Resolve = () => new Promise(() => undefined);
    expect(await post('/', networksOf([], nowhere), 'bank.example.cn:8443')).toEqual({
      status: null,
      error: 'NAME_NOT_FOUND',
    });
    expect(await post('/', networksOf([], hanging), 'bank.example.cn:8443')).toEqual({
      status: null,
      error: 'NO_ANSWER_IN_TIME',
    });
    expect(await post('/', networksOf(['127.0.0.0/8']), '127.0.0.1:1025')).toEqual({
      status: null,
      error: 'CONNECTION_REFUSED',
    });
  });
});
