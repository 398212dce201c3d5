import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LOADERS, RESOLVERS, SCHEMA } from './mercurius-schema.ts';

// Mercurius with its JIT and a schema of its own, written as a good team writes one: resolvers at the edges, loaders for
// what many rows name, one statement for each level, prepared, within one transaction of the request under row security.

/** A statement goes out when it is awaited, or when it is told to. */
interface Sent extends Promise<Record<string, unknown>[]> {
  execute(): this;
}
interface Sql {
  unsafe(text: string, values: readonly unknown[], options: { prepare: true }): Sent;
  reserve(): Promise<Sql & { release(): void }>;
}
interface App {
  register(plugin: unknown, options: object): void;
  listen(options: object): Promise<string>;
  ready(): Promise<void>;
  readonly server: { address(): { port: number } | null };
  readonly graphql: { addHook(name: string, hook: (...given: never[]) => Promise<void>): void };
}

const load = createRequire(join(process.env.REFERENCES ?? '', 'package.json'));
const fastify = load('fastify') as (options: object) => App;
const mercurius = load('mercurius') as unknown;
const postgres = load('postgres') as (url: string, options: object) => Sql;
const sql = postgres(process.argv[2] ?? '', { max: 10, onnotice: () => undefined });

export interface Context {
  readonly pool: string;
  readonly tenant: string;
  query(text: string, values: readonly unknown[]): Promise<Record<string, unknown>[]>;
  end(): Promise<void>;
}

const BECOME = `select set_config('role', $1, true), set_config('app.pool', $2, true), set_config('app.tenant', $3, true)`;

/** One transaction for all that a request reads, begun with its first statement. */
function contextOf({ headers }: { headers: Readonly<Record<string, string>> }): Context {
  const { 'x-pool': pool = '', 'x-tenant': tenant = '', 'x-role': role = '' } = headers;
  let opened: ReturnType<Sql['reserve']> | null = null;
  const send = (line: Sql, text: string, values: readonly unknown[]) =>
    line.unsafe(text, values, { prepare: true });
  async function open() {
    const line = await sql.reserve();
    // Sent together; the answers come in order.
    send(line, 'begin isolation level repeatable read read only', [])
      .execute()
      .catch(() => undefined);
    send(line, BECOME, [role, pool, tenant])
      .execute()
      .catch(() => undefined);
    return line;
  }
  return {
    pool,
    tenant,
    async query(text, values) {
      opened ??= open();
      return send(await opened, text, values);
    },
    async end() {
      const line = await opened;
      if (!line) return;
      await send(line, 'commit', []);
      line.release();
    },
  };
}

const app = fastify({});
app.register(mercurius, {
  schema: SCHEMA,
  resolvers: RESOLVERS,
  loaders: LOADERS,
  jit: 1,
  graphiql: false,
  path: '/graphql',
  context: contextOf,
});
await app.ready();
app.graphql.addHook('onResolution', (_: never, context: Context) => context.end());
await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${app.server.address()?.port}\n`);
process.once('SIGTERM', () => process.exit());
