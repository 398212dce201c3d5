/** Numbers that follow from a seed alone: xorshift128+ over two halves of a mixed seed. */
export interface Random {
  /** A whole number from 0 to below `count`. */
  below(count: number): number;
  /** True once in `times` on average. */
  onceIn(times: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** From `least` to `most`, both in fen. */
  fen(least: bigint, most: bigint): bigint;
  uuid(): string;
}

const MASK = (1n << 64n) - 1n;

/** Spreads neighbouring seeds over the whole range (splitmix64). */
function mixed(seed: bigint): bigint {
  let z = (seed + 0x9e3779b97f4a7c15n) & MASK;
  z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
  z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
  return z ^ (z >> 31n);
}

/** A source of its own for each name, so that what one draws never moves what another one draws. */
export function randomOf(seed: number, name: string): Random {
  let named = BigInt(seed);
  for (const byte of Buffer.from(name)) named = mixed(named ^ BigInt(byte));
  let [one, two] = [mixed(named), mixed(named + 1n) | 1n];

  function next(): bigint {
    const sum = (one + two) & MASK;
    let x = one ^ ((one << 23n) & MASK);
    x = x ^ two ^ (x >> 18n) ^ (two >> 5n);
    one = two;
    two = x & MASK;
    return sum;
  }

  const bits = () => Number(next() >> 11n);
  const random: Random = {
    below: (count) => bits() % count,
    onceIn: (times) => bits() % times === 0,
    pick(list) {
      const found = list[bits() % list.length];
      if (found === undefined) throw new Error('nothing to pick from');
      return found;
    },
    fen: (least, most) => least + (next() % (most - least + 1n)),
    uuid() {
      const hex = next().toString(16).padStart(16, '0') + next().toString(16).padStart(16, '0');
      return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
    },
  };
  return random;
}
