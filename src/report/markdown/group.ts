/**
 * One comment for all measurements of a run: a row each, the worst first, and their details folded below. Each job
 * reads it, adds its own and writes it back, so everything that it takes is read from the comment itself, by hidden
 * lines that no text of anybody else's can hold: the start of an HTML comment is escaped wherever it is rendered.
 */
import { HEADLINE_METRICS, type Metric } from '../../config/metrics.ts';
import { findScope, WHOLE } from '../../config/scope.ts';
import { figureOf } from '../../evidence/figure-of.ts';
import { asSentence } from '../escape.ts';
import type { Publication } from '../report.ts';
import { OUTCOMES } from '../view/badges.ts';
import { reasonOf } from '../view/reason.ts';
import { type Words, wordsFor } from '../words/language.ts';
import { fitTo } from './fit.ts';
import { foldText, link, table } from './pieces.ts';
import type { Subject } from './placeholder.ts';
import { footer, setting } from './sections.ts';
import { comparisonTable, stageTable } from './tables.ts';
import { nameMeasurement } from './title.ts';

/** What a row comes to, the worst first. */
const STANDINGS = ['fail', 'invalid', 'unmeasured', 'inconclusive', 'pass', 'untouched'] as const;
export type Standing = (typeof STANDINGS)[number];

const EMOJI: Readonly<Record<Standing, string>> = {
  fail: OUTCOMES.fail.emoji,
  invalid: OUTCOMES.invalid.emoji,
  unmeasured: '⚪',
  inconclusive: OUTCOMES.inconclusive.emoji,
  pass: OUTCOMES.pass.emoji,
  untouched: '✅',
};

function nameStanding(standing: Standing, { marks, placeholders }: Words): string {
  if (standing === 'unmeasured') return placeholders.notMeasured;
  return standing === 'untouched' ? placeholders.nothingToMeasure : marks.outcomes[standing];
}

/** A measurement's part of the comment. */
export interface GroupPart {
  /** Of the measurement, 16 hexadecimal digits. */
  readonly key: string;
  /** Of the run. */
  readonly attempt: number;
  /** Which job wrote it, as words of a marker; '' where that isn't known. */
  readonly writer: string;
  readonly standing: Standing;
  /** The row's cells as Markdown, with the bars between them and at both ends; '' where there was no room for it. */
  readonly row: string;
  /** Folded text as Markdown; '' where there is none, or no room for it. */
  readonly details: string;
}

/** Characters of one measurement's details: forty of them have room beside forty rows. */
const DETAILS: Readonly<Record<string, number>> = { fail: 4000 };
const QUIET_DETAILS = 1200;
const REASON = 160;

/** The cells of a result, and its details. */
export function partOfResult(publication: Publication): Pick<GroupPart, 'standing' | 'row' | 'details'> {
  const { result, run } = publication;
  const words = wordsFor(publication);
  const where = words.sections.inJobsSummary;
  const figures = HEADLINE_METRICS.map((metric) => figureCell(publication, metric));
  const reason = asSentence(reasonOf(publication));
  const limit = DETAILS[result.verdict] ?? QUIET_DETAILS;
  const blocks = [
    `${reason}.`,
    comparisonTable(publication, where),
    stageTable(publication, where),
    setting(publication),
    footer(publication),
  ];
  const whole = fitTo(blocks, limit);
  const title = `${EMOJI[result.verdict]} ${nameMeasurement(result.name, run.label, 'html')}`;
  return {
    standing: result.verdict,
    row: writeRow(
      result.verdict,
      nameMeasurement(result.name, run.label),
      figures,
      reasonOf(publication),
      words,
    ),
    details: foldText(
      title,
      whole.length <= limit ? whole : [`${reason}.`, footer(publication)].join('\n\n'),
    ),
  };
}

/** @param why in a whole sentence, of which nothing is trusted */
export function partWithout(
  standing: 'unmeasured' | 'untouched',
  subject: Subject,
  why: string,
): Pick<GroupPart, 'standing' | 'row' | 'details'> {
  const none = HEADLINE_METRICS.map(() => '–');
  const { name, label } = subject;
  const words = wordsFor(subject);
  const told = standing === 'untouched' ? why : words.quoteEnglish(why);
  const row = writeRow(standing, nameMeasurement(name, label), none, told, words);
  return { standing, row, details: '' };
}

function figureCell(report: Publication, metric: Metric): string {
  const { result } = report;
  const { formatFigure, formatChange } = wordsFor(report);
  const figure = result.metrics && result.metrics.requests > 0 ? figureOf(metric, result.metrics) : null;
  if (figure === null) return '–';
  const change = findScope(result.comparisons, metric, WHOLE)?.change ?? null;
  return `${formatFigure(metric, figure)}${change === null ? '' : ` (${formatChange(metric, change)})`}`;
}

function writeRow(
  standing: Standing,
  name: string,
  figures: readonly string[],
  why: string,
  words: Words,
): string {
  return `| ${[`${EMOJI[standing]} ${nameStanding(standing, words)}`, name, ...figures, asSentence(why, REASON)].join(' | ')} `;
}

