import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

// What is installed is what docs/supply.md says: packages, licences, install scripts, and where they come from.

interface Locked {
  readonly version?: string;
  readonly license?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly hasInstallScript?: boolean;
}

interface Wanted {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const page = readFileSync('docs/supply.md', 'utf8').replace(/ {2,}/g, ' ');
const wanted: Wanted = JSON.parse(readFileSync('package.json', 'utf8'));
const lock: { readonly packages: Readonly<Record<string, Locked>> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);

/** Packages of the lock file by where they are put; the project itself is the empty path. */
const locked = Object.entries(lock.packages).filter(([path]) => path !== '');
const nameOf = (path: string): string => path.replace(/^.*node_modules\//, '');
/** The first cell of every line of the page's tables. */
const listed = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name ?? '');

const LICENCES = [
  'MIT',
  'Apache-2.0',
  'BSD-3-Clause',
  'BSD-2-Clause',
  'ISC',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'Zlib',
];
/** Licences that oblige whoever changes the package, and the packages they are accepted of. */
const ACCEPTED: Readonly<Record<string, RegExp>> = { 'MPL-2.0': /^lightningcss/ };

function licenceFaults(name: string, licence: string | undefined): string[] {
  const isAccepted = (one: string) => LICENCES.includes(one) || ACCEPTED[one]?.test(name) === true;
  const parts = (licence ?? '').replace(/[()]/g, '').split(' AND ');
  return parts
    .filter((part) => !part.split(' OR ').some(isAccepted))
    .map((part) => `${name}: ${part || 'no licence'}`);
}

it('every package of ours is on the page, with its licence, and nothing else is', () => {
  const ours = Object.keys({ ...wanted.dependencies, ...wanted.devDependencies });
  const scripted = listed.filter((name) => page.includes('| package | its script |') && isScripted(name));
  expect(listed.filter((name) => !scripted.includes(name)).sort()).toEqual([...ours].sort());
  for (const name of ours) {
    const licence = lock.packages[`node_modules/${name}`]?.license;
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` \\|.*\\| ${licence} \\|$`, 'm'));
  }
});

function isScripted(name: string): boolean {
  return locked.some(([path, { hasInstallScript }]) => hasInstallScript && coversName(name, nameOf(path)));
}

function coversName(listedName: string, name: string): boolean {
  return listedName.endsWith('/*') ? name.startsWith(listedName.slice(0, -1)) : listedName === name;
}

it('no package has an install script but those on the page', () => {
  const scripted = new Set(
    locked.flatMap(([path, { hasInstallScript }]) => (hasInstallScript ? [nameOf(path)] : [])),
  );
  const unlisted = [...scripted].filter((name) => !listed.some((one) => coversName(one, name)));
  expect(unlisted).toEqual([]);
});

it('versions are exact', () => {
  const loose = Object.entries({ ...wanted.dependencies, ...wanted.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+(-[0-9a-z.]+)?$/.test(version),
  );
  expect(loose).toEqual([]);
});

it('every package comes from the registry, with a checksum, under a licence that is accepted', () => {
  const faults = locked.flatMap(([path, { license, resolved, integrity }]) => [
    ...licenceFaults(nameOf(path), license),
    // Without an address it comes from the registry that npm is told of; never from Git, a file or somewhere else.
    ...(resolved === undefined || resolved.startsWith('https://registry.npmjs.org/')
      ? []
      : [`${path}: from ${resolved}`]),
    ...(integrity?.startsWith('sha512-') ? [] : [`${path}: no checksum`]),
  ]);
  expect(faults).toEqual([]);
});

it('a licence that was not accepted is found', () => {
  expect(licenceFaults('x', 'GPL-3.0')).toEqual(['x: GPL-3.0']);
  expect(licenceFaults('x', 'MPL-2.0')).toEqual(['x: MPL-2.0']);
  expect(licenceFaults('lightningcss-linux-x64-gnu', 'MPL-2.0')).toEqual([]);
  expect(licenceFaults('x', '(MIT AND GPL-2.0)')).toEqual(['x: GPL-2.0']);
  expect(licenceFaults('x', undefined)).toEqual(['x: no licence']);
});
