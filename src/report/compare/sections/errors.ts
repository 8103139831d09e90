/** Errors by kind and by request, and what the service said to them. */
import type { ComparedRun } from '../../../evidence/compare/compared-run.ts';
import type { ErrorCounts } from '../../../evidence/result/figures.ts';
import type { Comparing } from '../../../judgement/compare/decide.ts';
import { chapter, grid, list, type Piece, paragraph } from '../document.ts';
import type { Tongue } from '../language.ts';
import { show } from '../show.ts';

const MOST_REQUESTS = 100;
const MOST_SAMPLES = 30;
const KINDS = ['check', 'timeout', 'socket', 'unanswered', 'body'] as const;

export function errorsSection(comparing: Comparing, tongue: Tongue): Piece[] {
  const { sections, errorKinds } = tongue.words;
  if (comparing.runs.every(({ metrics }) => totalOf(metrics.errors) === 0))
    return chapter(2, sections.errors, [
      paragraph(`${tongue.words.named(errorKinds.all, [errorKinds.none])}.`),
    ]);
  return chapter(2, sections.errors, [
    ...chapter(3, sections.errorKinds, kindsTable(comparing, tongue)),
    ...chapter(3, sections.errorRequests, requestsTable(comparing, tongue)),
    ...chapter(3, sections.errorSamples, samplesList(comparing, tongue)),
  ]);
}

/** Every kind that there is, and those whose absence says something. */
function kindsTable({ runs }: Comparing, { words, numbers }: Tongue): Piece[] {
  const statuses = [...new Set(runs.flatMap(({ metrics }) => Object.keys(metrics.errors.status)))].sort();
  const cell = (count: number, { metrics: { requests } }: ComparedRun) =>
    requests === 0 ? '–' : words.share(numbers.count(count), numbers.share(count / requests));
  const row = (label: string, of: (errors: ErrorCounts) => number) => [
    label,
    ...runs.map((run) => cell(of(run.metrics.errors), run)),
  ];
  return grid(
    [words.columns.kind],
    runs.map(({ name }) => name),
    [
      row(words.errorKinds.all, totalOf),
      ...statuses.map((status) => row(`HTTP ${show(status, 10)}`, (errors) => countOf(errors, status))),
      ...KINDS.filter((kind) => kind !== 'check' || runs.some(({ metrics }) => metrics.errors.check)).map(
        (kind) => row(words.errorKinds[kind], (errors) => errors[kind] ?? 0),
      ),
    ],
  );
}

/** Requests that failed anywhere, the most often first. */
function requestsTable({ runs }: Comparing, tongue: Tongue): Piece[] {
  const { words } = tongue;
  const found = runs.map(
    ({ result }) => new Map(result.endpoints.map((one) => [one.name, one.metrics] as const)),
  );
  const errorsOf = (name: string) =>
    found.reduce((sum, of) => sum + totalOf(of.get(name)?.errors ?? NO_ERRORS), 0);
  const names = [...new Set(found.flatMap((of) => [...of.keys()]))]
    .filter((name) => errorsOf(name) > 0)
    .sort((a, b) => errorsOf(b) - errorsOf(a))
    .slice(0, MOST_REQUESTS);
  const cell = (name: string, i: number): string => {
    const metrics = found[i]?.get(name);
    return metrics === undefined ? '–' : describe(metrics.errors, metrics.requests, tongue);
  };
  return grid(
    [words.columns.request],
    runs.map(({ name }) => name),
    names.map((name) => [show(name), ...runs.map((_, i) => cell(name, i))]),
  );
}

/** `124 (33.00 %): 120 × HTTP 400, 4 × Timeouts`. */
function describe(errors: ErrorCounts, requests: number, { words, numbers }: Tongue): string {
  const total = totalOf(errors);
  if (total === 0 || requests === 0) return numbers.count(total);
  const kinds = [
    ...Object.entries(errors.status).map(([status, count]) => [`HTTP ${show(status, 10)}`, count] as const),
    ...KINDS.map((kind) => [words.errorKinds[kind], errors[kind] ?? 0] as const),
  ];
  const told = kinds.flatMap(([kind, count]) => (count > 0 ? [`${numbers.count(count)} × ${kind}`] : []));
  return words.named(words.share(numbers.count(total), numbers.share(total / requests)), [told.join(', ')]);
}

/** As the service answered, without secrets: the engine hid them. Each text once a run and request. */
function samplesList({ runs }: Comparing, { words, numbers }: Tongue): Piece[] {
  const said = runs.flatMap(({ name, result }) =>
    result.endpoints.flatMap((endpoint) =>
      endpoint.samples
        .filter(({ kind }) => kind !== 'success')
        .map(({ kind, status, text: answer }) => {
          const what =
            kind === 'status' || kind === 'success' ? `HTTP ${status ?? '?'}` : words.errorKinds[kind];
          return words.sample(name, show(endpoint.name), what, answer.trim() === '' ? '' : show(answer, 160));
        }),
    ),
  );
  const different = [...new Set(said)];
  const more = different.length - MOST_SAMPLES;
  return list([
    ...different.slice(0, MOST_SAMPLES),
    ...(more > 0 ? [words.moreSamples(numbers.count(more))] : []),
  ]);
}

const NO_ERRORS: ErrorCounts = { status: {}, timeout: 0, socket: 0, unanswered: 0, body: 0 };

function countOf({ status }: ErrorCounts, code: string): number {
  return Object.hasOwn(status, code) ? (status[code] ?? 0) : 0;
}

function totalOf(errors: ErrorCounts): number {
  const statuses = Object.values(errors.status).reduce((sum, count) => sum + count, 0);
  return KINDS.reduce((sum, kind) => sum + (errors[kind] ?? 0), statuses);
}
