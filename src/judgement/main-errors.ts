import type { Measurement } from '../evidence/measurement.ts';
import type { CauseOf } from '../evidence/result/causes.ts';

type MainErrors = CauseOf<'error-floor'>['main'];
type Kind = NonNullable<MainErrors>['kind'];

/** What at least half of the errors were, and of which requests; null where nothing failed or nothing stands out. */
export function mainErrorsOf({ endpoints }: Measurement): MainErrors {
  const found = new Map<
    string,
    { kind: Kind; status: string | null; total: number; by: [string, number][] }
  >();
  for (const { name, figures } of endpoints) {
    const { status, timeout, socket, unanswered, body } = figures.errors;
    const counts: [Kind, string | null, number][] = [
      ...Object.entries(status).map(([code, count]): [Kind, string, number] => ['status', code, count]),
      ['timeout', null, timeout],
      ['socket', null, socket],
      ['unanswered', null, unanswered],
      ['body', null, body],
    ];
    for (const [kind, code, count] of counts) {
      if (count === 0) continue;
      const key = code ?? kind;
      const sum = found.get(key) ?? { kind, status: code, total: 0, by: [] };
      sum.total += count;
      sum.by.push([name, count]);
      found.set(key, sum);
    }
  }
  const all = [...found.values()].reduce((sum, { total }) => sum + total, 0);
  const [main] = [...found.values()].sort((a, b) => b.total - a.total);
  if (!main || main.total < all / 2) return null;
  const { kind, status, total, by } = main;
  const most = by.sort(([, a], [, b]) => b - a).filter(([, count]) => count >= total / 5);
  return { kind, status, all: total === all, endpoints: most.map(([name]) => name) };
}
