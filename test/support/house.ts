import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file by its path from the project's root, and what it says. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The project's own files below some folders or at some paths, by the ending of their names. */
export function readProject(places: readonly string[], endings: readonly string[]): SourceFile[] {
  const tree = readdirSync(ROOT, { withFileTypes: true });
  return places.flatMap((place) => {
    const entry = tree.find(({ name }) => name === place.split('/')[0]);
    if (!entry) return [];
    const names = entry.isDirectory()
      ? readdirSync(join(ROOT, place), { recursive: true, encoding: 'utf8' }).map(
          (name) => `${place}/${name}`,
        )
      : [place];
    return names
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .sort()
      .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }));
  });
}

// ---- Reading TypeScript -----------------------------------------------------------------------------------

/** After one of these, or at the beginning, a slash opens a regular expression; elsewhere it divides. */
const BEFORE_REGEX = /(?:^|[(,=:[!&|?{};+\-*%<>~^]|\b(?:return|typeof|case|in|of|await|yield))\s*$/;

const OPAQUE = [
  /\/\/[^\n]*/y,
  /\/\*[\s\S]*?\*\//y,
  /'(?:\\[\s\S]|[^'\\\n])*'/y,
  /"(?:\\[\s\S]|[^"\\\n])*"/y,
] as const;
const REGEX = /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\[\n])+\/[a-z]*/y;
const TEMPLATE_TEXT = /(?:\\[\s\S]|\$(?!\{)|[^\\`$])*/y;

function matchAt(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? null;
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/**
 * The code of a file, of the same length: comments, and what stands between quotes or in a regular expression, are
 * blanked. What a template computes is code.
 */
export function codeOf(text: string): string {
  let code = '';
  /** For every open template, how many braces are open inside its `${`. */
  const templates: number[] = [];

  const readTemplateText = () => {
    code += blank(matchAt(TEMPLATE_TEXT, text, code.length) ?? '');
    if (text.startsWith('${', code.length)) {
      code += '${';
      templates.push(0);
    } else if (code.length < text.length) code += '`';
  };

  while (code.length < text.length) {
    const at = code.length;
    const char = text.charAt(at);
    const opaque = OPAQUE.map((pattern) => matchAt(pattern, text, at)).find((found) => found !== null);
    const regex = char === '/' && BEFORE_REGEX.test(code.slice(-80)) ? matchAt(REGEX, text, at) : null;
    if (opaque) code += char === '/' ? blank(opaque) : char + blank(opaque.slice(1, -1)) + char;
    else if (regex) code += `/${blank(regex.slice(1))}`;
    else if (char === '`') {
      code += char;
      readTemplateText();
    } else if (char === '}' && templates.at(-1) === 0) {
      templates.pop();
      code += char;
      readTemplateText();
    } else {
      const open = templates.length - 1;
      if (open >= 0 && char === '{') templates[open] = (templates[open] ?? 0) + 1;
      if (open >= 0 && char === '}') templates[open] = (templates[open] ?? 0) - 1;
      code += char;
    }
  }
  return code;
}

function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}

interface Import {
  readonly target: string;
  readonly typeOnly: boolean;
  readonly line: number;
}

const IMPORT =
  /\b(?:(import|export)\b(\s+type\b)?[^;'"`]*?\bfrom\s*|import\s*\(?\s*|require\s*\(\s*)(['"])( *)\3/g;

function importsOf({ text }: SourceFile): Import[] {
  return [...codeOf(text).matchAll(IMPORT)].map((match) => {
    const end = match.index + match[0].length - 1;
    const target = text.slice(end - (match[4] ?? '').length, end);
    return { target, typeOnly: match[2] !== undefined, line: lineAt(text, match.index) };
  });
}

// ---- Layers -----------------------------------------------------------------------------------------------

/** Which rooms exist, what each may import of the others, and where each package is at home. */
export interface Layers {
  /** A room is named by its folder, or by a file that is a room of its own. */
  readonly rooms: Readonly<Record<string, readonly string[]>>;
  /** Rooms or single files that may import a package; "node:" stands for Node's own that are not named. */
  readonly packages: Readonly<Record<string, readonly string[]>>;
  /** Single imports that a decision allows, of types only: they leave nothing behind at run time. */
  readonly typesOnly: readonly (readonly [from: string, to: string])[];
}

function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Every import that goes against the layers, and every file that stands in no room. */
export function layerFaults(files: readonly SourceFile[], layers: Layers): string[] {
  const rooms = Object.keys(layers.rooms);
  const roomOf = (path: string) => rooms.find((room) => path === room || path.startsWith(`${room}/`));

  const faultOf = (path: string, room: string, { target, typeOnly }: Import): string | null => {
    if (!target.startsWith('.')) {
      const name = target.startsWith('node:') ? target : packageOf(target);
      const homes =
        layers.packages[name] ?? (name.startsWith('node:') ? layers.packages['node:'] : undefined);
      if (!homes) return `imports ${name}, which is at home nowhere`;
      return homes.includes(room) || homes.includes(path)
        ? null
        : `imports ${name}, at home in ${homes.join(', ')}`;
    }
    if (!target.endsWith('.ts')) return `imports ${target}, which does not end in .ts`;
    const file = posix.join(posix.dirname(path), target);
    const other = roomOf(file);
    if (!other) return `imports ${file}, which stands in no room`;
    if (layers.rooms[room]?.includes(other)) return null;
    if (!layers.typesOnly.some(([from, to]) => from === path && to === file)) return `imports ${file}`;
    return typeOnly ? null : `imports ${file} other than as a type`;
  };

  return files.flatMap((file) => {
    const room = roomOf(file.path);
    if (!room) return [`${file.path}: stands in no room`];
    return importsOf(file).flatMap((one) => {
      const fault = faultOf(file.path, room, one);
      return fault ? [`${file.path}:${one.line}: ${fault}`] : [];
    });
  });
}

// ---- Tidy -------------------------------------------------------------------------------------------------

/** Something that is not written, where it is not written, and what is written instead. */
export interface Ban {
  readonly name: string;
  /** Whether it is looked for in the code alone or also in comments and between quotes. */
  readonly within: 'code' | 'text';
  readonly pattern: RegExp;
  /** Beginnings of the paths that it holds for, and of those that it does not hold for. */
  readonly places: readonly string[];
  readonly except: readonly string[];
  readonly instead: string;
}

/** A ban that does not hold for one file, and why. */
export interface Excuse {
  readonly path: string;
  readonly ban: string;
  readonly why: string;
}

function banned(file: SourceFile, code: string, ban: Ban): string[] {
  const within = (places: readonly string[]) => places.some((place) => file.path.startsWith(place));
  if (!within(ban.places) || within(ban.except)) return [];
  const searched = ban.within === 'code' ? code : file.text;
  return [...searched.matchAll(new RegExp(ban.pattern, `${ban.pattern.flags.replace('g', '')}g`))].map(
    (match) => `${file.path}:${lineAt(searched, match.index)}: ${ban.name}; instead: ${ban.instead}`,
  );
}

/** Every banned thing that is written and not excused, and every excuse for something that is no longer written. */
export function tidyFaults(
  files: readonly SourceFile[],
  bans: readonly Ban[],
  excuses: readonly Excuse[],
): string[] {
  const stale = new Set(excuses);
  const faults = files.flatMap((file) => {
    const code = file.path.endsWith('.ts') ? codeOf(file.text) : '';
    return bans.flatMap((ban) => {
      const found = banned(file, code, ban);
      const excuse = excuses.find(({ path, ban: name }) => path === file.path && name === ban.name);
      if (!excuse || found.length === 0) return found;
      stale.delete(excuse);
      return [];
    });
  });
  return [...faults, ...[...stale].map(({ path, ban }) => `${path}: the excuse for ${ban} became untrue`)];
}

const NUMBER = /(?<![\w$])\.?\d[\w.]*/g;
const QUOTED = /(['"`])( *)\1/g;
const HARMLESS = new Set(['0', '1', '0n', '1n']);

/**
 * Numbers other than 0 and 1, in the code of a chapter or alone between quotes ("25" is as much a parameter as 25).
 * The number of the article that a rule belongs to is no parameter.
 */
export function chapterNumberFaults(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    const code = codeOf(text).replace(/\barticles?:\s*\d+/g, blank);
    const numbers = [...code.matchAll(NUMBER)].map((match) => ({ number: match[0], at: match.index }));
    const quoted = [...code.matchAll(QUOTED)]
      .map((match) => ({
        number: text.slice(match.index + 1, match.index + match[0].length - 1),
        at: match.index,
      }))
      .filter(({ number }) => /^-?[\d.,_]+%?$/.test(number));
    return [...numbers, ...quoted]
      .filter(({ number }) => !HARMLESS.has(number))
      .map(({ number, at }) => `${path}:${lineAt(text, at)}: ${number}; instead: a parameter of the edition`);
  });
}

/** Files with more lines than the limit. Tables of data are as long as they are. */
export function lengthFaults(files: readonly SourceFile[], linesMax: number): string[] {
  return files.flatMap(({ path, text }) => {
    const lines = text.trimEnd().split('\n').length;
    if (path.endsWith('.data.ts') || lines <= linesMax) return [];
    return [`${path}: ${lines} lines; instead: at most ${linesMax}, or two files`];
  });
}
