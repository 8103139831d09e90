/**
 * Runs before each file of tests. Random cases are the same ones each time, so that a change fails for what it did and
 * not for the draw. TAILGATE_SEED=7 draws others; CI does so every night, with a number that it names.
 */
import fc from 'fast-check';

const seed = Number(process.env.TAILGATE_SEED ?? 1);
if (!Number.isInteger(seed)) throw new Error(`TAILGATE_SEED=${process.env.TAILGATE_SEED} is no whole number`);
fc.configureGlobal({ seed });
