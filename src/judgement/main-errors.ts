import type { Measurement } from '../evidence/measurement.ts';
import type { CauseOf } from '../evidence/result/causes.ts';

type MainErrors = CauseOf<'error-floor'>['main'];
type MainKind = NonNullable<MainErrors>['kinds'][number];

/** Of all errors: what is rarer than that explains nothing. The most frequent kind is always told. */
const WORTH_TELLING = 0.1;
const MOST_KINDS = 3;
/** Of a kind's errors. */
const WORTH_NAMING = 0.2;

/** What the errors were, and of which requests, the most first; null where nothing failed. */
export function mainErrorsOf({ endpoints }: Measurement): MainErrors {
  const found = new Map<string, MainKind>();
  for (const { name, figures } of endpoints) {
    const { status, check = 0, timeout, socket, unanswered, body } = figures.errors;
    const counts: [MainKind['kind'], string | null, number][] = [
      ...Object.entries(status).map(([code, count]): [MainKind['kind'], string, number] => [
        'status',
        code,
        count,
      ]),
      ['check', null, check],
      ['timeout', null, timeout],
      ['socket', null, socket],
      ['unanswered', null, unanswered],
      ['body', null, body],
    ];
    for (const [kind, code, count] of counts) {
      if (count === 0) continue;
      const key = code ?? kind;
      const sum = found.get(key) ?? { kind, status: code, count: 0, endpoints: [] };
      found.set(key, {
        ...sum,
        count: sum.count + count,
        endpoints: [...sum.endpoints, { name, count }],
      });
    }
  }
  if (found.size === 0) return null;
  const errors = [...found.values()].reduce((sum, { count }) => sum + count, 0);
  const kinds = [...found.values()]
    .sort((a, b) => b.count - a.count)
    .filter(({ count }, i) => i === 0 || count >= WORTH_TELLING * errors)
    .slice(0, MOST_KINDS)
    .map((kind) => ({
      ...kind,
      endpoints: kind.endpoints
        .filter(({ count }) => count >= WORTH_NAMING * kind.count)
        .sort((a, b) => b.count - a.count),
    }));
  return { errors, kinds };
}
