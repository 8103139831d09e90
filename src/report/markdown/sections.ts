/**
 * The texts of the comment and the summary around their tables. Everything that isn't a word of ours is escaped here.
 */
import { asCode, asDrawing, asFence, asSentence, asText } from '../escape.ts';
import type { Banner, Publication } from '../report.ts';
import { acceptanceOf } from '../view/acceptance.ts';
import { OUTCOMES } from '../view/badges.ts';
import { commitOf } from '../view/commit.ts';
import { baselineLine, conditionFacts, conditionsLine, interceptionSentences } from '../view/conditions.ts';
import { baseMatters, errorSentence } from '../view/error-table.ts';
import type { Fact } from '../view/fact.ts';
import { furtherSuspects, interleavedLine, suspectsOf } from '../view/interleaved-facts.ts';
import { drawBlocks, drawGates } from '../view/interleaved-picture.ts';
import { neededAgain } from '../view/needed-again.ts';
import { adviceOf, reasonOf } from '../view/reason.ts';
import { recoveryFacts } from '../view/recovery.ts';
import { retrySentences } from '../view/retries.ts';
import { searchLines } from '../view/search-table.ts';
import { courseLines } from '../view/trends.ts';
import { leadingWarningsOf, warningsOf } from '../view/warnings.ts';
import { type Words, wordsFor } from '../words/language.ts';
import type { Paragraph, Rows } from './fit.ts';
import { alert, type Column, link, table } from './pieces.ts';
import { errorTable } from './tables.ts';
import { titleComment } from './title.ts';

export function headline(report: Publication): string {
  const { name, verdict, accepted } = report.result;
  const advice = adviceOf(report);
  const { marks, sections } = wordsFor(report);
  const { emoji } = OUTCOMES[verdict];
  const word = marks.outcomes[verdict];
  const title = titleComment(name, report.run.label);
  const leading = leadingWarningsOf(report).map((sentence) => asSentence(sentence, 600));
  const says = [asSentence(reasonOf(report)), ...(advice === null ? [] : [asSentence(advice)])];
  if (report.banner !== null)
    return withBanner(report.banner, `${emoji} ${word}`, title, [...says, ...leading], sections.colon);
  const heading = `## ${emoji} ${word} · ${title}`;
  const warned = leading.length === 0 ? [] : [alert('WARNING', leading)];
  if (verdict === 'pass' && !accepted) return [heading, ...says, ...warned].join('\n\n');
  return [heading, alert(verdict === 'fail' ? 'CAUTION' : 'WARNING', says), ...warned].join('\n\n');
}

/** Who measured it comes before what it says. */
function withBanner(
  { title, says: told }: Banner,
  outcome: string,
  whose: string,
  says: readonly string[],
  colon: string,
): string {
  const heading = `## ${title}${colon} ${outcome} · ${whose}`;
  return [heading, alert('WARNING', [`**${title}.** ${told}`]), ...says].join('\n\n');
}

/** What the run was: the load and the target, what it was compared with, and how it went over its length. */
export function setting(report: Publication): string {
  const { target, base, baseline, interleaved, conditions } = report.result;
  const words = wordsFor(report);
  const { labels, sections, inTurn } = words;
  const strong = (label: string) => `**${label}${sections.colon}**`;
  const said = commitOf(report);
  const commit = said === null ? '' : ` ${said.preposition} ${showCommit(said.commit)}${said.proof}`;
  const own = target === '' && conditions.untold !== undefined;
  const lines = [
    own
      ? `${strong(labels.tool)} ${asCode(conditions.tool, 120)} · ${asSentence(conditionsLine(report), 300)}`
      : `${strong(labels.target)} ${target === '' ? sections.noTarget : asCode(target, 120)}${commit} · ${asSentence(conditionsLine(report), 300)}`,
  ];
  if (base !== null) {
    const seen = interleaved && `${sections.colon} ${asSentence(interleavedLine(interleaved, words))}`;
    lines.push(`${strong(labels.base)} ${asCode(base, 120)}, ${inTurn.measuredInTurn}${seen ?? ''}`);
  }
  const line = baselineLine(report);
  if (baseline && line)
    lines.push(`${strong(labels.baseline)} ${asCode(baseline.source, 160)}, ${asSentence(line, 200)}`);
  for (const { label, says } of [...searchLines(report), ...courseLines(report)])
    lines.push(`${strong(label)} ${asSentence(says, 600)}`);
  return lines.join('<br>\n');
}

export function errorSummary(report: Publication, side: 'target' | 'base'): string | null {
  const sentence = errorSentence(report, side);
  return sentence && asSentence(sentence);
}

