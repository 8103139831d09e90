/** The beginning of the report's page: what came of the run, why, and what it was. */
import { CAUSE_MEANINGS } from '../../evidence/result/meanings.ts';
import type { Publication } from '../report.ts';
import { OUTCOMES } from '../view/badges.ts';
import { commitOf } from '../view/commit.ts';
import { baselineLine, caveat, conditionsLine } from '../view/conditions.ts';
import { interleavedLine } from '../view/interleaved-facts.ts';
import { adviceOf, reasonOf } from '../view/reason.ts';
import { recoveryFacts } from '../view/recovery.ts';
import { searchLines } from '../view/search-table.ts';
import { courseLines } from '../view/trends.ts';
import { leadingWarningsOf } from '../view/warnings.ts';
import { wordsFor } from '../words/language.ts';
import { anchor, type Content, code, el, type Html } from './escape-html.ts';
import { definitions, foldAway } from './table.ts';

/** More than these are folded, and more than those are in the result file. */
const OPEN_CAUSES = 3;
const MOST_CAUSES = 12;

/**
 * The verdict, its reason and what to do: the sentences of the comment.
 *
 * @param docsUrl folder in which causes.md is; null where it is not known
 */
export function verdictPart(report: Publication, docsUrl: string | null): Html {
  const { result, run, banner } = report;
  const words = wordsFor(report);
  const { tone, sign } = OUTCOMES[result.verdict];
  const paragraph = (text: string | null) => (text === null ? null : el('p', {}, text));
  return el(
    'header',
    { class: `verdict ${tone}` },
    el('p', { class: 'kicker' }, ['Tailgate', result.name, run.label].filter(Boolean).join(' · ')),
    banner === null ? null : el('p', { class: 'banner' }, el('strong', {}, banner.title), ' ', banner.says),
    el(
      'h1',
      {},
      el('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      words.marks.outcomes[result.verdict],
    ),
    el('p', { class: 'reason' }, reasonOf(report)),
    paragraph(adviceOf(report)),
    leadingWarningsOf(report).map(paragraph),
    paragraph(caveat(report)),
    causesList(report, docsUrl),
    facts(report),
  );
}

/** Each code, what it says, and where that is told. */
function causesList(report: Publication, docsUrl: string | null): Content {
  const { page, sections } = wordsFor(report);
  const codes = [...new Set(report.result.causes.map((cause) => cause.code))];
  if (codes.length === 0) return null;
  const items = codes.slice(0, MOST_CAUSES).map((cause) => {
    // The documentation is in English, and so are these.
    const means = report.language === 'en' ? ` ${CAUSE_MEANINGS[cause]}` : '';
    return el(
      'li',
      {},
      code(cause),
      means,
      docsUrl === null
        ? null
        : [' ', el('span', { class: 'quiet' }, anchor(page.docs, `${docsUrl}/causes.md#${cause}`))],
    );
  });
  const more = codes.length > MOST_CAUSES ? el('li', {}, page.more(codes.length - MOST_CAUSES)) : null;
  const list = el('ul', { class: 'causes' }, items, more);
  const title = `${page.causes(codes.length)}${sections.colon} ${codes.slice(0, 4).join(', ')}`;
  return codes.length <= OPEN_CAUSES ? list : foldAway(title, list);
}

/** What the run was, in lines of a label and what there is to say. */
function facts(report: Publication): Content {
  const { target, base, baseline, interleaved } = report.result;
  const words = wordsFor(report);
  const { labels, sections, inTurn } = words;
  const commit = commitOf(report);
  const line = baselineLine(report);
  const rows: [string, Content][] = [
    [
      labels.target,
      [
        target === '' ? sections.noTarget : code(target, 120),
        commit === null ? null : [` ${commit.preposition} `, code(commit.commit.slice(0, 12)), commit.proof],
      ],
    ],
    [labels.load, conditionsLine(report)],
    ...(base === null
      ? []
      : [
          [
            labels.base,
            [
              code(base, 120),
              `, ${inTurn.measuredInTurn}`,
              interleaved && `${sections.colon} ${interleavedLine(interleaved, words)}`,
            ],
          ] as [string, Content],
        ]),
    ...(baseline && line
      ? [[labels.baseline, [code(baseline.source, 160), `, ${line}`]] as [string, Content]]
      : []),
    ...[...searchLines(report), ...courseLines(report)].map(({ label, says }): [string, Content] => [
      label,
      says,
    ]),
    ...recoveryFacts(report).map(({ label, value }): [string, Content] => [label, value]),
  ];
  return definitions(rows);
}
