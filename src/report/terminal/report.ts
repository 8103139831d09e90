/** The report for a terminal: the tables of the comment, aligned; no Markdown, colours only where wanted. */
import { clean, truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { acceptanceOf } from '../view/acceptance.ts';
import { OUTCOMES } from '../view/badges.ts';
import { commitOf, type ReportedCommit } from '../view/commit.ts';
import { baselineLine, caveat, conditionsLine, interceptionSentences } from '../view/conditions.ts';
import { briefFacts } from '../view/interleaved-facts.ts';
import { neededAgain } from '../view/needed-again.ts';
import { adviceOf, reasonOf } from '../view/reason.ts';
import { recoveryFacts } from '../view/recovery.ts';
import { retrySentences } from '../view/retries.ts';
import { searchLines } from '../view/search-table.ts';
import { courseLines } from '../view/trends.ts';
import { leadingWarningsOf, warningsOf } from '../view/warnings.ts';
import { paint, wrap } from './columns.ts';
import { flowLines } from './flow-lines.ts';
import { serverLines } from './server-lines.ts';
import { stepLines } from './step-lines.ts';
import {
  comparisonLines,
  endpointLines,
  errorLines,
  indented,
  interleavedLines,
  name,
  stageLines,
  type TerminalOptions,
} from './tables.ts';
import { movedLines, traceLines } from './why.ts';

/** Many lines, without a final newline; `width` is kept wherever a table can be shrunk to it (100 columns suffice). */
export function renderTerminal(report: Publication, options: TerminalOptions): string {
  const { verdict, name: scenario } = report.result;
  const { word, sign, tone } = OUTCOMES[verdict];
  const leading = leadingWarningsOf(report).map((sentence) => `! ${sentence}`);
  const title = `${paint(`${sign} ${word.toUpperCase()}`, tone, options.colour)}  ${name(scenario)}`;
  const sections = [
    [title, ...indented([reasonOf(report), adviceOf(report), ...leading], options)],
    [...indented([caveat(report)], options), ...comparisonLines(report, options)],
    interleavedLines(report, options),
    movedLines(report, options),
    stageLines(report, options),
    stepLines(report, options),
    serverLines(report, options),
    indented(interceptionSentences(report), options),
    indented(retrySentences(report), options),
    errorLines(report, 'target', options),
    errorLines(report, 'base', options),
    flowLines(report, options),
    endpointLines(report, options),
    traceLines(report, options),
    closing(report, options),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function closing(report: Publication, options: TerminalOptions): string[] {
  const { result, run } = report;
  const { target, base, baseline } = result;
  const known = acceptanceOf(report);
  const needed = neededAgain(report);
  const line = baselineLine(report);
  const said = commitOf(report);
  const refresh = known?.baseline ? `, or refresh ${known.baseline}` : '';
  const label = known?.label ? `; or, for this commit alone, set the label “${known.label}”` : '';
  const facts = [
    ['target', `${target || 'none found'}${said === null ? '' : commitWords(said)}`],
    ['base', base],
    ['load', conditionsLine(report)],
    ...recoveryFacts(report).map(({ label, value }) => [label.toLowerCase(), value] as const),
    ...briefFacts(result.interleaved).map((fact) => ['', fact] as const),
    ...searchLines(report).map(({ label, says }) => [label.toLowerCase(), says] as const),
    ...courseLines(report).map(({ label, says }) => [label.toLowerCase(), says] as const),
    ['baseline', baseline && line ? `${baseline.source}, ${line}` : null],
    ...warningsOf(report).map((sentence) => ['note', sentence] as const),
    [
      'accept',
      known && `set ${known.keys.join(', ')} in ${result.configFile} to what you accept${refresh}${label}`,
    ],
    ['result', run.resultFile],
    ...(needed === null
      ? ([['again', run.command]] as const)
      : ([
          ['again', `${needed}:`],
          ['', run.command],
        ] as const)),
  ] as const;
  return facts.flatMap(([label, value]) =>
    value === null
      ? []
      : wrap(clean(truncate(value, 1000)), Math.max(20, options.width - 12)).map(
          (text, i) => `  ${paint((i === 0 ? label : '').padEnd(8), 'dim', options.colour)}  ${text}`,
        ),
  );
}

function commitWords({ preposition, commit, proof }: ReportedCommit): string {
  return ` ${preposition} ${/^[0-9a-f]{13,}$/.test(commit) ? commit.slice(0, 12) : truncate(commit, 40)}${proof}`;
}
