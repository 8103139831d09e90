/**
 * The verdict as JUnit's XML, which GitLab, Jenkins, Azure and others show: a test case for the verdict itself, and one
 * for each bound that is declared. The elements and their order are those of Jenkins' junit-10.xsd.
 */
import { METRICS } from '../../config/metrics.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import type { Comparison } from '../../evidence/result/comparison.ts';
import type { Result } from '../../evidence/result/schema.ts';
import type { ServerGate } from '../../evidence/result/server.ts';
import { clean } from '../escape.ts';
import { adviceOn, begin } from '../words/causes.ts';
import { formatFigure } from '../words/format.ts';
import { beginSentence, nameRow } from '../words/names.ts';

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface TestCase {
  readonly name: string;
  readonly outcome: Outcome;
  /** Of what did not pass: a code, a sentence, and lines. */
  readonly type: string;
  readonly message: string;
  readonly lines: readonly string[];
}

type Found = Comparison['finding'] | ServerGate['finding'];

/** @param result without secrets, as it is published */
export function renderJunit(result: Result): string {
  const cases = [verdictCase(result), ...result.comparisons.flatMap((row) => rowCases(row, result))].concat(
    (result.server?.gates ?? []).map((gate) => serverCase(gate, result)),
  );
  const count = (outcome: Outcome) => cases.filter((one) => one.outcome === outcome).length;
  const seconds = result.measured?.seconds ?? 0;
  const counts = {
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    time: seconds.toFixed(3),
  };
  const suite = {
    name: `tailgate ${result.name}`,
    ...counts,
    skipped: count('skipped'),
    // Without a zone, as the schema has it: in UTC.
    ...(result.startedAt && { timestamp: result.startedAt.slice(0, 19) }),
  };
  const properties = Object.entries({
    version: result.version,
    target: result.target,
    base: result.base,
    commit: result.commit,
  }).flatMap(([name, value]) => (value ? [`      <property${attributes({ name, value })}/>`] : []));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'tailgate', ...counts })}>`,
    `  <testsuite${attributes(suite)}>`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...cases.flatMap((one, i) => writeCase(one, result.name, i === 0 ? seconds : 0)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

/** What no single bound tells is told here, so that no run that is no pass is green. */
function verdictCase({ verdict, causes, reason, advice, accepted }: Result): TestCase {
  const lines = [...causes.map(tell), ...(advice === null ? [] : [advice])];
  const type = causes[0]?.code ?? verdict;
  const base = { name: 'verdict', type, message: reason, lines };
  if (accepted !== null) return { ...base, outcome: 'skipped', message: acceptedBy(accepted) };
  const outcomes = { pass: 'passed', fail: 'failure', inconclusive: 'skipped', invalid: 'error' } as const;
  return { ...base, outcome: outcomes[verdict] };
}

function rowCases(row: Comparison, result: Result): readonly TestCase[] {
  const name = beginSentence(nameRow(row));
  const { limit, regression, trend, metric, target, baseline } = row;
  const causes = result.causes.filter((cause) => isAbout(cause, row));
  const figures = [
    target === null ? null : `measured: ${formatFigure(metric, target)}`,
    baseline === null ? null : `compared with: ${formatFigure(metric, baseline)}`,
  ].filter((line) => line !== null);
  const make = (what: string, finding: Found): TestCase => {
    const own = causes.filter(({ code }) => code === finding);
    const told = (own.length > 0 ? own : causes).map(tell);
    return {
      name: `${name}: ${what}`,
      outcome: outcomeOf(finding, result),
      type: finding,
      message: result.accepted ? acceptedBy(result.accepted) : (told[0] ?? finding),
      lines: [...told, ...figures],
    };
  };
  return [
    ...(limit
      ? [
          make(
            `${METRICS[metric].bound === 'max' ? 'at most' : 'at least'} ${formatFigure(metric, limit.value)}`,
            limit.finding,
          ),
        ]
      : []),
    // One that only warns is no gate.
    ...(regression?.gates ? [make('no regression', regression.finding)] : []),
    ...(trend ? [make('no trend', trend.finding)] : []),
  ];
}

function serverCase({ series, stage, finding }: ServerGate, result: Result): TestCase {
  const causes = result.causes.filter((cause) => 'series' in cause && cause.series === series).map(tell);
  return {
    name: `server: ${series}${stage === undefined ? '' : ` in the stage ${stage}`}`,
    outcome: outcomeOf(finding, result),
    type: finding,
    message: causes[0] ?? finding,
    lines: causes,
  };
}

/** Of a run that is not believed no single figure is. */
function outcomeOf(finding: Found, { verdict, accepted }: Result): Outcome {
  if (verdict === 'invalid') return 'skipped';
  if (finding === 'within' || finding === 'improved') return 'passed';
  const fails = ['over-limit', 'regressed', 'degraded', 'grew'].includes(finding);
  return fails && accepted === null ? 'failure' : 'skipped';
}

function isAbout(cause: Cause, { metric, endpoint, flow, stage }: Comparison): boolean {
  if (!('metric' in cause && 'endpoint' in cause)) return false;
  return (
    cause.metric === metric &&
    cause.endpoint === endpoint &&
    ('flow' in cause ? cause.flow : undefined) === flow &&
    ('stage' in cause ? cause.stage : undefined) === stage
  );
}

function tell(cause: Cause): string {
  const advice = adviceOn(cause);
  return `${begin(cause)}.${advice === null ? '' : ` ${advice}`}`;
}

function acceptedBy({ by, at }: NonNullable<Result['accepted']>): string {
  return `Accepted by ${by} at ${at}`;
}

function writeCase(one: TestCase, suite: string, seconds: number): string[] {
  const head = attributes({ classname: `tailgate.${suite}`, name: one.name, time: seconds.toFixed(3) });
  if (one.outcome === 'passed') return [`    <testcase${head}/>`];
  const about = attributes({ ...(one.outcome !== 'skipped' && { type: one.type }), message: one.message });
  const text = one.lines.map(escapeXml).join('\n');
  return [
    `    <testcase${head}>`,
    `      <${one.outcome}${about}>${text}</${one.outcome}>`,
    '    </testcase>',
  ];
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}

/** Characters that XML 1.0 has no place for, not even escaped, are gone with what nobody sees. */
function escapeXml(text: string): string {
  return clean(text)
    .toWellFormed()
    .replace(/[\p{Cc}\p{Noncharacter_Code_Point}]/gu, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
