import { Arg, Ctx, Extensions, FieldResolver, Mutation, ObjectType, Query, Resolver } from 'type-graphql';
import type { Verdict } from '../regulation/verdict.ts';
import type { OfferedAct } from './act.offer.ts';
import { OFFERED_ACTS } from './act.table.ts';
import { CheckType } from './act.type.ts';
import type { RequestContext } from './context.ts';
import { assertAnswerable } from './steps.ts';

/** The acts as mutations, each with an idempotency key, made from the table. */
@Resolver()
export class ActResolver {}

@ObjectType('Checks', {
  description:
    '试审。The acts that rules are judged for, as dry runs: the same verdicts, and nothing changed.',
})
export class ChecksType {}

/** The same acts as checks, gathered under one field. */
@Resolver(() => ChecksType)
export class CheckResolver {
  @Query(() => ChecksType, {
    description:
      '试审：按同样的规定审查，但不作任何更改。Dry runs: what the rules would say to an act now. Any role of a tenant that may do the act may ask.',
  })
  check(): object {
    return {};
  }
}

async function perform(offered: OfferedAct, key: string, input: object, { acts, reader }: RequestContext) {
  const outcome = await acts.perform(offered.deed, offered.read(input), key);
  const answer: { verdicts: readonly Verdict[] } = { verdicts: outcome.verdicts };
  if (outcome.kind === 'REFUSED')
    return { ...answer, done: false, replayed: false, [offered.payload.field]: null };
  await reader.renew();
  const { changed, replayed } = outcome;
  const column = offered.payload.noun === 'pool' ? 'poolId' : 'id';
  const thing = await reader.reads.one(offered.payload.table, changed.id, column as never);
  return { ...answer, done: true, replayed, [offered.payload.field]: thing };
}

/** A check does the work of an act: a document may hold a few of them, not thirty. */
const CHECK_COST = 1500;

const keyDescription =
  '幂等键，8 至 100 个可见 ASCII 字符。Chosen by the client, 8 to 100 visible ASCII characters, new for every new request (a UUID). The same key and input again gives the first answer and does nothing twice; the same key with another input is refused.';

for (const offered of OFFERED_ACTS) {
  const { name, description, input, payload } = offered;
  const inputOptions = { description: `${description.split('。')[0]}的内容。What the act is given.` };

  const mutation = function (this: unknown, key: string, given: object, context: RequestContext) {
    return perform(offered, key, given, context);
  };
  Object.defineProperty(ActResolver.prototype, name, { value: mutation });
  Arg('idempotencyKey', () => String, { description: keyDescription })(ActResolver.prototype, name, 0);
  Arg('input', () => input, inputOptions)(ActResolver.prototype, name, 1);
  Ctx()(ActResolver.prototype, name, 2);
  Mutation(() => payload.type, { description })(ActResolver.prototype, name, { value: mutation });

  if (!offered.judged) continue;
  const check = async function (this: unknown, given: object, context: RequestContext) {
    const read = offered.read(given);
    const answer = await context.acts.check(offered.deed, read);
    await assertAnswerable(context, read as object, answer.verdicts);
    return answer;
  };
  Object.defineProperty(CheckResolver.prototype, name, { value: check });
  Arg('input', () => input, inputOptions)(CheckResolver.prototype, name, 0);
  Ctx()(CheckResolver.prototype, name, 1);
  Extensions({ questions: () => 1 })(CheckResolver.prototype, name, { value: check });
  FieldResolver(() => CheckType, { description: `试审：${description}`, complexity: CHECK_COST })(
    CheckResolver.prototype,
    name,
    {
      value: check,
    },
  );
}
