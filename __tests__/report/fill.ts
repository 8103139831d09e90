/** Results with a text of somebody's choice in every place that takes one. */
import { once } from '../../src/evidence/once.ts';
import { type Result, resultSchema } from '../../src/evidence/result/schema.ts';
import { asReported } from './cases.ts';
import { everyCause, everyRemark } from './every-cause.ts';
import { forkResult } from './fork.ts';
import { interleavedFail } from './interleaved-cases.ts';
import { stagesFail } from './stage-cases.ts';

/** What the schema lists the words of. */
const LISTED: ReadonlySet<string> = new Set([
  'format',
  'verdict',
  'code',
  'metric',
  'side',
  'against',
  'bound',
  'condition',
  'missing',
  'without',
  'model',
  'arrivals',
  'kind',
  'basis',
  'finding',
  'state',
  'of',
  'what',
  'command',
  'how',
  'end',
  'phase',
]);
const BY: readonly unknown[] = ['rate-limiter', 'login-page', 'challenge', 'max-duration', 'max-requests'];

const failed = once(() => forkResult(interleavedFail));
const staged = once(() => forkResult(stagesFail));
const reported = once(() => forkResult(asReported));

/** Sentences that a file brings along, and that nothing is told by. */
export const SENTENCES = 'the file’s own sentence';

/** A fork's result in which all texts are this one, all causes and remarks are given, and `count` requests failed. */
export function filledResult(text: string, count = 3): Result {
  const result = failed();
  const [endpoint] = reported().endpoints;
  const [comparison] = result.comparisons;
  if (!endpoint || !comparison || !result.interleaved) throw new Error('there are no such parts to repeat');
  const { interleaved } = result;
  const many = Array.from({ length: count }, (_, i) => i);
  const gate = interleaved.gates.find(({ endpoint }) => endpoint !== null);
  const filled = fill(
    {
      ...result,
      causes: everyCause(text),
      warnings: [...everyRemark(text), ...everyCause(text)].map((remark) => ({ ...remark, says: '' })),
      notices: ['', ''],
      stages: staged().stages,
      baseline: { source: '', of: 'file' as const, title: '', date: '', endpoints: {} },
      intercepted: { rateLimited: 0.1, loginRedirects: 0.1, challenges: 0.1, retryAfterSeconds: 30 },
      interleaved: {
        ...interleaved,
        gates: many.flatMap(() => gate ?? []),
        suspects: many.map(() => ({ endpoint: '', change: 0.3, p: 0.01 })),
      },
    },
    text,
  );
  const named = many.map((i) => `${text}${i}`);
  const status = { [text]: 3, '400': 1 };
  return resultSchema.parse({
    ...filled,
    reason: SENTENCES,
    advice: SENTENCES,
    warnings: filled.warnings.map((warning) => ({ ...warning, says: SENTENCES })),
    metrics: filled.metrics && { ...filled.metrics, errors: { ...filled.metrics.errors, status } },
    endpoints: named.map((name) => ({
      ...fill(endpoint, text),
      name,
      metrics: { ...endpoint.metrics, errorRate: 1, errors: { ...endpoint.metrics.errors, status } },
    })),
    comparisons: [
      ...named.map((name, i) => ({
        ...comparison,
        endpoint: name,
        // Thousands of rows with each of them would only take long.
        notes:
          i < 3
            ? [...everyRemark(text), ...everyCause(text)]
            : [{ code: 'unconfirmed' as const, detail: name }],
      })),
      { ...comparison, endpoint: null, stage: text },
    ],
  } satisfies Result);
}

function fill<T>(value: T, text: string, key?: string): T;
function fill(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') {
    return LISTED.has(key) || (key === 'by' && BY.includes(value)) ? value : text;
  }
  if (Array.isArray(value)) return value.map((one) => fill(one, text, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([inner, one]) => [inner, fill(one, text, inner)]));
}
