import { createHash } from 'node:crypto';

// A Merkle tree that only grows, hashed as RFC 6962 and RFC 9162 say: 0x00 before a leaf, 0x01 before two nodes, and a tree
// of any size split at the largest power of two below it. Its hashes are kept in tiles of 256: tile `i` of tier `t` holds
// the nodes 256·i … 256·i+255 of level 8·t. What lies in between is reckoned, so a proof takes one tile a tier.

export const HASH_BYTES = 32;
export const TILE_WIDTH = 256;
const LEVELS_PER_TIER = 8;

/** A place of a tile, `tier/index`. */
export type TilePlace = `${number}/${number}`;
/** Tiles by place: up to 256 hashes, one behind the other. */
export type Tiles = ReadonlyMap<TilePlace, Buffer>;

export const tilePlace = (tier: number, index: number): TilePlace => `${tier}/${index}`;

function sha256(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

export const leafHash = (data: Uint8Array): Buffer => sha256(LEAF, data);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Buffer => sha256(NODE, left, right);
/** The root of a tree without leaves. */
export const EMPTY_ROOT: Buffer = sha256();

/** Leaves from `from` up to and without `to`: one hash of a proof stands for them. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The largest power of two below a number above one. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** RFC 9162, 2.1.3.1: what is needed beside a leaf to reckon the root, from the leaf upwards. */
export function inclusionSpans(index: number, size: number): Span[] {
  if (!(index >= 0 && index < size)) throw new RangeError('a leaf outside of its tree');
  const path = (from: number, to: number): Span[] => {
    if (to - from === 1) return [];
    const middle = from + splitOf(to - from);
    return index < middle
      ? [...path(from, middle), { from: middle, to }]
      : [...path(middle, to), { from, to: middle }];
  };
  return path(0, size);
}

/** RFC 9162, 2.1.4.1: what shows that the first `earlier` leaves of a tree are the earlier tree. */
export function consistencySpans(earlier: number, size: number): Span[] {
  if (!(earlier >= 0 && earlier <= size)) throw new RangeError('an earlier tree that is larger');
  const proof = (from: number, to: number, isWhole: boolean): Span[] => {
    if (earlier === to) return isWhole ? [] : [{ from, to }];
    const middle = from + splitOf(to - from);
    return earlier <= middle
      ? [...proof(from, middle, isWhole), { from: middle, to }]
      : [...proof(middle, to, false), { from, to: middle }];
  };
  return earlier === 0 ? [] : proof(0, size, true);
}

/** The whole trees that a span is made of, the largest first: level and index of the node at the head of each. */
function nodesOf({ from, to }: Span): { readonly level: number; readonly index: number }[] {
  const nodes = [];
  for (let at = from; at < to; ) {
    let [width, level] = [1, 0];
    while (at % (width * 2) === 0 && at + width * 2 <= to) [width, level] = [width * 2, level + 1];
    nodes.push({ level, index: at / width });
    at += width;
  }
  return nodes;
}

function tileOf(level: number, index: number) {
  const tier = Math.floor(level / LEVELS_PER_TIER);
  const width = 2 ** (level % LEVELS_PER_TIER);
  const first = index * width;
  const tile = Math.floor(first / TILE_WIDTH);
  return { place: tilePlace(tier, tile), first: first - tile * TILE_WIDTH };
}

/** The tiles that the hashes of these spans are reckoned from. */
export function tilesFor(spans: readonly Span[]): Set<TilePlace> {
  return new Set(spans.flatMap(nodesOf).map(({ level, index }) => tileOf(level, index).place));
}

/** The one hash above a full tile, or above any power of two of hashes. */
export function tileRoot(hashes: Buffer): Buffer {
  let level = hashes;
  while (level.length > HASH_BYTES) {
    const above: Buffer[] = [];
    for (let at = 0; at < level.length; at += 2 * HASH_BYTES)
      above.push(sha256(NODE, level.subarray(at, at + 2 * HASH_BYTES)));
    level = Buffer.concat(above);
  }
  return level;
}

/** Nodes reckoned before, by level and index: whole trees, which never change. */
export type Nodes = Map<string, Buffer>;

function nodeIn(tiles: Tiles, level: number, index: number, known: Nodes): Buffer {
  const name = `${level}/${index}`;
  const before = known.get(name);
  if (before) return before;
  const reckon = () => {
    if (level % LEVELS_PER_TIER > 0) {
      const [left, right] = [2 * index, 2 * index + 1].map((below) => nodeIn(tiles, level - 1, below, known));
      return nodeHash(left ?? EMPTY_ROOT, right ?? EMPTY_ROOT);
    }
    const { place, first } = tileOf(level, index);
    const hash = tiles.get(place)?.subarray(first * HASH_BYTES, (first + 1) * HASH_BYTES);
    if (hash?.length !== HASH_BYTES) throw new Error(`tile ${place} does not reach that far`);
    return hash;
  };
  const hash = reckon();
  known.set(name, hash);
  return hash;
}

/** The hash of a span; many spans of one tree share what is known. Throws where a tile is missing or too short. */
export function spanHash(tiles: Tiles, span: Span, known: Nodes = new Map()): Buffer {
  const hashes = nodesOf(span).map(({ level, index }) => nodeIn(tiles, level, index, known));
  return hashes.reduceRight((right, left) => nodeHash(left, right));
}

export function rootOf(tiles: Tiles, size: number): Buffer {
  return size === 0 ? EMPTY_ROOT : spanHash(tiles, { from: 0, to: size });
}

/** The tiles that are begun and not full yet, which the next leaves go into. */
export function edgeOf(size: number): TilePlace[] {
  const places: TilePlace[] = [];
  for (let [tier, count] = [0, size]; count > 0; [tier, count] = [tier + 1, Math.floor(count / TILE_WIDTH)])
    if (count % TILE_WIDTH > 0) places.push(tilePlace(tier, Math.floor(count / TILE_WIDTH)));
  return places;
}

/** The tiles that change when leaves are added to a tree of a size, as they are afterwards; `edge` holds those begun. */
export function appended(edge: Tiles, size: number, leaves: readonly Buffer[]): Map<TilePlace, Buffer> {
  const open = new Map<TilePlace, Buffer[]>();
  const push = (tier: number, position: number, hash: Buffer): void => {
    const index = Math.floor(position / TILE_WIDTH);
    const place = tilePlace(tier, index);
    const begun = open.get(place) ?? [edge.get(place) ?? Buffer.alloc(0)];
    begun.push(hash);
    open.set(place, begun);
    if (position % TILE_WIDTH === TILE_WIDTH - 1) push(tier + 1, index, tileRoot(Buffer.concat(begun)));
  };
  leaves.forEach((hash, at) => {
    push(0, size + at, hash);
  });
  return new Map([...open].map(([place, parts]) => [place, Buffer.concat(parts)]));
}

/** RFC 9162, 2.1.3.2: the root that a leaf and its proof give; null for a proof of the wrong length. */
export function rootByInclusion(
  leaf: Buffer,
  index: number,
  size: number,
  proof: readonly Buffer[],
): Buffer | null {
  if (!(index >= 0 && index < size)) return null;
  const spans = inclusionSpans(index, size);
  if (spans.length !== proof.length) return null;
  return spans.reduce<Buffer>((hash, { from }, at) => {
    const beside = proof[at] ?? EMPTY_ROOT;
    return from > index ? nodeHash(hash, beside) : nodeHash(beside, hash);
  }, leaf);
}

/** RFC 9162, 2.1.4.2: whether a proof shows that the earlier tree is the beginning of the later one. */
export function isConsistent(
  earlier: { readonly size: number; readonly root: Buffer },
  later: { readonly size: number; readonly root: Buffer },
  proof: readonly Buffer[],
): boolean {
  if (earlier.size > later.size) return false;
  if (earlier.size === later.size) return proof.length === 0 && earlier.root.equals(later.root);
  if (earlier.size === 0) return proof.length === 0;
  const spans = consistencySpans(earlier.size, later.size);
  // Where the earlier tree is a whole subtree of the later one, its root is what the proof begins from.
  const isWhole = spans.every(({ from }) => from >= earlier.size);
  const rest = isWhole ? proof : proof.slice(1);
  const beside = isWhole ? spans : spans.slice(1);
  const seed = isWhole ? earlier.root : proof[0];
  if (!seed || rest.length !== beside.length) return false;
  const roots = beside.reduce(
    ({ old, now }, { from }, at) => {
      const hash = rest[at] ?? EMPTY_ROOT;
      return from >= earlier.size
        ? { old, now: nodeHash(now, hash) }
        : { old: nodeHash(hash, old), now: nodeHash(hash, now) };
    },
    { old: seed, now: seed },
  );
  return roots.old.equals(earlier.root) && roots.now.equals(later.root);
}
