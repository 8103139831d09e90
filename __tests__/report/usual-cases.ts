/** Which of the cases `npm test` looks at where the same is shown of all: one of each verdict and of each mode. */
const USUAL: ReadonlySet<string> = new Set([
  'pass',
  'asReported',
  'inconclusive',
  'loginFailed',
  'history',
  'open',
  'retried',
  'interleavedFail',
  'interleavedAccepted',
  'stagesFail',
  'flowsFail',
]);

/** A column of `testPart`, or of `partOf`. */
export const usualCase = ([name]: readonly [string, ...unknown[]]): string | null =>
  USUAL.has(name) ? name : null;
