/** What was sent again by declaration, in words and for no medium yet; names in it are not escaped. */
import type { WrittenFigures } from '../../evidence/result/figures.ts';
import { truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { formatCount, formatRatio, plural } from '../words/format.ts';
import { enumerate } from '../words/names.ts';
import { kindsOf } from './error-table.ts';

/** Requests that are named: those that were sent most often. */
const NAMED = 3;

/** One of each side of which an attempt failed and was, or might have been, repeated. */
export function retrySentences({
  result: { metrics, endpoints, interleaved },
}: Publication): readonly string[] {
  return [
    sentenceOf(metrics, endpoints, interleaved === null ? '' : 'On the target, '),
    interleaved && sentenceOf(interleaved.metrics, interleaved.endpoints, 'On the base, '),
  ].filter((sentence) => sentence !== null);
}

function sentenceOf(
  metrics: WrittenFigures | null,
  endpoints: readonly { readonly name: string; readonly metrics: WrittenFigures }[],
  side: string,
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
    .map((one) => `${truncate(one.name, 60)} ${formatRatio(one.attemptsPerRequest)}`);
  const kinds = kindsOf({ ...after, body: 0 });
  return [
    `${side}${plural(requests, 'request')} took ${plural(attempts, 'attempt')} (${formatRatio(ratio)} per request${most.length > 0 ? `; ${enumerate(most)}` : ''})`,
    kinds === '' ? '' : `, sent again after ${kinds}`,
    `: ${formatCount(recovered)} succeeded when ${recovered === 1 ? 'it was' : 'they were'} sent again`,
    givenUp === 0 ? '' : `, and ${formatCount(givenUp)} had no time or room left to wait`,
    '.',
  ].join('');
}

/** `1.083 per request`; null where nothing is sent again by declaration. */
export function attemptsFact({ metrics, interleaved }: Publication['result']): string | null {
  const ofTarget = metrics?.attemptsPerRequest;
  if (ofTarget === undefined) return null;
  const ofBase = interleaved?.metrics.attemptsPerRequest;
  const base = ofBase === undefined ? '' : `, base ${formatRatio(ofBase)}`;
  return `${formatRatio(ofTarget)} per request${base}; latency, throughput and errors are the request’s, waits included`;
}
