import { Agent, request } from 'node:http';
import {
  GraphQLError,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import type { Running, User } from '../support/product.ts';
import { unfit } from './conforms.ts';
import { type Asked, drawDocument } from './documents.ts';
import { Draw } from './draw.ts';

// Sends generated operations over HTTP, several at once, and looks at every answer. An operation is drawn from the run's seed
// and its number alone, so that a finding names what reproduces it.

export interface Fuzzer {
  readonly name: string;
  readonly user: User;
  /** What of an answer it had no right to. */
  trespasses(answer: string): readonly string[];
}

export interface FuzzOptions {
  readonly seed: number;
  readonly operations: number;
  /** How many of the operations are mutations, of one. */
  readonly mutations: number;
  readonly ids: readonly string[];
  readonly atOnce: number;
  /** Told now and then how far it is. */
  readonly tell?: (done: number) => void;
}

export interface Ran {
  readonly operations: number;
  /** Answered with data, in whole or in part. */
  readonly answered: number;
  /** How often each code was told. */
  readonly codes: ReadonlyMap<string, number>;
  readonly findings: readonly string[];
}

const ANSWER_SECONDS_MAX = 60;
const FINDINGS_MAX = 20;
/** How often a value is none that its place takes: never in one half of the operations, now and then in the other. */
const WRONG = [0, 0, 0, 0.02, 0.05, 0.2] as const;
/** How often a text is an odd one. */
const ODD = [0, 0, 0.05, 0.3] as const;
/** Another number than the run's own, so that the operations of neighbouring seeds have nothing in common. */
const SEEDS_APART = 1_000_003;
/** What a tenant is told, and may be: nothing was done and it may come again. */
const MAY_BE_TOLD_503: readonly string[] = ['BUSY', 'IDEMPOTENCY_KEY_RUNNING'];
const TOLD_EVERY = 10_000;

interface Answer {
  readonly status: number;
  readonly body: string;
}

function post(url: URL, agent: Agent, token: string, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
        },
        signal: AbortSignal.timeout(ANSWER_SECONDS_MAX * 1_000),
      },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
        );
        response.on('error', reject);
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Whether the language and the schema take an operation; the product may still have limits of its own. */
function isValid(schema: GraphQLSchema, { query, variables }: Asked) {
  try {
    const document = parse(query);
    if (validate(schema, document, specifiedRules, { maxErrors: 1 }).length > 0) return null;
    const operation = document.definitions.find(
      (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
    );
    if (!operation) return null;
    return getVariableValues(schema, operation.variableDefinitions ?? [], variables).errors ? null : document;
  } catch (error) {
    if (error instanceof GraphQLError) return null;
    throw error;
  }
}

interface Told {
  readonly data?: unknown;
  readonly errors?: readonly {
    readonly message?: unknown;
    readonly extensions?: {
      readonly code?: unknown;
      readonly messages?: { readonly zh?: unknown; readonly en?: unknown };
    };
  }[];
}

function readAnswer(body: string): Told | null {
  try {
    return JSON.parse(body) as Told;
  } catch {
    return null;
  }
}

/** What is wrong with an answer, in words. */
function wrongWith(schema: GraphQLSchema, fuzzer: Fuzzer, asked: Asked, { status, body }: Answer): string[] {
  const told = readAnswer(body);
  if (!told) return [`status ${status} and no JSON: ${body.slice(0, 200)}`];
  const wrong: string[] = [];
  const codes = (told.errors ?? []).map(({ extensions }) => String(extensions?.code));
  if (status >= 500 && !codes.every((code) => MAY_BE_TOLD_503.includes(code))) wrong.push(`status ${status}`);
  if (codes.includes('INTERNAL') || codes.includes('INTERNAL_SERVER_ERROR')) wrong.push('an internal error');
  for (const { extensions } of told.errors ?? [])
    if (typeof extensions?.messages?.zh !== 'string' || typeof extensions.messages.en !== 'string')
      wrong.push(`an error without a message in both languages: ${JSON.stringify(extensions)}`);
  const document = isValid(schema, asked);
  const hasData = told.data !== undefined && told.data !== null;
  if (hasData && !document) wrong.push('an operation that is not valid was answered with data');
  if (hasData && document) wrong.push(...unfit(schema, document, told.data));
  if (!hasData && codes.length === 0) wrong.push('neither data nor an error');
  if (/\bat [\w.<>]+ \(|node_modules|\bselect .* from\b/.test(body)) wrong.push('it tells of our insides');
  const said = `${asked.query}${JSON.stringify(asked.variables)}`.replaceAll('-', '');
  for (const trespass of fuzzer.trespasses(body)) {
    const what = trespass.split(' ').find((word) => word.length >= 8) ?? trespass;
    if (!said.includes(what)) wrong.push(`tells ${trespass}`);
  }
  return wrong;
}

export async function fuzz(
  running: Running,
  schema: GraphQLSchema,
  fuzzers: readonly Fuzzer[],
  options: FuzzOptions,
): Promise<Ran> {
  const { seed, operations, mutations, ids, atOnce, tell } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  const url = new URL(running.url);
  const codes = new Map<string, number>();
  const findings: string[] = [];
  let answered = 0;
  let next = 0;

  async function one(number: number): Promise<void> {
    const draw = new Draw(seed * SEEDS_APART + number);
    const fuzzer = draw.one(fuzzers);
    const kind = draw.chance(mutations) ? 'mutation' : 'query';
    const asked = drawDocument(schema, { draw, ids, wrong: draw.one(WRONG), odd: draw.one(ODD) }, kind);
    const found = (what: string) =>
      findings.push(
        `seed ${seed}, operation ${number}, ${fuzzer.name}: ${what}\n${asked.query.slice(0, 2_000)}\n${JSON.stringify(asked.variables).slice(0, 1_000)}`,
      );
    const token = await running.tokenOf(fuzzer.user);
    const answer = await post(
      url,
      agent,
      token,
      JSON.stringify({ query: asked.query, variables: asked.variables }),
    ).catch((error: unknown) => found(`no answer: ${String(error)}`));
    if (typeof answer === 'number') return;
    for (const what of wrongWith(schema, fuzzer, asked, answer)) found(what);
    const told = readAnswer(answer.body);
    if (told?.data) answered += 1;
    for (const { extensions } of told?.errors ?? []) {
      const code = String(extensions?.code);
      codes.set(code, (codes.get(code) ?? 0) + 1);
    }
  }

  async function work(): Promise<void> {
    while (next < operations && findings.length < FINDINGS_MAX) {
      const number = next++;
      if (number > 0 && number % TOLD_EVERY === 0) tell?.(number);
      await one(number);
    }
  }

  await Promise.all(Array.from({ length: atOnce }, work));
  agent.destroy();
  return { operations: next, answered, codes, findings };
}
