/** How much memory something takes that is held, with all that it keeps alive. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** @returns bytes, of V8's heap and of buffers outside of it */
export function heldBytes(make: () => unknown): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // With another flag than before, V8 would refuse what jest has compiled by then.
  setFlagsFromString('--no-expose-gc');
  const taken = () => {
    collect();
    const { heapUsed, external, arrayBuffers } = process.memoryUsage();
    return heapUsed + Math.max(external, arrayBuffers);
  };
  const before = taken();
  const held = make();
  const bytes = taken() - before;
  // Only now it may be collected.
  if (held === undefined) throw new Error('nothing is held');
  return bytes;
}
