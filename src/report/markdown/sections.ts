/** The texts of the comment and the summary around their tables. Everything that isn't a word of ours is escaped here. */
import { asCode, asDrawing, asFence, asText } from '../escape.ts';
import { acceptanceOf } from '../facts/acceptance.ts';
import { neededAgain } from '../facts/again.ts';
import { commitOf } from '../facts/commit.ts';
import { baselineLine, conditionFacts, conditionsLine, pathSentences } from '../facts/conditions.ts';
import { errorSentence } from '../facts/error-table.ts';
import type { Fact } from '../facts/fact.ts';
import { furtherSuspects, liveLine, suspectsOf } from '../facts/live-facts.ts';
import { drawGates, drawSeries } from '../facts/live-picture.ts';
import { OUTCOMES } from '../facts/signs.ts';
import { worthKnowing } from '../facts/worth-knowing.ts';
import type { Report } from '../report.ts';
import type { Rows } from './fit.ts';
import { alert, type Column, link, table } from './pieces.ts';
import { leftOut } from './tables.ts';

export function headline({ plan, verdict }: Report): string {
  const { word, emoji } = OUTCOMES[verdict.outcome];
  const heading = `## ${emoji} ${word} · Tailgate ${asCode(plan.name)}`;
  const says = [asText(verdict.reason), ...(verdict.advice === null ? [] : [asText(verdict.advice)])];
  if (verdict.outcome === 'pass' && !verdict.accepted) return [heading, ...says].join('\n\n');
  return `${heading}\n\n${alert(verdict.outcome === 'fail' ? 'CAUTION' : 'WARNING', says)}`;
}

/** What the run was, in two lines: the load and the target, and what it was compared with. */
export function setting(report: Report): string {
  const { plan, baseline, verdict } = report;
  const said = commitOf(report);
  const commit = said === null ? '' : ` ${said.preposition} ${showCommit(said.commit)}${said.proof}`;
  const lines = [
    `**Target:** ${plan.target.origin === '' ? 'none found' : asCode(plan.target.origin, 120)}${commit} · ${asText(conditionsLine(report), 300)}`,
  ];
  if (plan.base) {
    const live = verdict.live === null ? '' : `: ${asText(liveLine(verdict.live))}`;
    lines.push(`**Base:** ${asCode(plan.base.origin, 120)}, measured in turn with the target${live}`);
  }
  const line = baselineLine(report);
  if (baseline && line) lines.push(`**Baseline:** ${asCode(baseline.source, 160)}, ${asText(line, 200)}`);
  return lines.join('<br>\n');
}

export function errorSummary(report: Report): string | null {
  const sentence = errorSentence(report);
  return sentence && asText(sentence);
}

export function pathDiagnosis(report: Report): string {
  return pathSentences(report)
    .map((sentence) => `🚧 ${sentence}`)
    .join('\n\n');
}

export function warningList(report: Report, where: string): Rows {
  return {
    head: '**Worth knowing**\n',
    rows: worthKnowing(report).map((sentence) => `- ${asText(sentence, 400)}`),
    foot: '',
    left: (count) => leftOut(count, ['warning', 'warnings'], where),
  };
}

/** The gates against the base at a glance, and what stands out beside them; '' without a base. */
export function livePicture(report: Report): string {
  const lines = drawGates(report.verdict.live?.gates ?? [], report.verdict.comparisons);
  const more = furtherSuspects(report);
  const suspects = suspectsOf(report).map(({ name, says }) => `${asCode(name)} ${asText(says)}`);
  const listed = [...suspects, ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [
    lines.length === 0 ? '' : asDrawing(lines),
    listed === '' ? '' : `**Not gated, but standing out:** ${listed}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** How a known change is accepted; '' where nothing declared was missed. */
export function acceptance(report: Report): string {
  const known = acceptanceOf(report);
  if (known === null) return '';
  const keys = known.keys.map((key) => asCode(key, 120)).join(', ');
  const more = known.more > 0 ? ` and ${known.more} more` : '';
  const refresh = known.baseline === null ? '' : `, or refresh the baseline ${asCode(known.baseline, 160)}`;
  const label =
    known.label === null ? '' : `; or, for this commit alone, set the label ${asCode(known.label)}`;
  return `**If this change is meant:** set ${keys}${more} in ${asCode(report.plan.configFile, 120)} to what you accept${refresh}${label}.`;
}

const CONDITION: readonly Column<Fact>[] = [
  { title: 'Condition', align: 'left', cell: ({ label }) => label },
  {
    title: 'This run',
    align: 'left',
    cell: ({ value, data }) => (data ? asCode(value, 200) : asText(value, 300)),
  },
];

export function conditions(report: Report): string {
  const { head, rows } = table(CONDITION, conditionFacts(report));
  const command = asFence(report.run.command, 'sh');
  const needed = neededAgain(report.plan);
  const series = drawSeries(report.verdict.live?.gates ?? []);
  return [
    [head, ...rows].join('\n'),
    ...(series.length === 0
      ? []
      : ['The change in each block, in order; higher is worse:', asDrawing(series)]),
    `The same measurement from a terminal${needed === null ? '' : `, ${asText(needed)}`}:`,
    command,
  ].join('\n\n');
}

export function footer({ run }: Report): string {
  const parts = [
    link('Run', run.runUrl),
    run.resultFile && `result in ${asCode(run.resultFile, 120)}`,
    `Tailgate ${asText(run.version, 40)}`,
  ];
  return `<sub>${parts.filter(Boolean).join(' · ')}</sub>`;
}

function showCommit(sha: string): string {
  return /^[0-9a-f]{7,64}$/.test(sha) ? sha : asCode(sha);
}