/** The base's errors, where it is the base that is wrong. */
export function baseErrors(report: Publication, where: string): Paragraph[] {
  const sentence = baseMatters(report) ? errorSummary(report, 'base') : null;
  return sentence === null
    ? []
    : [
        `### ${wordsFor(report).titles.sections.baseErrors}\n\n${sentence}`,
        errorTable(report, 'base', where),
      ];
}

/** What it took to get the requests through; '' where nothing was sent again. */
export function retries(report: Publication): string {
  return retrySentences(report)
    .map((sentence) => `🔁 ${asSentence(sentence, 600)}`)
    .join('\n\n');
}

export function interception(report: Publication): string {
  return interceptionSentences(report)
    .map((sentence) => `🚧 ${sentence}`)
    .join('\n\n');
}

export function warningList(report: Publication, where: string): Rows {
  const { titles, sections } = wordsFor(report);
  const { warnings, warningsOfThat } = titles.sections;
  return {
    head: `**${report.banner === null ? warnings : warningsOfThat}**\n`,
    rows: warningsOf(report).map((sentence) => `- ${asSentence(sentence, 400)}`),
    foot: '',
    left: (count) => sections.leftOut(count, 'warning', where),
  };
}

/** The gates against the base at a glance, and what stands out beside them; '' without a base. */
export function interleavedPicture(report: Publication): string {
  const words = wordsFor(report);
  const { interleaved, comparisons } = report.result;
  const lines = drawGates(interleaved?.gates ?? [], words, comparisons);
  const more = furtherSuspects(report);
  const suspects = suspectsOf(report).map(({ name, says }) => `${asCode(name)} ${asSentence(says)}`);
  const listed = [...suspects, ...(more > 0 ? [words.sections.more(more)] : [])].join(', ');
  return [
    lines.length === 0 ? '' : asDrawing(lines),
    listed === '' ? '' : `**${words.inTurn.standingOut}${words.sections.colon}** ${listed}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** A spike or a fault on purpose, and the recovery from it; '' without either. */
export function recovery(report: Publication): string {
  const { colon } = wordsFor(report).sections;
  return recoveryFacts(report)
    .map(({ label, value }) => `**${label}${colon}** ${asSentence(value, 300)}`)
    .join('<br>\n');
}

/** How a known change is accepted; '' where nothing declared was missed. */
export function acceptance(report: Publication): string {
  const known = acceptanceOf(report);
  if (known === null) return '';
  const keys = known.keys.map((key) => asCode(key, 120)).join(', ');
  const { sections } = wordsFor(report);
  const says = sections.accept(
    keys,
    known.more,
    asCode(report.result.configFile, 120),
    known.baseline && asCode(known.baseline, 160),
    known.label && asCode(known.label),
  );
  return `**${sections.acceptTitle}${sections.colon}** ${says}.`;
}

const conditionColumns = ({ titles }: Words): readonly Column<Fact>[] => [
  { title: titles.condition, align: 'left', cell: ({ label }) => label },
  {
    title: titles.thisRun,
    align: 'left',
    cell: ({ value, data }) => (data ? asCode(value, 200) : asSentence(value, 300)),
  },
];

export function conditions(report: Publication): string {
  const words = wordsFor(report);
  const { inTurn } = words;
  const { head, rows } = table(conditionColumns(words), conditionFacts(report));
  const { command } = report.run;
  const needed = neededAgain(report);
  const series = drawBlocks(report.result.interleaved?.gates ?? [], words);
  return [
    [head, ...rows].join('\n'),
    ...(series.length === 0
      ? []
      : [inTurn.changesTitle(report.result.interleaved?.passes ? 'passes' : 'blocks'), asDrawing(series)]),
    ...(command === null ? [] : [words.sections.again(needed && asSentence(needed)), asFence(command, 'sh')]),
  ].join('\n\n');
}

export function footer(report: Publication): string {
  const { run, banner } = report;
  const { sections } = wordsFor(report);
  const version = asText(run.version, 40);
  const parts = [
    link(banner === null ? sections.run : sections.runThatMeasured, run.runUrl),
    run.resultFile && sections.resultIn(asCode(run.resultFile, 120)),
    banner === null ? `Tailgate ${version}` : sections.publishedBy(version),
  ];
  return `<sub>${parts.filter(Boolean).join(' · ')}</sub>`;
}

function showCommit(sha: string): string {
  return /^[0-9a-f]{7,64}$/.test(sha) ? sha : asCode(sha);
}
