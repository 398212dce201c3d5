import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';

const PRODUCTION = {
  ZHUBAO_MODE: 'production',
  DATABASE_URL: 'postgres://owner:secret@db.example:5432/zhubao',
  JWT_KEYS: 'https://sign-in.example/keys',
  JWT_ISSUER: 'https://sign-in.example',
  JWT_AUDIENCE: 'zhubao',
};

function problemsOf(env: Record<string, string | undefined>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('the configuration', () => {
  it('of a fresh checkout needs nothing', () => {
    expect(readConfig({})).toEqual({
      mode: 'development',
      host: '127.0.0.1',
      port: 4_000,
      databaseUrl: null,
      databaseAppUrl: null,
      databasePooler: 'none',
      readUrls: [],
      replicaWaitMs: 30,
      workers: 1,
      dataFolder: '.data',
      poolSize: 10,
      signIn: {
        keys: null,
        issuer: 'zhubao-development',
        audience: 'zhubao',
        algorithms: ['EdDSA'],
        mustBeTyped: false,
        clients: null,
        clockToleranceSeconds: 5,
        keysKeptHours: 24,
        introspection: null,
        claims: null,
      },
      introspection: true,
      explorer: 'on',
      budget: { pointsPerMinute: 200_000, questionsPerMinute: 60 },
      atOnce: { perTenant: 6, inAll: 20 },
      sweep: 'on',
      webhooks: {
        deliver: true,
        key: null,
        networks: ['127.0.0.0/8', '::1/128'],
        allowsHttp: true,
        offered: true,
      },
      checkpoints: {
        make: true,
        keyFile: null,
        keysBeforeFile: null,
        name: 'zhubao',
        everyHours: 24,
        offered: true,
      },
      imports: 'on',
      logLevel: 'info',
      metricsPort: null,
      tracing: null,
      trustedProxies: [],
      announceSeconds: 0,
      graceSeconds: 10,
    });
  });

  it('offers webhooks in production where there is a key for their secrets', () => {
    const key = Buffer.alloc(32, 1).toString('base64');
    expect(readConfig(PRODUCTION).webhooks).toMatchObject({ deliver: false, offered: false });
    const offered = readConfig({
      ...PRODUCTION,
      WEBHOOK_KEY: key,
      WEBHOOK_NETWORKS: '10.1.0.0/16, fd12::/32',
    });
    expect(offered.webhooks).toEqual({
      deliver: true,
      key: Buffer.alloc(32, 1),
      networks: ['10.1.0.0/16', 'fd12::/32'],
      allowsHttp: false,
      offered: true,
    });
    const quiet = readConfig({ ...PRODUCTION, WEBHOOK_KEY: key, WEBHOOKS: 'off' });
    expect(quiet.webhooks).toMatchObject({ deliver: false, offered: true, networks: [] });
    const short = Buffer.alloc(31, 1).toString('base64');
    for (const [name, value] of [
      ['WEBHOOK_KEY', short],
      ['WEBHOOKS', 'on'],
      ['WEBHOOKS', 'yes'],
      ['WEBHOOK_NETWORKS', '10.1.0.0'],
      ['WEBHOOK_NETWORKS', '10.1.0.256/16'],
      ['WEBHOOK_NETWORKS', '10.1.0.0/33'],
    ] as const) {
      const problems = problemsOf({ ...PRODUCTION, [name]: value });
      expect(problems).toEqual([expect.stringMatching(/^WEBHOOK\w* .+; right would be: .+/)]);
      expect(problems.join()).not.toContain(short);
    }
  });

  it('of production is complete', () => {
    const more = {
      JWT_ALGORITHM: 'RS256',
      INTROSPECTION: 'false',
      TRUSTED_PROXIES: '10.0.0.1, 10.1.0.0/16,',
    };
    expect(readConfig({ ...PRODUCTION, ...more })).toMatchObject({
      mode: 'production',
      databaseUrl: PRODUCTION.DATABASE_URL,
      signIn: { keys: { url: PRODUCTION.JWT_KEYS }, issuer: PRODUCTION.JWT_ISSUER, algorithms: ['RS256'] },
      introspection: false,
      trustedProxies: ['10.0.0.1', '10.1.0.0/16'],
    });
  });

  it.each(['DATABASE_URL', 'JWT_KEYS', 'JWT_ISSUER', 'JWT_AUDIENCE'])(
    'production does not start without %s',
    (name) => {
      for (const nothing of [undefined, '', '  ']) {
        const problems = problemsOf({ ...PRODUCTION, [name]: nothing });
        expect(problems).toEqual([
          expect.stringMatching(new RegExp(`^${name} is missing; right would be: .+`)),
        ]);
      }
    },
  );

  describe('with an OpenID Connect provider', () => {
    const { JWT_KEYS: _keys, JWT_ISSUER: _issuer, ...rest } = PRODUCTION;
    const provider = { ...rest, OIDC_ISSUER: 'https://id.example/realms/zhubao' };

    it('finds the keys by discovery, and asks for nothing that it knows', () => {
      expect(readConfig(provider).signIn).toMatchObject({
        keys: { issuer: provider.OIDC_ISSUER },
        issuer: provider.OIDC_ISSUER,
        algorithms: ['RS256'],
      });
      const more = { JWT_KEYS: 'keys.json', JWT_ALGORITHM: 'ES256,PS256', JWT_CLIENTS: 'portal, core,' };
      expect(readConfig({ ...provider, ...more }).signIn).toMatchObject({
        keys: { file: 'keys.json' },
        algorithms: ['ES256', 'PS256'],
        clients: ['portal', 'core'],
      });
    });

    it('takes no other issuer beside it, and in production nothing in the clear', () => {
      expect(problemsOf({ ...provider, JWT_ISSUER: provider.OIDC_ISSUER })).toEqual([]);
      expect(problemsOf({ ...provider, JWT_ISSUER: 'https://id.example' })).toEqual([
        expect.stringMatching(/^JWT_ISSUER is not OIDC_ISSUER/),
      ]);
      const local = { OIDC_ISSUER: 'http://localhost:8080', JWT_KEYS: 'http://127.0.0.1:8080/keys' };
      expect(problemsOf(local)).toEqual([]);
      expect(problemsOf({ ...provider, ...local }).map((problem) => problem.split(' ')[0])).toEqual([
        'OIDC_ISSUER',
        'JWT_KEYS',
      ]);
    });
  });

  it('names every problem at once', () => {
    const problems = problemsOf({ ZHUBAO_MODE: 'production', PORT: 'http', LOG_LEVEL: 'loud' });
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'DATABASE_URL',
      'JWT_KEYS',
      'JWT_ISSUER',
      'JWT_AUDIENCE',
      'LOG_LEVEL',
    ]);
  });

  it.each([
    [{ NODE_ENV: 'production' }],
    [{ ZHUBAO_MODE: 'production' }],
    [{ NODE_ENV: 'production', ZHUBAO_MODE: 'development' }],
  ])('%j means production', (env) => {
    expect(readConfig({ ...PRODUCTION, ZHUBAO_MODE: undefined, ...env }).mode).toBe('production');
    expect(problemsOf(env).length).toBe(4);
  });

  it.each([
    ['PORT', ['0', '65535'], ['-1', '65536', '4000.5', '4e3', '0x1', ' ٤']],
    ['POOL_SIZE', ['1', '200'], ['0', '201']],
    ['SHUTDOWN_GRACE_SECONDS', ['1', '60'], ['0', '61']],
    ['SHUTDOWN_ANNOUNCE_SECONDS', ['0', '60'], ['61']],
    ['ZHUBAO_MODE', ['development'], ['prod', 'Production']],
    [
      'JWT_ALGORITHM',
      ['EdDSA', 'ES256', 'RS256', 'PS256', 'RS256, ES256'],
      ['none', 'HS256', 'eddsa', 'RS256,HS256', ','],
    ],
    ['JWT_TYPE', ['any', 'at+jwt'], ['jwt', 'AT+JWT']],
    ['JWT_CLOCK_TOLERANCE_SECONDS', ['0', '5'], ['-1', '6', '0.5']],
    ['JWT_KEYS_KEPT_HOURS', ['1', '72'], ['0', '73']],
    [
      'OIDC_ISSUER',
      ['https://a.example/realms/b', 'http://localhost:1'],
      ['http://a.example', 'a.example', 'file:///a'],
    ],
    ['SIGN_IN_CLAIMS', ['{"pool":{}}', 'package.json'], ['{pool}', '[]', 'README.md', 'no-such-file.json']],
    ['INTROSPECTION', ['true', 'false'], ['yes', '1', 'TRUE']],
    ['BUDGET_PER_MINUTE', ['20000', '100000000'], ['0', '19999', '100000001', '1e6']],
    ['QUESTIONS_PER_MINUTE', ['50', '1000000'], ['0', '49', '1000001']],
    ['REQUESTS_AT_ONCE_PER_TENANT', ['1', '1000'], ['0', '1001']],
    ['REQUESTS_AT_ONCE', ['1', '10000'], ['0', '10001']],
    ['SWEEP', ['on', 'off'], ['true', 'ON', '1']],
    ['IMPORTS', ['on', 'off'], ['true', 'ON', '1']],
    ['LOG_LEVEL', ['debug', 'silent'], ['verbose']],
    [
      'JWT_KEYS',
      ['keys.json', '/etc/keys.json', 'https://a.example/k', 'http://localhost:1/k'],
      ['http://a.example/k', 'ftp://a/k', 'https://'],
    ],
    ['DATABASE_URL', ['postgresql://localhost/zhubao'], ['localhost:5432', 'mysql://localhost/zhubao']],
    ['DATABASE_APP_URL', ['postgres://app@localhost/zhubao'], ['app']],
  ])('%s takes %j and not %j', (name, good, bad) => {
    for (const value of good) expect([value, problemsOf({ [name]: value })]).toEqual([value, []]);
    for (const value of bad)
      expect(problemsOf({ [name]: value })).toEqual([
        expect.stringMatching(new RegExp(`^${name} is .+; right would be: .+`)),
      ]);
  });

  it('repeats no password', () => {
    expect(problemsOf({ DATABASE_URL: 'mysql://owner:hunter2@db/zhubao' }).join()).not.toContain('hunter2');
  });
});
