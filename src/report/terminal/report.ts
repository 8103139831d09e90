/** The report for a terminal: the tables of the comment, aligned; no Markdown, colours only where wanted. */
import { clean, cut } from '../escape.ts';
import { acceptanceOf } from '../facts/acceptance.ts';
import { neededAgain } from '../facts/again.ts';
import { type CommitSaid, commitOf } from '../facts/commit.ts';
import { baselineLine, caveat, conditionsLine, pathSentences } from '../facts/conditions.ts';
import { briefLiveFacts } from '../facts/live-facts.ts';
import { OUTCOMES } from '../facts/signs.ts';
import { worthKnowing } from '../facts/worth-knowing.ts';
import type { Report } from '../report.ts';
import { paint, wrap } from './columns.ts';
import {
  endpointLines,
  errorLines,
  indented,
  liveLines,
  name,
  regressionLines,
  type TerminalOptions,
} from './tables.ts';

/** Many lines, without a final newline; `width` is kept wherever a table can be shrunk to it (100 columns suffice). */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const { verdict, plan } = report;
  const { word, sign, tone } = OUTCOMES[verdict.outcome];
  const title = `${paint(`${sign} ${word.toUpperCase()}`, tone, options.colour)}  ${name(plan.name)}`;
  const sections = [
    [title, ...indented([verdict.reason, verdict.advice], options)],
    [...indented([caveat(report)], options), ...regressionLines(report, options)],
    liveLines(report, options),
    indented(pathSentences(report), options),
    errorLines(report, options),
    endpointLines(report, options),
    closing(report, options),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function closing(report: Report, options: TerminalOptions): string[] {
  const { plan, run, baseline } = report;
  const known = acceptanceOf(report);
  const needed = neededAgain(plan);
  const line = baselineLine(report);
  const said = commitOf(report);
  const refresh = known?.baseline ? `, or refresh ${known.baseline}` : '';
  const label = known?.label ? `; or, for this commit alone, set the label “${known.label}”` : '';
  const facts = [
    ['target', `${plan.target.origin || 'none found'}${said === null ? '' : commitWords(said)}`],
    ['base', plan.base?.origin ?? null],
    ['load', conditionsLine(report)],
    ...briefLiveFacts(report).map((fact) => ['', fact] as const),
    ['baseline', baseline && line ? `${baseline.source}, ${line}` : null],
    ...worthKnowing(report).map((sentence) => ['note', sentence] as const),
    [
      'accept',
      known && `set ${known.keys.join(', ')} in ${plan.configFile} to what you accept${refresh}${label}`,
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
      : wrap(clean(cut(value, 1000)), Math.max(20, options.width - 12)).map(
          (text, i) => `  ${paint((i === 0 ? label : '').padEnd(8), 'dim', options.colour)}  ${text}`,
        ),
  );
}

function commitWords({ preposition, commit, proof }: CommitSaid): string {
  return ` ${preposition} ${/^[0-9a-f]{13,}$/.test(commit) ? commit.slice(0, 12) : cut(commit, 40)}${proof}`;
}
