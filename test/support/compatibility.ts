import {
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';
import { type BusinessDate, isBusinessDate, plusMonths } from '../../src/domain/dates.ts';

/** How long clients have from the announcement of a change that would break them. */
export const NOTICE_MONTHS_MIN = 6;

/** A change that will break clients, as schema/breaking-changes.json announces it. */
export interface Announced {
  /** As the check names it, such as `Query.loans was removed.` */
  readonly change: string;
  /** What is deprecated until then: `Type.field`, `Type.field(argument:)` or `ENUM.VALUE`; null for what GraphQL can't deprecate. */
  readonly deprecated: string | null;
  readonly announcedOn: string;
  /** The first day on which a release may hold the change. */
  readonly breaksOn: string;
  readonly insteadZh: string;
  readonly insteadEn: string;
}

/** Breaking beyond what GraphQL itself calls so: a client that sends nothing would be answered otherwise. */
const AS_BAD: readonly string[] = [DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE];

/** What would break clients of the release, in the words of GraphQL's own check. */
export function breakingChanges(released: GraphQLSchema, today: GraphQLSchema): string[] {
  const dangerous = findDangerousChanges(released, today).filter(({ type }) => AS_BAD.includes(type));
  return [...findBreakingChanges(released, today), ...dangerous].map(({ description }) => description).sort();
}

/** Everything deprecated in a schema, with its reason. */
export function deprecations(schema: GraphQLSchema): Map<string, string> {
  const found = new Map<string, string>();
  const note = (name: string, reason: string | null | undefined) => {
    if (reason !== null && reason !== undefined) found.set(name, reason);
  };
  for (const type of Object.values(schema.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    if (isEnumType(type))
      for (const { name, deprecationReason } of type.getValues())
        note(`${type.name}.${name}`, deprecationReason);
    if (isInputObjectType(type))
      for (const field of Object.values(type.getFields()))
        note(`${type.name}.${field.name}`, field.deprecationReason);
    if (isObjectType(type) || isInterfaceType(type))
      for (const field of Object.values(type.getFields())) {
        note(`${type.name}.${field.name}`, field.deprecationReason);
        for (const { name, deprecationReason } of field.args)
          note(`${type.name}.${field.name}(${name}:)`, deprecationReason);
      }
  }
  return found;
}

/**
 * What is wrong with the contract of today beside the released one: a breaking change that nobody announced, or before
 * its day; an announcement too short, or that clients can't read in the schema; a deprecation without a date.
 */
export function contractFaults(
  released: GraphQLSchema,
  today: GraphQLSchema,
  announced: readonly Announced[],
  day: BusinessDate,
): string[] {
  const changes = breakingChanges(released, today);
  const now = deprecations(today);
  const before = deprecations(released);
  const unannounced = changes
    .filter((change) => !announced.some((one) => one.change === change))
    .map((change) => `breaks clients and was not announced: ${change}`);
  const undated = [...now.keys()]
    .filter((name) => !announced.some(({ deprecated }) => deprecated === name))
    .map((name) => `deprecated, with no day in breaking-changes.json: ${name}`);
  return [
    ...unannounced,
    ...undated,
    ...announced.flatMap((one) => noticeFaults(one, day, changes.includes(one.change), now, before)),
  ];
}

function noticeFaults(
  { change, deprecated, announcedOn, breaksOn, insteadZh, insteadEn }: Announced,
  day: BusinessDate,
  isMade: boolean,
  now: ReadonlyMap<string, string>,
  before: ReadonlyMap<string, string>,
): string[] {
  if (!isBusinessDate(announcedOn) || !isBusinessDate(breaksOn))
    return [`announced without a date: ${change}`];
  const faults: string[] = [];
  if (breaksOn < plusMonths(announcedOn, NOTICE_MONTHS_MIN))
    faults.push(`less than ${NOTICE_MONTHS_MIN} months’ notice: ${change}`);
  if (announcedOn > day) faults.push(`announced in the future: ${change}`);
  if (insteadZh.trim() === '' || insteadEn.trim() === '')
    faults.push(`says not in both languages what to use instead: ${change}`);
  if (isMade && day < breaksOn) faults.push(`made before ${breaksOn}: ${change}`);
  // While it is announced the schema of today says so; once it is made, the released one must have said so.
  const reason = deprecated === null ? null : (isMade ? before : now).get(deprecated);
  if (reason === undefined) faults.push(`not deprecated in the schema: ${deprecated}`);
  else if (reason !== null && !reason.includes(breaksOn))
    faults.push(`its reason does not name ${breaksOn}: ${deprecated}`);
  return faults;
}
