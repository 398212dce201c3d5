import { type Audit, type Evidence, type Finding, type Row, text } from './evidence.ts';
import { canonical, grouped, said, sha256 } from './sums.ts';
import type { Sent, Told } from './told.ts';

// What clients were told against what is there: by idempotency key, and from there by audit record.

/** Acts that nobody asks for with a key: the founding, the daily sweep, and what the system does about a webhook. */
const WITHOUT_KEY: readonly string[] = ['foundPool', 'sweep', 'disableWebhook'];

/** Everything that was sent and told under one key. */
interface Request {
  readonly key: string;
  readonly tenant: string;
  readonly act: string;
  readonly sent: readonly Sent[];
  readonly told: readonly Told[];
}

export function requestsOf({ log }: Pick<Evidence, 'log'>): Request[] {
  const sent = grouped(
    log.filter((line): line is Sent => line.line === 'SENT'),
    ({ key }) => key,
  );
  const told = grouped(
    log.filter((line): line is Told => line.line === 'TOLD'),
    ({ key }) => key,
  );
  return [...sent].flatMap(([key, all]) => {
    const [first] = all;
    return first ? [{ key, tenant: first.tenant, act: first.act, sent: all, told: told.get(key) ?? [] }] : [];
  });
}

/** The hex of an opaque id, without what it says of its kind. */
const hexOf = (subject: string): string => subject.slice(3);

interface KeptAnswer {
  readonly changed: { readonly noun: string; readonly id: string };
}

/** What is wrong with one request; `kept` is what the database keeps of its key. */
function wrongWith({ key, act, sent, told }: Request, kept: readonly Row[]): Finding[] {
  const name = `${act} ${key}`;
  const done = told.filter(({ end }) => end === 'DONE');
  const [row] = kept;
  const found: Finding[] = [];
  const say = (check: string, what: string) => found.push({ check, what: `${name}: ${what}` });
  if (kept.length > 1) say('ONCE', 'its key is kept more than once');
  if (done.length > 0 && !row)
    say('ACKNOWLEDGED', 'a client was told that it was done, and its key is not kept');
  if (row && row.answer === null) say('HALF', 'its key is kept without an answer');
  if (row && text(row, 'act') !== act) say('ONCE', `its key is kept for ${text(row, 'act')}`);
  const answer = row?.answer as KeptAnswer | null | undefined;
  const ids = new Set(done.flatMap(({ subject }) => (subject === null ? [] : [hexOf(subject)])));
  if (ids.size > 1) say('ONCE', `clients were given different things: ${[...ids].join()}`);
  for (const id of ids)
    if (answer && act !== 'createWebhook' && answer.changed.id.replaceAll('-', '') !== id && isOwn(act))
      say('ACKNOWLEDGED', `clients were given ${id}, and the key keeps ${answer.changed.id}`);
  const firsts = done.filter(({ replayed }) => replayed === false);
  if (firsts.length > 1) say('ONCE', `${firsts.length} answers said that it was done only now`);
  // Only where every attempt was answered, and every answer said so, is it certain that nothing was done.
  const answered = new Set(told.filter(({ undone }) => undone).map(({ attempt }) => attempt));
  if (row && done.length === 0 && sent.every(({ attempt }) => answered.has(attempt)))
    say(
      'UNDONE',
      `every answer said that nothing was done (${told.map(({ end }) => end).join()}), and its key is kept`,
    );
  const order = told.filter(
    ({ end, replayed }) => end === 'REFUSED' || (end === 'DONE' && replayed !== null),
  );
  const lastSent = new Map(sent.map(({ attempt, at }) => [attempt, at]));
  for (const later of order)
    for (const earlier of done)
      if (later.end === 'REFUSED' && (lastSent.get(later.attempt) ?? 0) > earlier.at)
        say('ONCE', 'it was refused after it had been done');
  return found;
}

/** Acts whose answer shows another thing than the one that they made or changed. */
function isOwn(act: string): boolean {
  return !['recordRepayment', 'accelerate', 'sendMaturityReminder'].includes(act);
}

/** An internal error promises nothing and helps nobody: no fault of the world around the product excuses one. */
export function checkDefects({ log }: Evidence): Finding[] {
  const acts = new Map(
    log.flatMap((line) => (line.line === 'SENT' ? [[line.attempt, line.act] as const] : [])),
  );
  const defects = log.filter((line): line is Told => line.line === 'TOLD' && line.end === 'INTERNAL');
  return [...grouped(defects, ({ attempt }) => acts.get(attempt) ?? '')].map(([act, all]) => ({
    check: 'INTERNAL',
    what: `${act} was answered with an internal error ${all.length} times, first at ${all[0]?.at} ms`,
  }));
}

export function checkAcknowledged(evidence: Evidence): Finding[] {
  const kept = grouped(evidence.tables.idempotency, (row) => `${text(row, 'tenant_id')} ${text(row, 'key')}`);
  const requests = requestsOf(evidence);
  const known = new Set(requests.map(({ tenant, key }) => `${tenant} ${key}`));
  const strays = [...kept.keys()]
    .filter((name) => !known.has(name))
    .map((name): Finding => ({ check: 'ONCE', what: `the key ${name} is kept, and no client has sent it` }));
  return [
    ...requests.flatMap((request) => wrongWith(request, kept.get(`${request.tenant} ${request.key}`) ?? [])),
    ...strays,
  ];
}

const nameOf = (pool: string, tenant: string, act: string, fingerprint: string) =>
  `${pool} ${tenant} ${act} ${fingerprint}`;

/** One audit record for every key that is kept, and one key for every audit record: told apart by what was asked. */
export function checkAudited({ tables, audits }: Evidence): Finding[] {
  const keys = grouped(tables.idempotency, (row) =>
    nameOf(text(row, 'pool_id'), text(row, 'tenant_id'), text(row, 'act'), text(row, 'fingerprint')),
  );
  const fingerprintOf = ({ act, said: { input } }: Audit) => sha256(canonical({ act, input: said(input) }));
  const records = grouped(
    audits.filter(({ act }) => !WITHOUT_KEY.includes(act)),
    (audit) => nameOf(audit.pool, audit.tenant, audit.act, fingerprintOf(audit)),
  );
  const found: Finding[] = [];
  for (const [name, rows] of keys) {
    const count = records.get(name)?.length ?? 0;
    if (count === rows.length) continue;
    const what = `${text(rows[0] ?? {}, 'act')} ${rows.map((row) => text(row, 'key')).join()}`;
    found.push({ check: 'AUDIT', what: `${what}: ${rows.length} keys and ${count} audit records` });
  }
  for (const [name, of] of records)
    if (!keys.has(name))
      found.push({
        check: 'HALF',
        what: `audit record ${of[0]?.sequence} (${of[0]?.act}) belongs to no key that is kept`,
      });
  return found;
}
