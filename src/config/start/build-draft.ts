/** What was read → a scenario: which requests, how often, and what stands in the places of their parameters. */

import { isWrite } from '../methods.ts';
import type { Method } from '../plan.ts';
import type { Draft, DraftRequest } from './draft.ts';
import { cleanText } from './literal.ts';
import { type Operation, writeRoute } from './operation.ts';
import { ParameterWriter } from './parameter-writer.ts';
import type { SourceReading } from './reading.ts';
import { weigh } from './weigh.ts';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** A mix of more is nothing that anybody reads; the rest is told. */
const MOST_REQUESTS = 100;
const LONGEST_NAME = 100;
/** How much more often is read than written, where nobody knows. */
const READS_TO_A_WRITE = 4;

const READY =
  /^(?:health|healthz|healthcheck|health-check|ready|readyz|readiness|live|livez|ping|status|up)$/i;

interface Wishes {
  /** Requests that change things, too. */
  readonly writes: boolean;
}

export function buildDraft(reading: SourceReading, { writes }: Wishes): Draft {
  const reasonOf = (one: Operation): string | null => {
    if (!METHODS.includes(one.method))
      return `method ${one.method.slice(0, 20)}, which Tailgate does not send`;
    if (one.leftOut !== null) return one.leftOut;
    return !writes && isWrite(one.method as Method)
      ? 'may change stored data; --writes includes such requests'
      : null;
  };
  const kept = reading.operations.filter((one) => reasonOf(one) === null);
  const most = [...kept].sort((a, b) => b.count - a.count).slice(0, MOST_REQUESTS);
  const chosen = kept.filter((one) => most.includes(one));
  const parameters = new ParameterWriter();
  const isUnfinished = (one: Operation) => missingOf(one) !== null;
  const finished = chosen.filter((one) => !isUnfinished(one));
  const isWritten = finished.some(({ method }) => isWrite(method as Method));
  const counts = finished.map(({ count, method }) =>
    reading.isTraffic || !isWritten || isWrite(method as Method) ? count : count * READS_TO_A_WRITE,
  );
  const weights = reading.isTraffic ? weigh(counts) : counts.map((count) => Math.min(count, 10_000));
  const names = new Set<string>();
  const write = (one: Operation, weight: number, writer: ParameterWriter): DraftRequest => ({
    name: nameOf(one, names),
    weight,
    method: one.method as Method,
    path: writer.writePath(one),
    headers: one.headers,
    body: one.body,
    expect: one.expect,
    comment: missingOf(one) ?? writer.commentOn(one),
  });
  const requests = finished.map((one, i) => write(one, weights[i] ?? 1, parameters));
  // What these take is told beside them, and nowhere else in the file.
  const unfinished = chosen.filter(isUnfinished).map((one) => write(one, 1, new ParameterWriter()));
  return {
    source: reading.source,
    basePath: reading.basePath,
    headers: reading.headers,
    variables: parameters.variables,
    login: reading.login,
    cookies: reading.cookies,
    setup: parameters.setup,
    requests,
    unfinished,
    ready: readyOf(reading.operations),
    notes: [...reading.notes, ...noteLeftOut(reading, reasonOf), ...noteRest(kept, chosen)],
  };
}

/** What of a request nobody can know but the user; null where nothing is. */
function missingOf({ lacksBody, segments }: Operation): string | null {
  if (lacksBody) return 'Fill in its body (json, form, multipart or body): the source does not contain it.';
  const open = segments.flatMap((segment) => (typeof segment === 'string' ? [] : (segment.comment ?? [])));
  return open.length === 0
    ? null
    : `Set the values for its path under scenario.variables: ${open.join(' and ')}.`;
}

function nameOf(one: Operation, taken: Set<string>): string {
  const shown = [one.name, `${one.method} ${writeRoute(one.segments)}`]
    .map((name) => cleanText(name ?? '').replaceAll('{{"{{"}}', '{{'))
    .find((name) => name !== '');
  const base = [...(shown ?? one.method)]
    .slice(0, LONGEST_NAME - 5)
    .join('')
    .trim();
  let name = base;
  for (let i = 2; taken.has(name); i++) name = `${base} ${i}`;
  taken.add(name);
  return name;
}

function readyOf(operations: readonly Operation[]): string | null {
  const found = operations.find(
    ({ method, segments, leftOut, query }) =>
      method === 'GET' &&
      leftOut === null &&
      query.length === 0 &&
      segments.every((segment) => typeof segment === 'string') &&
      READY.test(String(segments.at(-1))),
  );
  return found === undefined ? null : writeRoute(found.segments);
}

/** By reason: how many, which the first of them is, and how much of the traffic. */
function noteLeftOut(reading: SourceReading, reasonOf: (one: Operation) => string | null): string[] {
  const all = sum(reading.operations);
  const reasons = new Map<string, Operation[]>();
  for (const one of reading.operations) {
    const reason = reasonOf(one);
    if (reason !== null) reasons.set(reason, [...(reasons.get(reason) ?? []), one]);
  }
  return [...reasons].map(([reason, left]) => {
    const [first] = left as [Operation];
    const which = `${first.method} ${writeRoute(first.segments)}`;
    const share = reading.isTraffic ? `, ${writeShare(sum(left), all)} of the traffic` : '';
    const more = left.length === 1 ? which : `${left.length} requests, such as ${which}`;
    return `Left out: ${cleanText(more).slice(0, 200)}${share}: ${reason}.`;
  });
}

function noteRest(kept: readonly Operation[], chosen: readonly Operation[]): string[] {
  const left = kept.length - chosen.length;
  if (left === 0) return [];
  const share = writeShare(sum(kept) - sum(chosen), sum(kept));
  return [`Left out: the ${left} least frequent requests, ${share} of the traffic.`];
}

function sum(operations: readonly Operation[]): number {
  return operations.reduce((total, { count }) => total + count, 0);
}

function writeShare(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((1000 * part) / whole) / 10} %`;
}
