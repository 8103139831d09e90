/** What was sent again by declaration, in words and for no medium yet; names in it are not escaped. */
import type { WrittenFigures } from '../../evidence/result/figures.ts';
import { truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { kindsOf } from './error-table.ts';

/** Requests that are named: those that were sent most often. */
const NAMED = 3;

/** One of each side of which an attempt failed and was, or might have been, repeated. */
export function retrySentences(report: Publication): readonly string[] {
  const { metrics, endpoints, interleaved } = report.result;
  const words = wordsFor(report);
  return [
    sentenceOf(metrics, endpoints, interleaved === null ? null : 'target', words),
    interleaved && sentenceOf(interleaved.metrics, interleaved.endpoints, 'base', words),
  ].filter((sentence) => sentence !== null);
}

function sentenceOf(
  metrics: WrittenFigures | null,
  endpoints: readonly { readonly name: string; readonly metrics: WrittenFigures }[],
  side: 'target' | 'base' | null,
  words: Words,
): string | null {
  const { attemptsPerRequest: ratio, retries, requests } = metrics ?? {};
  if (ratio === undefined || retries === undefined || requests === undefined) return null;
  if (retries.repeated + retries.givenUp === 0) return null;
  const { attempts, recovered, givenUp, after } = retries;
  const most = endpoints
    .flatMap(({ name, metrics: { attemptsPerRequest = 1 } }) =>
      attemptsPerRequest > 1 ? [{ name, attemptsPerRequest }] : [],
    )
    .sort((a, b) => b.attemptsPerRequest - a.attemptsPerRequest)
    .slice(0, NAMED)
    .map((one) => `${truncate(one.name, 60)} ${words.formatRatio(one.attemptsPerRequest)}`);
  const kinds = kindsOf({ ...after, body: 0 }, words);
  return words.notes.retried({ side, requests, attempts, ratio, most, kinds, recovered, givenUp });
}

/** `1.083 per request`; null where nothing is sent again by declaration. */
export function attemptsFact(
  { metrics, interleaved }: Publication['result'],
  { notes }: Words,
): string | null {
  const ofTarget = metrics?.attemptsPerRequest;
  return ofTarget === undefined ? null : notes.attempts(ofTarget, interleaved?.metrics.attemptsPerRequest);
}
