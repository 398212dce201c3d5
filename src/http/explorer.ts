import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { FastifyInstance } from 'fastify';

interface Asset {
  readonly type: string;
  readonly body: Buffer | string;
}

/** The explorer's files, all of this machine: government networks have no internet. Read once, at start. */
export type Explorer = ReadonlyMap<string, Asset>;

/**
 * Only this address is spoken to, and nothing is run but the files beside the page. GraphiQL
 * carries its fonts and pictures in its style sheet.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The one style that the editor writes into the page: it holds the page still under a dialog.
  "style-src 'self' 'sha256-Y/huXlwoYkVyQlxwSVcCi1RCDGDCSVBzDt0hYP9qlTc='",
  'font-src data:',
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HTML = 'text/html; charset=utf-8';
const SCRIPT = 'text/javascript; charset=utf-8';
const STYLE = 'text/css; charset=utf-8';
const JSON_TEXT = 'application/json; charset=utf-8';

/** Who each file of schema/operations is written for. */
const TITLES: Readonly<Record<string, string>> = {
  bank: '银行 Bank system',
  dashboard: '政府看板 Government dashboard',
  district: '旗县区门户 District portal',
  office: '协调办公室 Coordination office',
  guarantor: '担保机构 Guarantor',
  'fund-manager': '资金池管理机构 Fund manager',
  reconciliation: '对账与更正 Reconciliation and corrections',
};

/** Reads everything the page needs from the project's folder. Fails where a file of it is missing. */
export function readExplorer(projectFolder: string): Explorer {
  const { resolve } = createRequire(import.meta.url);
  const inPackage = (name: string, file: string) =>
    readFileSync(join(dirname(resolve(`${name}/package.json`)), file));
  const ofPage = (file: string) => readFileSync(join(projectFolder, 'src/http/explorer', file));
  return new Map<string, Asset>([
    ['/explorer', { type: HTML, body: ofPage('index.html') }],
    ['/explorer/page.js', { type: SCRIPT, body: ofPage('page.js') }],
    ['/explorer/page.css', { type: STYLE, body: ofPage('page.css') }],
    ['/explorer/react.js', { type: SCRIPT, body: inPackage('react', 'umd/react.production.min.js') }],
    [
      '/explorer/react-dom.js',
      { type: SCRIPT, body: inPackage('react-dom', 'umd/react-dom.production.min.js') },
    ],
    ['/explorer/graphiql.js', { type: SCRIPT, body: inPackage('graphiql', 'graphiql.min.js') }],
    ['/explorer/graphiql.css', { type: STYLE, body: inPackage('graphiql', 'graphiql.min.css') }],
    [
      '/explorer/operations.json',
      {
        type: JSON_TEXT,
        body: JSON.stringify(readReadyOperations(join(projectFolder, 'schema/operations'))),
      },
    ],
  ]);
}

/** An operation with the comment above it begins at a line that starts with `#` or with its kind. */
const OPERATION = /(?:^#.*\n)*^(?:query|mutation|subscription) (\w+)[\s\S]*?^\}$/gm;

function readReadyOperations(folder: string) {
  const order = Object.keys(TITLES);
  const placeOf = (kind: string) => (kind in TITLES ? order.indexOf(kind) : order.length);
  const kinds = readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => name.slice(0, -'.graphql'.length))
    .sort((a, b) => placeOf(a) - placeOf(b));
  return kinds.map((kind) => ({
    title: TITLES[kind] ?? kind,
    operations: [...readFileSync(join(folder, `${kind}.graphql`), 'utf8').matchAll(OPERATION)].map(
      ([text, name]) => ({ name, text }),
    ),
  }));
}

/** Serves the page without a token, as it holds nothing of anybody; the API it asks takes one as ever. */
export function addExplorer<App extends Pick<FastifyInstance, 'get'>>(app: App, explorer: Explorer): void {
  for (const [path, { type, body }] of explorer)
    app.get(path, async (_request, reply) =>
      reply.type(type).header('content-security-policy', POLICY).send(body),
    );
}
