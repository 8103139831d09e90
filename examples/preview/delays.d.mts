export function createRandom(seed: number): () => number;
export function reportQuantileMs(share: number): number;
export function createDelays(
  delay: 'none' | 'report' | number,
  options: { slow: number; random: () => number },
): () => number;
export function createFloor(): (arrivedMs: number, floorMs: number) => Promise<void>;
