/**
 * Random numbers for the simulation: a generator of 128 bits of state (three words stirred, one counting), so that
 * streams of neighbouring seeds don't overlap.
 * @param {...number} seeds up to three whole numbers; the same ones give the same row
 */
export function randomStream(...seeds) {
  let [a, b, c] = [seeds[0] ?? 0, seeds[1] ?? 0, seeds[2] ?? 0].map((seed) => seed | 0);
  let counter = 1;
  const word = () => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return out >>> 0;
  };
  // Until the seeds have reached every bit.
  for (let i = 0; i < 15; i++) word();

  /** Even in 0 … 1, the ends left out. */
  const unit = () => (word() + 0.5) / 2 ** 32;
  let spare = null;
  /** Standard normal; Box and Muller's pair is used up before the next is drawn. */
  const normal = () => {
    if (spare !== null) {
      const kept = spare;
      spare = null;
      return kept;
    }
    const radius = Math.sqrt(-2 * Math.log(unit()));
    const angle = 2 * Math.PI * unit();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  /** Number of rare events; for means of some units at most. */
  const poisson = (mean) => {
    const end = Math.exp(-mean);
    let count = 0;
    for (let left = unit(); left > end; left *= unit()) count++;
    return count;
  };
  return { unit, normal, poisson };
}
