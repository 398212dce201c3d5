import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appended,
  consistencySpans,
  EMPTY_ROOT,
  edgeOf,
  inclusionSpans,
  isConsistent,
  leafHash,
  nodeHash,
  rootByInclusion,
  rootOf,
  spanHash,
  type TilePlace,
  type Tiles,
  tilesFor,
} from '../../src/domain/merkle.ts';

// The tests of Certificate Transparency: eight leaves, the roots of the trees of the first one to eight, and some proofs.
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const INCLUSION: readonly [index: number, size: number, proof: string[]][] = [
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
];
const CONSISTENCY: readonly [earlier: number, size: number, proof: string[]][] = [
  [1, 8, INCLUSION[0]?.[2] ?? []],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
];

const hashesOf = (leaves: readonly string[]) => leaves.map((leaf) => leafHash(Buffer.from(leaf, 'hex')));
const hex = (hashes: readonly Buffer[]) => hashes.map((hash) => hash.toString('hex'));

/** Adds leaves in portions, as days do. */
function grown(hashes: readonly Buffer[], portions: readonly number[] = [hashes.length]): Tiles {
  const tiles = new Map<TilePlace, Buffer>();
  let size = 0;
  for (const portion of [...portions, hashes.length]) {
    const more = hashes.slice(size, size + portion);
    const edge = new Map(edgeOf(size).map((place) => [place, tiles.get(place) ?? Buffer.alloc(0)]));
    for (const [place, tile] of appended(edge, size, more)) tiles.set(place, tile);
    size += more.length;
  }
  return tiles;
}

const inclusion = (tiles: Tiles, index: number, size: number) =>
  inclusionSpans(index, size).map((span) => spanHash(tiles, span));
const consistency = (tiles: Tiles, earlier: number, size: number) =>
  consistencySpans(earlier, size).map((span) => spanHash(tiles, span));

/** RFC 6962, 2.1, word for word. */
function naiveRoot(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (!only) return EMPTY_ROOT;
  if (hashes.length === 1) return only;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return nodeHash(naiveRoot(hashes.slice(0, split)), naiveRoot(hashes.slice(split)));
}

describe('the tree of RFC 6962', () => {
  const tiles = grown(hashesOf(LEAVES));

  it('gives the roots of Certificate Transparency’s own tests', () => {
    expect(EMPTY_ROOT.toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    expect(hex(ROOTS.map((_, at) => rootOf(tiles, at + 1)))).toEqual(ROOTS);
  });

  it.each(INCLUSION)('proves leaf %i of %i as they do', (index, size, proof) => {
    expect(hex(inclusion(tiles, index, size))).toEqual(proof);
  });

  it.each(CONSISTENCY)('proves that %i leaves are the beginning of %i as they do', (earlier, size, proof) => {
    expect(hex(consistency(tiles, earlier, size))).toEqual(proof);
  });
});

describe('a tree of any size', () => {
  // Beyond one tile, and just beside its edges.
  const sizes = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(255, 256, 257, 511, 512, 513, 700));
  const cases = fc.tuple(
    sizes,
    fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 5 }),
    fc.nat(),
    fc.nat(),
  );
  const all = Array.from({ length: 700 }, (_, at) => leafHash(Buffer.from(`leaf ${at}`)));
  const SEED = 20_261_124;

  it('is the same however its leaves came, and every proof of it holds, and no other', () => {
    fc.assert(
      fc.property(cases, ([size, portions, which, before]) => {
        const hashes = all.slice(0, size);
        const tiles = grown(hashes, portions);
        const root = rootOf(tiles, size);
        expect(root).toEqual(naiveRoot(hashes));
        const index = which % size;
        const proof = inclusion(tiles, index, size);
        const leaf = hashes[index] ?? EMPTY_ROOT;
        expect(rootByInclusion(leaf, index, size, proof)).toEqual(root);
        // Another leaf, another place, a hash too few or too many: none of them gives the root.
        expect(rootByInclusion(leafHash(Buffer.from('other')), index, size, proof)).not.toEqual(root);
        if (size > 1) expect(rootByInclusion(leaf, (index + 1) % size, size, proof)).not.toEqual(root);
        expect(rootByInclusion(leaf, index, size, [...proof, leaf])).toBeNull();

        const earlier = before % (size + 1);
        const [old, now] = [
          { size: earlier, root: rootOf(tiles, earlier) },
          { size, root },
        ];
        const shown = consistency(tiles, earlier, size);
        expect(isConsistent(old, now, shown)).toBe(true);
        expect(isConsistent(old, now, [...shown, leaf])).toBe(false);
        if (earlier > 0) {
          expect(isConsistent({ ...old, root: nodeHash(root, root) }, now, shown)).toBe(false);
          expect(isConsistent(old, { ...now, root: nodeHash(root, root) }, shown)).toBe(false);
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('is found out when any one leaf of it was changed, dropped or swapped after the earlier tree', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (size, which, before) => {
        const hashes = all.slice(0, size);
        const earlier = (before % size) + 1;
        const at = which % earlier;
        const changed = hashes.with(at, leafHash(Buffer.from('another text')));
        const dropped = hashes.toSpliced(at, 1);
        const kept = { size: earlier, root: rootOf(grown(hashes), earlier) };
        for (const now of [changed, dropped]) {
          if (now.length < earlier) continue;
          const tiles = grown(now);
          const later = { size: now.length, root: rootOf(tiles, now.length) };
          expect(isConsistent(kept, later, consistency(tiles, earlier, now.length))).toBe(false);
        }
      }),
      { seed: SEED, numRuns: 100 },
    );
  });

  it('takes at most two tiles a tier for a proof, also of a million leaves', () => {
    expect(tilesFor(inclusionSpans(654_321, 1_000_000)).size).toBeLessThanOrEqual(6);
    expect(tilesFor(consistencySpans(654_321, 1_000_000)).size).toBeLessThanOrEqual(6);
    expect(inclusionSpans(654_321, 1_000_000).length).toBeLessThanOrEqual(20);
  });

  it('has proofs for its own leaves only', () => {
    expect(() => inclusionSpans(8, 8)).toThrow(RangeError);
    expect(() => inclusionSpans(-1, 8)).toThrow(RangeError);
    expect(() => consistencySpans(9, 8)).toThrow(RangeError);
    expect(rootByInclusion(EMPTY_ROOT, 8, 8, [])).toBeNull();
  });
});
