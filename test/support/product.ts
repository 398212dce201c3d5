import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Actor } from '../../src/acts/actor.ts';
import { type FoundPool, foundPool } from '../../src/acts/governance.ts';
import { readConfig } from '../../src/config.ts';
import { parseDate } from '../../src/domain/dates.ts';
import { BAOTOU } from '../../src/domain/divisions.data.ts';
import { readAnyId } from '../../src/domain/ids.ts';
import { LPR_QUOTES } from '../../src/domain/lpr.data.ts';
import type { Id, Role } from '../../src/domain/words.ts';
import { createLog } from '../../src/http/log.ts';
import { type Product, serve } from '../../src/main.ts';
import { writeEditionValues } from '../../src/regulation/edition-json.ts';
import { BAOTOU_2021 } from '../../src/regulation/editions/baotou-2021.ts';
import { startTracing } from '../../src/tracing.ts';
import { type FreshDatabase, freshDatabase } from './database.ts';

/** What a client sees of one answer. */
export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: a test reads whatever the API answers
  readonly data: any;
  readonly errors?: readonly { message: string; path?: unknown; extensions: Record<string, unknown> }[];
}

/** A request as it was asked over HTTP, and its answer. */
export interface Asked {
  readonly user: User;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly answer: Answer;
}

/** A person of a tenant, with a token of theirs. */
export interface User {
  readonly poolId: Id<'pool'>;
  readonly tenantId: Id<'tenant'>;
  readonly userId: string;
  readonly role: Role;
}

export interface Running {
  readonly url: string;
  readonly product: Product;
  /** The owner’s connection to the database it runs on. */
  readonly ownerUrl: string;
  readonly owner: (text: string, params?: readonly unknown[]) => Promise<Record<string, unknown>[]>;
  /** Asks over HTTP as a user. */
  ask(user: User, query: string, variables?: object): Promise<Answer>;
  /** Does an act over HTTP; fails the test with the verdicts when it is refused and `refused` is not asked for. */
  act(user: User, name: string, input: object, select: string, key?: string): Promise<Answer['data']>;
  /** A token of a user, good at every process on this database. */
  tokenOf(user: User): Promise<string>;
  /** Told of every request and its answer, where a test wants to know. */
  hear?: (asked: Asked) => void;
  stop(): Promise<void>;
}

/** Of every process of the tests, so that an answer with a secret is the same wherever it is asked for again. */
export const WEBHOOK_KEY = Buffer.alloc(32, 'webhooks of tests').toString('base64');

