import { anyone, type Rule } from './permission-rules.ts';

export type Permissions = Readonly<Record<string, Readonly<Record<string, Rule>>>>;

/** Gives several fields, named with spaces between, the same rule. */
export function grant(to: Rule, fields: string): Record<string, Rule> {
  return Object.fromEntries(
    fields
      .trim()
      .split(/\s+/)
      .map((field) => [field, to]),
  );
}

/** The two types of a list. */
export function list(name: string): Permissions {
  return {
    [`${name}Connection`]: grant(anyone, 'edges nodes pageInfo totalCount'),
    [`${name}Edge`]: grant(anyone, 'cursor node'),
  };
}

/** The answer of an act. */
export function payload(name: string, field: string): Permissions {
  return { [`${name}Payload`]: grant(anyone, `done replayed verdicts ${field}`) };
}
