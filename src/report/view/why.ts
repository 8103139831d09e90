/** What moved with a figure that got worse, and the traces to look at; in words and for no medium yet. */
import { TRACE_ID } from '../../config/schema/trace-schema.ts';
import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';
import type { Observation } from '../words/why.ts';

/** Empty where nothing stands out. */
export function whyLines(report: Publication): readonly Observation[] {
  const { why, verdict } = report.result;
  return why === undefined || verdict === 'invalid' ? [] : wordsFor(report).tellWhy(why.found);
}

/** What has to be said of it; empty where there is nothing of it. */
export function whyNotes(report: Publication): readonly string[] {
  const { why, verdict } = report.result;
  if (why === undefined || verdict === 'invalid') return [];
  const { SEEN_TOGETHER, tellIndistinct } = wordsFor(report);
  const indistinct = why.indistinct ?? [];
  return [
    ...(why.found.length > 0 ? [SEEN_TOGETHER] : []),
    ...(indistinct.length > 0 ? [tellIndistinct(indistinct)] : []),
  ];
}

export interface TracedRequest {
  readonly name: string;
  /** The slowest first. */
  readonly traces: readonly { readonly id: string; readonly took: string; readonly url: string | null }[];
}

/** Requests with sampled traces: those that something is told of first, then the slowest. */
export function tracedRequests(report: Publication): readonly TracedRequest[] {
  const { result, banner } = report;
  const { formatMs } = wordsFor(report);
  const told = (result.why?.found ?? []).flatMap((one) => ('endpoint' in one ? one.endpoint : []));
  const placeOf = (name: string) => (told.includes(name) ? told.indexOf(name) : told.length);
  // Where a page is that somebody else's result links to, nobody here knows.
  const link = banner === null ? (result.traceLink ?? null) : null;
  return result.endpoints
    .flatMap(({ name, traces = [] }) => (traces.length > 0 ? [{ name, traces }] : []))
    .sort(
      (a, b) =>
        placeOf(a.name) - placeOf(b.name) || (b.traces[0]?.latencyMs ?? 0) - (a.traces[0]?.latencyMs ?? 0),
    )
    .map(({ name, traces }) => ({
      name,
      traces: traces.map(({ id, latencyMs }) => ({
        id,
        took: formatMs(latencyMs),
        url: link && /^[0-9a-f]{32}$/.test(id) ? link.replaceAll(TRACE_ID, id) : null,
      })),
    }));
}