/** The whole comment without its marker, in at most `limit` characters: details give way first, then the best rows. */
export function renderGroup(
  parts: readonly GroupPart[],
  around: Pick<Subject, 'headSha' | 'runUrl' | 'language'>,
  limit: number,
): string {
  const { headSha, runUrl } = around;
  const words = wordsFor(around);
  const ordered = [...parts].sort(byStanding);
  const head = [headingOf(ordered, words), commitLine(headSha, runUrl, words)].filter(Boolean).join('\n\n');
  const { head: titles } = table(columnsIn(words), []);
  const rows = ordered.map((part) => (part.row === '' ? tagOf(part) : `${part.row}${tagOf(part)} |`));
  const whole = (shown: number) => {
    const hidden = ordered.slice(shown).map(tagOf);
    const more =
      hidden.length === 0 ? '' : `${words.placeholders.moreInSummaries(hidden.length)}\n${hidden.join('\n')}`;
    const body = shown === 0 ? '' : [titles, ...rows.slice(0, shown)].join('\n');
    return [head, body, more].filter(Boolean).join('\n\n');
  };
  const firstBare = ordered.findIndex(({ row }) => row === '');
  let shown = firstBare < 0 ? ordered.length : firstBare;
  while (shown > 0 && whole(shown).length > limit) shown -= 1;
  const text = whole(shown);
  let room = limit - text.length;
  const details = ordered.slice(0, shown).flatMap((part) => {
    const block = detailsOf(part);
    if (block === '' || block.length + 2 > room) return [];
    room -= block.length + 2;
    return [block];
  });
  return [text, ...details].join('\n\n');
}

/** What such a comment holds. */
export function readGroup(body: string): GroupPart[] {
  const text = body.replaceAll('\r\n', '\n');
  const details = new Map([...text.matchAll(BLOCK)].map(({ groups }) => [groups?.key, groups?.text ?? '']));
  return [...text.matchAll(ROW)].flatMap(({ groups }) => {
    const { key = '', attempt, standing, writer = '', row = '' } = groups ?? {};
    if (!isStanding(standing)) return [];
    return [{ key, attempt: Number(attempt), writer, standing, row, details: details.get(key) ?? '' }];
  });
}

function isStanding(word: string | undefined): word is Standing {
  return STANDINGS.some((standing) => standing === word);
}

const ROW =
  /^(?<row>\|[^\n]* )?<!-- tailgate:row key=(?<key>[0-9a-f]{16}) attempt=(?<attempt>\d{1,6}) is=(?<standing>[a-z]+)(?<writer>(?: [a-z]+=[\w.!~*'()%-]+)*) -->(?: \|)?$/gm;
const BLOCK =
  /^<!-- tailgate:details key=(?<key>[0-9a-f]{16}) -->\n(?<text>[\s\S]*?)\n<!-- \/tailgate:details -->$/gm;

function tagOf({ key, attempt, standing, writer }: GroupPart): string {
  return `<!-- tailgate:row key=${key} attempt=${attempt} is=${standing}${writer} -->`;
}

function detailsOf({ key, details }: GroupPart): string {
  return details === '' ? '' : `<!-- tailgate:details key=${key} -->\n${details}\n<!-- /tailgate:details -->`;
}

/** Within a standing by the name: each job has to come to the same order. */
function byStanding(a: GroupPart, b: GroupPart): number {
  const [one, other] = [STANDINGS.indexOf(a.standing), STANDINGS.indexOf(b.standing)];
  if (one !== other) return one - other;
  if ((a.row === '') !== (b.row === '')) return a.row === '' ? 1 : -1;
  return a.row < b.row ? -1 : a.row > b.row ? 1 : a.key < b.key ? -1 : 1;
}

const columnsIn = ({ titles, row }: Words) => [
  { title: titles.verdict, align: 'left' as const, cell: () => '' },
  { title: titles.measurement, align: 'left' as const, cell: () => '' },
  ...HEADLINE_METRICS.map((metric) => ({
    title: row.label(metric),
    align: 'right' as const,
    cell: () => '',
  })),
  { title: titles.reason, align: 'left' as const, cell: () => '' },
];

function headingOf(ordered: readonly GroupPart[], { placeholders }: Words): string {
  const counts = STANDINGS.flatMap((standing) => {
    const count = ordered.filter((part) => part.standing === standing).length;
    return count === 0 ? [] : [placeholders.counted[standing](count)];
  });
  const worst = ordered[0]?.standing ?? 'pass';
  return `## ${EMOJI[worst]} ${counts.join(', ')} · Tailgate`;
}

function commitLine(headSha: string | null, runUrl: string | null, { placeholders }: Words): string {
  const sha = headSha !== null && /^[0-9a-f]{7,64}$/.test(headSha) ? placeholders.commitLine(headSha) : '';
  return [sha, link(placeholders.run, runUrl)].filter(Boolean).join(' · ');
}
