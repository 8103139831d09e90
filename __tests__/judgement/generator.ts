/** Seeded random numbers, so that a simulation that passes once passes always. */
export function generator(seed: number): {
  /** Even in 0 … 1, the ends left out. */
  readonly even: () => number;
  /** Standard normal (Box and Muller). */
  readonly normal: () => number;
} {
  let state = seed >>> 0;
  // Splitmix with 32 bits: a counter, well stirred.
  const even = () => {
    state = (state + 0x9e3779b9) >>> 0;
    let word = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
    return (((word ^ (word >>> 15)) >>> 0) + 0.5) / 2 ** 32;
  };
  const normal = () => Math.sqrt(-2 * Math.log(even())) * Math.cos(2 * Math.PI * even());
  return { even, normal };
}
