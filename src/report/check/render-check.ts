/** What a check of the target says in a terminal. */
import type { Plan } from '../../config/plan.ts';
import { urlOf } from '../../config/target/location.ts';
import type { CheckedBefore, CheckedProbe, CheckedRequest, TargetCheck } from '../../engine/check/checked.ts';
import type { CleanupOutcome } from '../../engine/cleanup-outcome.ts';
import { clean, truncate } from '../escape.ts';
import { paint, wrap } from '../terminal/columns.ts';
import type { TerminalOptions } from '../terminal/tables.ts';
import { formatAmount } from '../words/amounts.ts';
import { formatCount, formatMs, plural } from '../words/format.ts';
import { enumerate } from '../words/names.ts';
import { warnOfProbe } from '../words/probe-troubles.ts';
import { adviseOnAnswer, remarksOn } from './advise.ts';

const INDENT = '           ';
/** Letters of a response that are shown where it is not as expected. */
const SHOWN = 300;

/** Whether nothing has to be changed before a load makes sense. */
export function isSound({ refusal, requests }: TargetCheck): boolean {
  return refusal === null && requests.every(isGood);
}

function isGood({ answer, unmet }: CheckedRequest): boolean {
  return answer?.isExpected === true && unmet === null;
}

/** Many lines, without a final newline. */
export function renderTargetCheck(
  plan: Plan,
  check: TargetCheck,
  again: string,
  options: TerminalOptions,
): string {
  const { refusal, before, requests, probes, cleanup } = check;
  const target = urlOf(plan.target);
  const wrong = requests.filter((one) => !isGood(one)).length;
  const lines = [
    `${mark(refusal === null || requests.length > 0, options)} target   ${target}`,
    ...before.map((one) => beforeLine(one, options)),
    ...requests.flatMap((one) => requestLines(one, { plan, requests }, options)),
    ...probes.flatMap((one) => probeLines(one, options)),
    ...cleanup.flatMap((one) => cleanupLines(one, options)),
    ...(refusal === null ? [] : ['', ...paragraph(refusal.message, options)]),
    '',
    ...paragraph(
      refusal !== null
        ? `Nothing else was sent. ${WHAT_TO_DO[refusal.code] ?? ''}`.trim()
        : wrong === 0
          ? `${requests.length === 1 ? 'The request is' : `All ${plural(requests.length, 'request')} are`} answered as expected. Next: ${again}`
          : `${formatCount(wrong)} of ${plural(requests.length, 'request')} ${wrong === 1 ? 'is' : 'are'} not answered as expected: under load, each of them would be an error.`,
      options,
    ),
  ];
  return lines.join('\n');
}

const WHAT_TO_DO: Readonly<Record<string, string>> = {
  'login-failed': "Check the login's path, its json and the TAILGATE_ variables that it uses.",
  'setup-failed': 'Check the request in scenario.setup, and whose login it is sent with.',
  'not-ready': 'Check that the service runs there, and the path target.ready.',
  dns: 'Check the host name in --target-url.',
  tls: 'Check the certificate, and whether the URL should begin with http:// or https://.',
};

function beforeLine(
  { what, name, status, ms, bytes, isGood, captures }: CheckedBefore,
  options: TerminalOptions,
): string {
  const values = captures.map(
    ({ name, letters }) => `${clean(name)} = *** (${plural(letters, 'character')})`,
  );
  const captured = values.length === 0 ? 'nothing captured' : `captured ${values.join(', ')}`;
  const of = name === '' ? '' : `${clean(name)}: `;
  return `${mark(isGood, options)} ${what.padEnd(8)} ${figures(status, ms, bytes)}  ${of}${captured}`;
}

function requestLines(
  one: CheckedRequest,
  context: Parameters<typeof adviseOnAnswer>[1],
  options: TerminalOptions,
): string[] {
  const { answer, ms, method, name, path, unmet } = one;
  const seen = answer === null ? `no response ${formatMs(ms)}` : figures(answer.status, ms, answer.bytes);
  const what = name === `${method} ${path}` ? name : `${name}: ${method} ${path}`;
  const lines = [`${mark(isGood(one), options)} request  ${seen}  ${truncate(clean(what), options.width)}`];
  const sentences =
    unmet !== null
      ? [`its response fails a check: ${unmet}`]
      : isGood(one)
        ? remarksOn(one, context)
        : adviseOnAnswer(one, context);
  for (const sentence of sentences) lines.push(...paragraph(sentence, options, INDENT));
  if (answer !== null && !isGood(one)) {
    const said = answer.unread ?? truncate(clean(answer.body), SHOWN);
    lines.push(...paragraph(`it says: ${said === '' ? '(nothing)' : said}`, options, INDENT));
  }
  return lines;
}

/** A run goes on without what it can't read, so that it is marked and is nothing wrong. */
function probeLines(
  { key, ms, read, statements, troubles }: CheckedProbe,
  options: TerminalOptions,
): string[] {
  const seen = [
    ...read.map(({ series, unit, value }) =>
      value === null ? `${clean(series)} (counts up)` : `${clean(series)} ${formatAmount(value, unit)}`,
    ),
    ...(statements === null ? [] : [plural(statements, 'statement')]),
  ];
  const isGood = troubles.length === 0;
  const shown = isGood ? mark(true, options) : note(options);
  const lines = [`${shown} probe    ${key}  ${formatMs(ms)}`];
  if (seen.length > 0) lines.push(...paragraph(`it read ${enumerate(seen, MOST_SERIES)}`, options, INDENT));
  for (const { code: trouble, series = null, detail, candidates = [] } of troubles) {
    const told = { code: 'probe-failed', side: null, trouble, place: key, series, detail, count: 1 } as const;
    lines.push(...paragraph(warnOfProbe({ ...told, candidates: [...candidates] }), options, INDENT));
  }
  return isGood ? lines : [...lines, ...paragraph(GOES_ON, options, INDENT)];
}

const MOST_SERIES = 20;
const GOES_ON = 'A run continues without it, and its bounds in gate.server are inconclusive.';

/** Where it fails: as in a run, that is told and is nothing wrong with the requests. */
function cleanupLines({ name, status, error, ok }: CleanupOutcome, options: TerminalOptions): string[] {
  if (ok) return [];
  const how = error ?? 'it is not answered as expected';
  return [
    `${note(options)} cleanup  ${status ?? 'no response'}  ${truncate(clean(name), options.width)}`,
    ...paragraph(`${how}: what this check created may still be there`, options, INDENT),
  ];
}

function figures(status: number, ms: number, bytes: number): string {
  return `${status}  ${formatMs(ms)}  ${formatBytes(bytes)}`;
}

/** `311 B`, `12.4 kB`, `1.05 MB`. */
function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [size, unit] = bytes < 1e6 ? [bytes / 1000, 'kB'] : [bytes / 1e6, 'MB'];
  return `${Number(size.toPrecision(3))} ${unit}`;
}

function mark(isGood: boolean, { colour }: TerminalOptions): string {
  return isGood ? paint('ok   ', 'good', colour) : paint('wrong', 'bad', colour);
}

function note({ colour }: TerminalOptions): string {
  return paint('note ', 'warn', colour);
}

function paragraph(text: string, { width }: TerminalOptions, indent = ''): string[] {
  return wrap(clean(text), width - indent.length).map((line) => indent + line);
}
