/** A stream of 32-bit random numbers that a seed repeats exactly. Not for secrets. */
export interface Random {
  /** Uniform in [0, 1). */
  unit(): number;
  /** Whole number, uniform in [from, to]. */
  int(from: number, to: number): number;
}

/**
 * xoshiro128** (Blackman & Vigna, "Scrambled linear pseudorandom number generators", 2021), its state filled from the
 * seed's FNV-1a hash by splitmix32, so that seeds that differ in one letter give unrelated streams.
 */
export function seededRandom(seed: string): Random {
  let hash = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) hash = Math.imul(hash ^ seed.charCodeAt(i), 0x01000193);
  const splitmix = () => {
    hash = (hash + 0x9e3779b9) | 0;
    let z = hash;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
  let [a, b, c, d] = [splitmix(), splitmix(), splitmix(), splitmix() | 1];
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
