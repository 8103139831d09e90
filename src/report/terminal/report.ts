/** The report for a terminal: the tables of the comment, aligned; no Markdown, colours only where wanted. */
import { cleanKept, truncate } from '../escape.ts';
import type { Publication } from '../report.ts';
import { widthOf } from '../text-width.ts';
import { acceptanceOf } from '../view/acceptance.ts';
import { OUTCOMES } from '../view/badges.ts';
import { commitOf, type ReportedCommit } from '../view/commit.ts';
import { baselineLine, caveat, conditionsLine, interceptionSentences } from '../view/conditions.ts';
import { environmentLines } from '../view/environment.ts';
import { briefFacts } from '../view/interleaved-facts.ts';
import { neededAgain } from '../view/needed-again.ts';
import { adviceOf, reasonOf } from '../view/reason.ts';
import { recoveryFacts } from '../view/recovery.ts';
import { retrySentences } from '../view/retries.ts';
import { searchLines } from '../view/search-table.ts';
import { courseLines } from '../view/trends.ts';
import { leadingWarningsOf, warningsOf } from '../view/warnings.ts';
import { wordsFor } from '../words/language.ts';
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
  const { sign, tone } = OUTCOMES[verdict];
  const word = wordsFor(report).marks.outcomes[verdict];
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
  const { target, base, baseline, conditions } = result;
  const isGiven = target === '' && conditions.untold !== undefined;
  const known = acceptanceOf(report);
  const needed = neededAgain(report);
  const line = baselineLine(report);
  const said = commitOf(report);
  const words = wordsFor(report);
  const { labels, sections } = words;
  const { terminal } = labels;
  const under = ({ label, says }: { readonly label: string; readonly says: string }) =>
    [label.toLowerCase(), says] as const;
  const accept =
    known && sections.acceptInTerminal(known.keys.join(', '), result.configFile, known.baseline, known.label);
  const facts: readonly (readonly [label: string, value: string | null])[] = [
    isGiven
      ? [labels.tool.toLowerCase(), conditions.tool]
      : [
          labels.target.toLowerCase(),
          `${target || sections.noTarget}${said === null ? '' : commitWords(said)}`,
        ],
    [labels.base.toLowerCase(), base],
    [labels.load.toLowerCase(), conditionsLine(report)],
    ...recoveryFacts(report).map(({ label, value }) => under({ label, says: value })),
    ...briefFacts(result.interleaved, words).map((fact) => ['', fact] as const),
    ...searchLines(report).map(under),
    ...courseLines(report).map(under),
    ...environmentLines(report),
    [labels.baseline.toLowerCase(), baseline && line ? `${baseline.source}, ${line}` : null],
    ...warningsOf(report).map((sentence) => [terminal.note, sentence] as const),
    [terminal.accept, accept],
    [terminal.result, run.resultFile],
    ...(needed === null
      ? ([[terminal.again, run.command]] as const)
      : ([
          [terminal.again, `${needed}${sections.colon}`],
          ['', run.command],
        ] as const)),
  ];
  const room = Math.max(LABEL, ...facts.map(([label, value]) => (value === null ? 0 : widthOf(label))));
  return facts.flatMap(([label, value]) =>
    value === null
      ? []
      : wrap(cleanKept(truncate(value, 1000)), Math.max(20, options.width - room - 4)).map(
          (text, i) => `  ${paint((i === 0 ? label : '').padEnd(room), 'dim', options.colour)}  ${text}`,
        ),
  );
}

/** Cells of the labels, where none is longer. */
const LABEL = 8;

function commitWords({ preposition, commit, proof }: ReportedCommit): string {
  return ` ${preposition} ${/^[0-9a-f]{13,}$/.test(commit) ? commit.slice(0, 12) : truncate(commit, 40)}${proof}`;
}
