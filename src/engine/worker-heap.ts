/**
 * What a worker makes lives for one request: a small nursery is collected often and quickly, and stays small. What a
 * slow request or a walk of many users survives there lies around until the rest is collected: below 2 GiB V8 lets that
 * grow to twice what lives, else to four times.
 */
export const WORKER_HEAP = { maxYoungGenerationSizeMb: 8, maxOldGenerationSizeMb: 2000 };
