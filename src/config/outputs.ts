/** The action's outputs, and what action.yml says of them. */
export const OUTPUTS = {
  verdict: 'pass, fail, inconclusive or invalid',
  reason: 'The reason for the verdict, in one sentence',
  'p99-ms': 'P99 latency of successes and time-outs, in milliseconds',
  'throughput-per-second': 'Successful requests per second',
  'error-rate': 'Share of requests that did not succeed, from 0 to 1',
  'p99-change':
    'Relative change of P99 from the base or the baseline (0.198 is 19.8 % slower); empty without either',
  'throughput-change':
    'Relative change of throughput from the base or the baseline (-0.1 is 10 % less); empty without either',
  'error-rate-change':
    'Change of the error rate from the base or the baseline (0.005 is half a percentage point more); empty without either',
  result: 'Absolute path of the result file; comment.md is in the same folder',
  'comment-url': "URL of the pull request's comment; empty if none was posted",
} as const satisfies Readonly<Record<string, string>>;

export type OutputName = keyof typeof OUTPUTS;
