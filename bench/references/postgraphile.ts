import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// PostGraphile 5 on the product's tables, as the application's own login; pool, tenant and role come in headers and are
// set for each transaction, so that the same row security holds. Three fields are added to what it finds by itself, since no
// foreign key leads to the kept figures.

type Step = unknown;
interface Resource {
  get(by: Readonly<Record<string, Step>>): Step;
}
interface Row {
  get(column: string): Step;
  select(fragment: unknown, codec: unknown): Step;
  getClassStep(): { readonly alias: unknown };
}
interface Build {
  readonly pgResources: Readonly<Record<string, Resource>>;
  readonly sql: (text: TemplateStringsArray, ...parts: unknown[]) => unknown;
  readonly dataplanPg: { readonly TYPES: Readonly<Record<string, unknown>> };
}

const load = createRequire(join(process.env.REFERENCES ?? '', 'package.json'));
const { PostGraphileAmberPreset } = load('postgraphile/presets/amber') as { PostGraphileAmberPreset: object };
const { postgraphile } = load('postgraphile') as {
  postgraphile: (preset: object) => {
    createServ(grafserv: unknown): { addTo(server: Server): Promise<void> };
  };
};
const { grafserv } = load('postgraphile/grafserv/node') as { grafserv: unknown };
const { makePgService } = load('postgraphile/adaptors/pg') as { makePgService: (options: object) => object };
const { extendSchema, gql } = load('postgraphile/utils') as {
  extendSchema: (extension: (build: Build) => object) => object;
  gql: (text: TemplateStringsArray) => unknown;
};
const { constant } = load('postgraphile/grafast') as { constant: (value: unknown) => Step };

const keptFigures = extendSchema(({ pgResources: { exposure }, sql, dataplanPg: { TYPES } }) => ({
  typeDefs: gql`
    extend type Bank { exposure: Exposure }
    extend type Exposure { overdueLoans: Int! }
    extend type Loan { late: Boolean }
  `,
  objects: {
    Bank: {
      plans: {
        exposure: ($bank: Row) =>
          exposure?.get({
            pool_id: $bank.get('pool_id'),
            scope: constant('BANK'),
            scope_id: $bank.get('id'),
          }),
      },
    },
    Exposure: {
      plans: {
        overdueLoans($exposure: Row) {
          const { alias } = $exposure.getClassStep();
          return $exposure.select(
            sql`(select coalesce(sum(d.loans), 0)::int from due_day d join pool p on p.pool_id = d.pool_id
              where d.pool_id = ${alias}.pool_id and d.scope = ${alias}.scope and d.scope_id = ${alias}.scope_id
                and d.loans <> 0 and d.day < p.sandbox_date)`,
            TYPES.int,
          );
        },
      },
    },
    Loan: {
      plans: {
        late($loan: Row) {
          const { alias } = $loan.getClassStep();
          return $loan.select(
            sql`(${alias}.next_due_on < (select p.sandbox_date from pool p where p.pool_id = ${alias}.pool_id))`,
            TYPES.boolean,
          );
        },
      },
    },
  },
}));

interface Asking {
  readonly node?: { readonly req: IncomingMessage };
}

/** What a transaction of a request is set to; the schema itself is looked up as a bank, which may see what is asked. */
function settingsOf({ node }: Asking): Record<string, string> {
  const header = (name: string) => String(node?.req.headers[name] ?? '');
  return { role: header('x-role'), 'app.pool': header('x-pool'), 'app.tenant': header('x-tenant') };
}

const service = makePgService({
  connectionString: process.argv[2],
  schemas: ['public'],
  pubsub: false,
  pgSettingsForIntrospection: { role: 'zhubao_bank' },
});
const preset = {
  extends: [PostGraphileAmberPreset],
  plugins: [keptFigures],
  pgServices: [service],
  grafserv: { graphqlPath: '/graphql', graphiql: false, watch: false },
  grafast: { explain: false, context: (asking: Asking) => ({ pgSettings: settingsOf(asking) }) },
};

const server = createServer();
await postgraphile(preset).createServ(grafserv).addTo(server);
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
process.once('SIGTERM', () => process.exit());
