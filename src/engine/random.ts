/** A stream of 32-bit random numbers that a seed repeats exactly. Not for secrets. */
export interface Random {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Whole number, uniform in [from, to]. */
  int(from: number, to: number): number;
}

/**
 * xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021). Each word of its state is a
 * hash of its own of the seed, so that the streams of two runs don't coincide by chance.
 */
export function seededRandom(seed: string): Random {
  let [a, b, c, d] = [hash(seed, 0), hash(seed, 1), hash(seed, 2), hash(seed, 3) | 1];
  const rotate = (x: number, k: number) => (x << k) | (x >>> (32 - k));
  const unit = () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return result / 0x1_0000_0000;
  };
  return { unit, int: (from, to) => from + Math.floor(unit() * (to - from + 1)) };
}

/** FNV-1a from a basis of its own for each salt, finished by the mixer of splitmix32. */
function hash(seed: string, salt: number): number {
  let h = (0x811c9dc5 + Math.imul(salt, 0x9e3779b9)) | 0;
  for (let i = 0; i < seed.length; i++) h = Math.imul(h ^ seed.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad);
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97);
  return h ^ (h >>> 15);
}
