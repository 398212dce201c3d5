import {
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isLeafType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { literal } from '../support/literals.ts';
import type { Draw } from './draw.ts';
import { type ValueSource, valueFor } from './values.ts';

// Documents by the grammar of the language and the fields of the schema: aliases, fragments with and without a name,
// directives, variables and literals. Most are valid, some nearly; what is broken is broken after it was written.

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Whether it was left as the grammar made it. */
  readonly isWhole: boolean;
}

const DEPTH_MAX = 5;
const FIELDS_MAX = 5;
/** How often a whole document is broken afterwards. */
const BROKEN = 0.1;

class Writer {
  readonly variables: Record<string, unknown> = {};
  private readonly declared: string[] = [];
  readonly fragments: string[] = [];
  private names = 0;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly source: ValueSource,
  ) {}

  private get draw(): Draw {
    return this.source.draw;
  }

  private declare(type: string, value: unknown): string {
    this.names += 1;
    const name = `v${this.names}`;
    this.declared.push(`$${name}: ${type}`);
    // Left out is another thing than null.
    if (value !== undefined && !(value === null && this.draw.chance(0.5))) this.variables[name] = value;
    return `$${name}`;
  }

  private args(field: string, args: readonly GraphQLArgument[]): string {
    const written = args.flatMap((arg) => {
      const mustBe = isNonNullType(arg.type) && arg.defaultValue === undefined;
      if (!mustBe && !this.draw.chance(0.4)) return [];
      if (mustBe && this.draw.chance(this.source.wrong / 4)) return [];
      const value =
        arg.name === 'idempotencyKey'
          ? this.key()
          : valueFor(this.source, arg.type, /^ids?$/.test(arg.name) ? field : arg.name);
      const said = this.draw.chance(0.6)
        ? this.declare(String(arg.type), value)
        : literal(value ?? null, arg.type);
      return [`${arg.name}: ${said}`];
    });
    return written.length === 0 ? '' : `(${written.join(', ')})`;
  }

  private key(): string {
    return `fuzz-${this.draw.below(1_000_000_000)}-${this.draw.below(1_000_000_000)}`;
  }

  private directives(): string {
    if (!this.draw.chance(0.08)) return '';
    const asked = this.draw.chance(0.5);
    const said = this.draw.chance(0.5) ? String(asked) : this.declare('Boolean!', asked);
    return ` @${this.draw.one(['include', 'skip'])}(if: ${said})`;
  }

  private field(field: GraphQLField<unknown, unknown>, depth: number): string {
    const inner = getNamedType(field.type);
    this.names += 1;
    const alias = this.draw.chance(0.3) || field.args.length > 0 ? `a${this.names}: ` : '';
    const below = isLeafType(inner) ? '' : ` ${this.selection(inner, depth + 1)}`;
    return `${alias}${field.name}${this.args(field.name, field.args)}${this.directives()}${below}`;
  }

  selection(type: GraphQLNamedOutputType, depth: number): string {
    if (isAbstractType(type)) {
      const kinds = this.draw.some(this.schema.getPossibleTypes(type), 2);
      return `{ __typename ${kinds.map((kind) => `... on ${kind.name} { ${this.alone(kind.name, depth)} }`).join(' ')} }`;
    }
    if (!isObjectType(type)) throw new Error(`${type.name} has no fields`);
    const all = Object.values(type.getFields());
    const fit = all.filter((field) => depth < DEPTH_MAX || isLeafType(getNamedType(field.type)));
    const chosen = fit.length === 0 ? [] : this.draw.some(fit, FIELDS_MAX);
    const parts = ['__typename', ...chosen.map((field) => this.field(field, depth))];
    if (this.draw.chance(0.1))
      return `{ ... on ${type.name}${this.directives()} { ${parts.join(' ')} } __typename }`;
    if (this.draw.chance(0.1)) {
      this.names += 1;
      const name = `f${this.names}`;
      this.fragments.push(`fragment ${name} on ${type.name} { ${parts.join(' ')} }`);
      return `{ ...${name} ...${name} }`;
    }
    return `{ ${parts.join(' ')} }`;
  }

  /** One field under a name of its own: kinds of one interface have fields of one name and other types. */
  private alone(name: string, depth: number): string {
    const type = this.schema.getType(name);
    if (!isObjectType(type)) throw new Error(`${name} is no object`);
    const leaves = Object.values(type.getFields()).filter(
      ({ type: inner, args }) => isLeafType(getNamedType(inner)) && args.length === 0,
    );
    const chosen = leaves.length === 0 ? [] : this.draw.some(leaves, FIELDS_MAX - Math.min(3, depth));
    return ['__typename', ...chosen.map((field) => `${name}_${field.name}: ${field.name}`)].join(' ');
  }

  document(kind: 'query' | 'mutation'): string {
    const root = kind === 'query' ? this.schema.getQueryType() : this.schema.getMutationType();
    if (!root) throw new Error(`no ${kind}`);
    const fields = this.draw.some(Object.values(root.getFields()), kind === 'query' ? 3 : 2);
    const said = fields.map((field) => this.field(field, 1)).join(' ');
    const declared = this.declared.length === 0 ? '' : `(${this.declared.join(', ')})`;
    return [`${kind} Fuzz${declared} { ${said} }`, ...this.fragments].join('\n');
  }
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[A-Za-z_]\w*|-?\d+(?:\.\d+)?|\.\.\.|\S/gu;

/** The same document with a token left out, doubled, exchanged, or a letter of it spoilt. */
export function broken(draw: Draw, query: string): string {
  const tokens = query.match(TOKENS) ?? [];
  const at = draw.below(tokens.length + 1);
  const how = draw.below(5);
  if (how === 0) tokens.splice(at, 1);
  if (how === 1) tokens.splice(at, 0, tokens[at] ?? '}');
  if (how === 2) tokens.splice(at, 1, draw.one(tokens.length > 0 ? tokens : ['{']));
  if (how === 3)
    tokens.splice(
      at,
      0,
      draw.one(['{', '}', '...', '$', '@deprecated', '"', '"""', '#', '\u0000', '&', 'null', 'on']),
    );
  if (how === 4) return query.slice(0, draw.below(query.length + 1));
  return tokens.join(' ');
}

export function drawDocument(schema: GraphQLSchema, source: ValueSource, kind: 'query' | 'mutation'): Asked {
  const writer = new Writer(schema, source);
  const query = writer.document(kind);
  const isWhole = !source.draw.chance(BROKEN);
  return { query: isWhole ? query : broken(source.draw, query), variables: writer.variables, isWhole };
}
