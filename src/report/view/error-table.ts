/** Errors by kind and by request, in words and for no medium yet; names and samples in it are not escaped. */
import { METRICS } from '../../config/metrics.ts';
import type { ErrorCounts } from '../../evidence/result/figures.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';

type Side = 'target' | 'base';

export interface ErrorRow {
  readonly name: string;
  readonly errors: number;
  /** `124 of 124 (100 %)`. */
  readonly share: string;
  /** `124 × HTTP 400, 2 × timeout`, the most frequent first. */
  readonly kinds: string;
  /** Unequal ones only. */
  readonly samples: readonly ErrorSample[];
}

interface ErrorSample {
  /** `400`, `timeout`. */
  readonly what: string;
  /** As it came, redacted by the engine; '' where there was no text. */
  readonly text: string;
  /** Whether the text is Tailgate's, in English, and not the service's. */
  readonly isOurs: boolean;
}

/** What each side has of errors; null where nothing of it was measured. */
function errorsOf({ result }: Publication, side: Side) {
  const { interleaved } = result;
  if (side === 'base') return interleaved;
  return result.metrics === null ? null : { metrics: result.metrics, endpoints: result.endpoints };
}

/** Requests with errors, the most errors first. */
export function errorRows(report: Publication, side: Side): readonly ErrorRow[] {
  const words = wordsFor(report);
  const { notes, marks, formatShare } = words;
  return (errorsOf(report, side)?.endpoints ?? [])
    .map(({ name, metrics: figures, samples }) => ({
      name,
      errors: countErrors(figures.errors),
      share: notes.failedOf(
        countErrors(figures.errors),
        figures.requests,
        formatShare(figures.errorRate ?? 0),
      ),
      kinds: kindsOf(figures.errors, words),
      samples: distinct(
        samples.map(({ kind, status, text }) => ({
          what: status === null || kind === 'check' ? marks.errorKinds[kind] : String(status),
          text,
          isOurs: kind === 'check',
        })),
      ),
    }))
    .filter(({ errors }) => errors > 0)
    .sort((a, b) => b.errors - a.errors);
}

function countErrors(errors: ErrorCounts): number {
  return counted(errors).reduce((sum, { count }) => sum + count, 0);
}

export function kindsOf(errors: ErrorCounts, { marks, formatCount }: Words): string {
  return counted(errors)
    .map(
      ({ kind, status, count }) =>
        `${formatCount(count)} × ${status === null ? marks.errorKinds[kind] : `HTTP ${status}`}`,
    )
    .join(', ');
}

/** `100 % answered 400`, where a request had nothing but errors; null where it had anything else. */
export function allFailed(errors: ErrorCounts, share: number | null, { marks }: Words): string | null {
  if (share !== 1) return null;
  const kinds = counted(errors);
  const [only, ...others] = kinds;
  if (!only || others.length > 0) return marks.allErrors;
  return only.status === null ? marks.allOf(marks.errorKinds[only.kind]) : marks.allAnswered(only.status);
}

/** Whether errors are what the verdict is about, or something no reader should have to unfold. */
export function errorsMatter({ result }: Publication): boolean {
  const judged = result.comparisons.some(
    ({ metric, finding }) =>
      METRICS[metric].kind === 'share' && ['over-limit', 'regressed', 'degraded'].includes(finding),
  );
  const everything = result.endpoints.some(({ metrics }) => metrics.errorRate === 1);
  return judged || everything || (result.verdict !== 'pass' && (result.metrics?.errorRate ?? 0) >= 0.05);
}

/** Causes and warnings that are about the base, though they name no side. */
const ABOUT_BASE: ReadonlySet<string> = new Set([
  'base-broken',
  'base-lost',
  'base-fails',
  'failing-alike',
  'errors-on-both',
]);

/** Whether the base is what is wrong, so that a reader has to see its errors. */
export function baseMatters({ result: { causes, warnings } }: Publication): boolean {
  return (
    [...causes, ...warnings].some(({ code }) => ABOUT_BASE.has(code)) ||
    causes.some((cause) => 'side' in cause && cause.side === 'base')
  );
}

/** `744 of 24,812 requests failed (3 %): 744 × HTTP 400`; null where none did. */
export function errorSentence(report: Publication, side: Side): string | null {
  const metrics = errorsOf(report, side)?.metrics;
  if (!metrics || metrics.errorRate === null) return null;
  const { errors, requests, errorRate } = metrics;
  const count = countErrors(errors);
  if (count === 0) return null;
  const words = wordsFor(report);
  const share = words.formatShare(errorRate);
  return words.notes.failed(count, side === 'base', requests, share, kindsOf(errors, words));
}

interface Counted {
  readonly kind: keyof Words['marks']['errorKinds'];
  /** Of an unexpected status; else null. */
  readonly status: string | null;
  readonly count: number;
}

function counted({ status, ...others }: ErrorCounts): readonly Counted[] {
  const kinds = ['check', 'timeout', 'socket', 'unanswered', 'body'] as const;
  return [
    ...Object.entries(status).map(([code, count]) => ({ kind: 'status' as const, status: code, count })),
    ...kinds.map((kind) => ({ kind, status: null, count: others[kind] ?? 0 })),
  ]
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

function distinct(samples: readonly ErrorSample[]): readonly ErrorSample[] {
  const seen = new Map(samples.map((sample) => [`${sample.what} ${sample.text}`, sample]));
  return [...seen.values()];
}