/** The product on a database of its own, or on one that is given, listening on a free port of this machine. */
export async function startProduct(
  environment: Readonly<Record<string, string>> = {},
  logged?: { readonly level: string; readonly write: (line: string) => void },
  on?: Pick<FreshDatabase, 'ownerUrl' | 'owner' | 'drop'>,
): Promise<Running> {
  const fresh = on ?? (await freshDatabase());
  const folder = await mkdtemp(join(tmpdir(), 'zhubao-test-'));
  const config = readConfig({
    PORT: '0',
    DATA_FOLDER: folder,
    LOG_LEVEL: 'error',
    SWEEP: 'off',
    WEBHOOKS: 'off',
    WEBHOOK_KEY,
    // Tests ask in a minute what a tenant asks in a month, and as many at once as a contention takes.
    BUDGET_PER_MINUTE: '100000000',
    QUESTIONS_PER_MINUTE: '1000000',
    REQUESTS_AT_ONCE_PER_TENANT: '200',
    REQUESTS_AT_ONCE: '1000',
    ...environment,
  });
  const tracing = await startTracing(config.tracing);
  const log = createLog({
    ...(logged ? { ...logged, format: 'json' } : { level: 'error', format: 'short' }),
    ...(tracing ? { more: tracing.here } : {}),
  });
  const product = await serve(config, fresh.ownerUrl, log, tracing);
  const url = `http://127.0.0.1:${product.port}/graphql`;
  const tokens = new Map<string, Promise<string>>();

  function tokenOf(user: User): Promise<string> {
    const name = JSON.stringify(user);
    const known = tokens.get(name) ?? product.issuer?.issue({ ...user, name: user.userId });
    if (!known) throw new Error('no development issuer');
    tokens.set(name, known);
    return known;
  }

  async function ask(user: User, query: string, variables: object = {}): Promise<Answer> {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${await tokenOf(user)}` },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as Answer;
    running.hear?.({ user, query, variables: { ...variables }, answer });
    return answer;
  }

  const running: Running = {
    url,
    product,
    ownerUrl: fresh.ownerUrl,
    owner: fresh.owner,
    ask,
    tokenOf,
    async act(user, name, input, select, key = randomUUID()) {
      const type = INPUT_TYPES[name] ?? `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
      const answer = await ask(
        user,
        `mutation ($key: String!, $input: ${type}!) { ${name}(idempotencyKey: $key, input: $input) { done replayed verdicts { code article outcome limit actual message { zh en } } ${select} } }`,
        { key, input },
      );
      if (answer.errors) throw new Error(`${name}: ${JSON.stringify(answer.errors)}`);
      return answer.data[name];
    },
    async stop() {
      await product.stop();
      await tracing?.stop();
      await fresh.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return running;
}

/** Inputs that several acts share. */
const INPUT_TYPES: Readonly<Record<string, string>> = {
  pauseWebhook: 'OneWebhookInput',
  resumeWebhook: 'OneWebhookInput',
  rotateWebhookSecret: 'OneWebhookInput',
  removeWebhook: 'OneWebhookInput',
  testWebhook: 'OneWebhookInput',
  registerBank: 'RegisterPartnerInput',
  registerGuarantor: 'RegisterPartnerInput',
  disableTenant: 'TurnTenantInput',
  enableTenant: 'TurnTenantInput',
  returnReferral: 'EndReferralInput',
  declineReferral: 'EndReferralInput',
  withdrawReferral: 'EndReferralInput',
  explainCorrection: 'AnswerCorrectionInput',
  insistCorrection: 'AnswerCorrectionInput',
  withdrawCorrection: 'AnswerCorrectionInput',
  settleCorrection: 'AnswerCorrectionInput',
};

export const uuidOf = (wireId: string): Id<'tenant'> => {
  const read = readAnyId(wireId);
  if (!read) throw new Error(`not an id: ${wireId}`);
  return read.id as Id<'tenant'>;
};

/** A pool of the city on a date, with its office; two people of it, since editions take two. */
export async function newPool(running: Running, today: string) {
  const poolId = randomUUID() as Id<'pool'>;
  const officeId = randomUUID() as Id<'tenant'>;
  const actor: Actor = {
    poolId,
    tenantId: officeId,
    kind: 'OFFICE',
    persona: 'OFFICE',
    role: 'APPROVER',
    userId: 'office-founder',
    userName: null,
  };
  const founding: FoundPool = {
    nameZh: '测试资金池',
    nameEn: 'Test pool',
    cityCode: BAOTOU.code,
    cityZh: BAOTOU.zh,
    cityEn: BAOTOU.en,
    officeZh: '协调办公室',
    officeEn: 'Coordination office',
    sandboxDate: parseDate(today),
    lprQuotes: LPR_QUOTES,
  };
  await foundPool(running.product.ports, actor, founding);
  return peopleOf(poolId, officeId);
}

/** A pool by its ids, with two people of its office. */
export function peopleOf(poolId: Id<'pool'>, officeId: Id<'tenant'>) {
  const person = (tenantId: Id<'tenant'>, userId: string, role: Role = 'APPROVER'): User => ({
    poolId,
    tenantId,
    userId,
    role,
  });
  return {
    poolId,
    officeId,
    person,
    office: person(officeId, 'office-a'),
    office2: person(officeId, 'office-b'),
  };
}

/** Drafts and enacts the 2021 edition, by two people of the office. */
export async function enact2021(
  running: Running,
  pool: Awaited<ReturnType<typeof newPool>>,
  changes: object = {},
) {
  const { number, titleZh, titleEn, validFrom, validTo, values } = BAOTOU_2021;
  const drafted = await running.act(
    pool.office,
    'draftEdition',
    {
      number,
      titleZh,
      titleEn,
      document: '包府办发〔2021〕49号',
      validFrom,
      validTo,
      parameters: { ...writeEditionValues(values), ...changes },
    },
    'edition { id version state }',
  );
  const { id, version } = drafted.edition;
  return running.act(pool.office2, 'enactEdition', { editionId: id, version }, 'edition { id state }');
}
