/** Unexpected responses that are kept of one request name: of each kind and status … */
export const SAMPLES_PER_KIND = 3;
/** … and of all kinds together. */
export const SAMPLES = 12;
