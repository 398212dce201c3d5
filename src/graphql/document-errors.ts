import { GraphQLError, parse, visit } from 'graphql';
import type { Message } from '../acts/failures.ts';

// What GraphQL finds wrong with the values that a client sent, before anything runs: where it is, as the path of the
// input's field, and what is wrong, in both languages. GraphQL says both in English sentences only.

/** The sentence about a value in a variable. What the client sent stands in the middle, its quotes escaped. */
const IN_VARIABLE = /^Variable "\$(\w+)" (?:got invalid value|of (?:required|non-null) type) /;
/** Held to the start of the sentence: tried at every place of a long one it would take seconds. */
const PATH_IN_VARIABLE = /^.* at "([\w.[\]]+)"; /s;

/** The path of the input's field that an error is about: "input.terms.amount", "filter.states[0]". */
export function placeOf(message: string, error: unknown): string | undefined {
  const variable = IN_VARIABLE.exec(message)?.[1];
  if (variable === undefined) return placeOfLiteral(error);
  return PATH_IN_VARIABLE.exec(message)?.[1] ?? variable;
}

/** A literal's place is where it stands in the document: below an argument, or it is none. */
function placeOfLiteral(error: unknown): string | undefined {
  const loc = nodeOf(error)?.loc;
  if (!loc) return undefined;
  const covers = (at: { readonly loc?: typeof loc }): boolean =>
    at.loc !== undefined && at.loc.start <= loc.start && at.loc.end >= loc.end;
  const steps: string[] = [];
  const step = (at: { readonly loc?: typeof loc; readonly name: { readonly value: string } }) => {
    if (!covers(at)) return false;
    steps.push(steps.length === 0 ? at.name.value : `.${at.name.value}`);
    return undefined;
  };
  visit(parse(loc.source), {
    Argument: step,
    ObjectField: step,
    ListValue(at) {
      const index = at.values.findIndex(covers);
      if (index >= 0) steps.push(`[${index}]`);
    },
  });
  return steps.length > 0 ? steps.join('') : undefined;
}

function nodeOf(error: unknown) {
  for (let at = error; at instanceof GraphQLError; at = at.originalError) {
    const node = at.nodes?.[0];
    if (node) return node;
  }
  return undefined;
}

type Say = (name: string) => Message;

/** The sentences of GraphQL about a value, and what they mean for whoever reads the answer. */
const MEANINGS: readonly (readonly [RegExp, Say])[] = [
  [
    /\bInt cannot represent non 32-bit/,
    () => ({ zh: '整数超出范围（32 位）。', en: 'The whole number is out of range (32 bits).' }),
  ],
  [
    /\bInt cannot represent/,
    () => ({ zh: '应为整数，不得为文本或小数。', en: 'A whole number is wanted; no text and no fraction.' }),
  ],
  [/\bBoolean cannot represent/, () => ({ zh: '应为 true 或 false。', en: 'True or false is wanted.' })],
  [/\b(?:String|ID) cannot represent/, () => ({ zh: '应为文本。', en: 'A text is wanted.' })],
  [
    /\b(?:Value "[^"]*" does not exist in|Enum) "(\w+)" (?:enum|cannot represent)/,
    (name) => ({
      zh: `不是 ${name} 的可选取值，可选取值见接口说明。`,
      en: `This is none of the values of ${name}, which the schema lists.`,
    }),
  ],
  [
    /\bField "(?:\w+\.)?(\w+)" of required type/,
    (name) => ({ zh: `缺少必填的 ${name}。`, en: `${name} is missing and is required.` }),
  ],
  [
    /\bField "(\w+)" is not defined by type/,
    (name) => ({ zh: `没有名为 ${name} 的输入项。`, en: `There is no input field ${name}.` }),
  ],
  [
    /(?:not to be null|must not be null|found null|was not provided)/,
    () => ({ zh: '不得为空。', en: 'A value is required here.' }),
  ],
  [
    /\bExpected type "?\w+"? to be (?:an object|a list)|Expected value of type/,
    () => ({ zh: '数据类型不符。', en: 'The value is of another type than is wanted here.' }),
  ],
];

/** What is wrong with a value, for a place in the input; undefined for what is no error of a value. */
export function meaningOf(message: string): Message | undefined {
  for (const [pattern, say] of MEANINGS) {
    const match = pattern.exec(message);
    if (match) return say(match[1] ?? '');
  }
  return undefined;
}
