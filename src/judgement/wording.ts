/** Words for rows and their figures, shared by all sentences of the verdict. */
import { METRICS, type Metric, type MetricScope } from '../config/metrics.ts';
import type { Measurement } from '../evidence/measurement.ts';
import { formatCount, formatFigure } from './format.ts';

/** `P99`, `throughput of create owner`; for the middle of a sentence. */
export function nameRow({ metric, endpoint }: MetricScope): string {
  const { noun } = METRICS[metric];
  return endpoint === null ? noun : `${noun} of ${endpoint}`;
}

/** Makes a sentence's first letter large; a request name at its start stays as it is written. */
export function beginSentence(sentence: string): string {
  return sentence.replace(
    /^(throughput|error rate|no |none |nothing |the )/,
    (word) => word.charAt(0).toUpperCase() + word.slice(1),
  );
}

export function dropFullStop(sentence: string): string {
  return sentence.trim().replace(/\.$/, '');
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function enumerate(items: readonly string[], most = 3): string {
  const shown = items.length > most + 1 ? items.slice(0, most) : items;
  const rest = items.length - shown.length;
  const parts = rest > 0 ? [...shown, `${formatCount(rest)} more`] : shown;
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** Two figures that differ are never written alike: `100.3 ms` against `100 ms`, not `100 ms` twice. */
export function formatBeside(metric: Metric, value: number, besideText: string): string {
  const text = formatFigure(metric, value);
  if (text !== besideText) return text;
  const { kind } = METRICS[metric];
  const unit = { latency: 'ms', rate: '/s', share: '%' }[kind];
  const inUnit = kind === 'share' ? value * 100 : value;
  return `${Number(inUnit.toPrecision(6))} ${unit}`;
}

/** `mostly 400 answers to create unit and list units`; null where nothing failed or nothing stands out. */
export function nameMainErrors({ endpoints }: Measurement): string | null {
  const kinds = new Map<string, { total: number; by: [name: string, count: number][] }>();
  for (const { name, figures } of endpoints) {
    const { status, timeout, socket, unanswered, body } = figures.errors;
    const counts: [string, number][] = [
      ...Object.entries(status).map(([code, count]): [string, number] => [`${code} answers to`, count]),
      ['time-outs of', timeout],
      ['broken connections of', socket],
      ['unanswered requests of', unanswered],
      ['unreadable answers of', body],
    ];
    for (const [kind, count] of counts) {
      if (count === 0) continue;
      const sum = kinds.get(kind) ?? { total: 0, by: [] };
      sum.total += count;
      sum.by.push([name, count]);
      kinds.set(kind, sum);
    }
  }
  const all = [...kinds.values()].reduce((sum, { total }) => sum + total, 0);
  const [main] = [...kinds].sort(([, a], [, b]) => b.total - a.total);
  if (!main || main[1].total < all / 2) return null;
  const [kind, { total, by }] = main;
  const names = by.sort(([, a], [, b]) => b - a).filter(([, count]) => count >= total / 5);
  if (names.length === 0) return `mostly ${kind} many requests`;
  return `${total === all ? 'all of them' : 'mostly'} ${kind} ${enumerate(
    names.map(([name]) => name),
    2,
  )}`;
}
