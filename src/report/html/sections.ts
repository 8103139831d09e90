/** The parts of the report's page beside its tables and charts. */
import { CAUSE_MEANINGS } from '../../evidence/result/meanings.ts';
import type { Publication } from '../report.ts';
import { acceptanceOf } from '../view/acceptance.ts';
import { OUTCOMES } from '../view/badges.ts';
import { commitOf } from '../view/commit.ts';
import {
  baselineLine,
  caveat,
  conditionFacts,
  conditionsLine,
  interceptionSentences,
} from '../view/conditions.ts';
import { furtherSuspects, interleavedLine, suspectsOf } from '../view/interleaved-facts.ts';
import { neededAgain } from '../view/needed-again.ts';
import { adviceOf, reasonOf } from '../view/reason.ts';
import { recoveryFacts } from '../view/recovery.ts';
import { retrySentences } from '../view/retries.ts';
import { searchLines } from '../view/search-table.ts';
import { courseLines } from '../view/trends.ts';
import { leadingWarningsOf, warningsOf } from '../view/warnings.ts';
import { tracedRequests, whyLines, whyNotes } from '../view/why.ts';
import { wordsFor } from '../words/language.ts';
import { anchor, type Content, code, el, type Html } from './escape-html.ts';
import { fold, table } from './table.ts';

/** More than these are folded, and more than those are in the result file. */
const OPEN_CAUSES = 3;
const MOST_CAUSES = 12;

/** A section with a heading that can be linked to; nothing where it has no content. */
export function section(id: string, title: string, ...contents: readonly Content[]): Content {
  if (contents.every(isNothing)) return null;
  return el(
    'section',
    { id, 'aria-labelledby': `${id}-title` },
    el('h2', { id: `${id}-title` }, title),
    contents,
  );
}

function isNothing(content: Content): boolean {
  return content === null || (Array.isArray(content) && content.every(isNothing));
}

/** The verdict, its reason and what to do: the sentences of the comment. */
export function verdictPart(report: Publication, docsUrl: string): Html {
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
function causesList(report: Publication, docsUrl: string): Content {
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
      ' ',
      el('span', { class: 'quiet' }, anchor(page.docs, `${docsUrl}/causes.md#${cause}`)),
    );
  });
  const more = codes.length > MOST_CAUSES ? el('li', {}, page.more(codes.length - MOST_CAUSES)) : null;
  const list = el('ul', { class: 'causes' }, items, more);
  const title = `${page.causes(codes.length)}${sections.colon} ${codes.slice(0, 4).join(', ')}`;
  return codes.length <= OPEN_CAUSES ? list : fold(title, list);
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

export function definitions(rows: readonly (readonly [string, Content])[]): Html {
  return el(
    'dl',
    {},
    rows.map(([label, says]) => el('div', {}, el('dt', {}, label), el('dd', {}, says))),
  );
}

/** Requests that stand out without a gate; null where none does. */
export function suspectsPart(report: Publication): Content {
  const { inTurn, sections } = wordsFor(report);
  const more = furtherSuspects(report);
  const items = suspectsOf(report).map(({ name, says }) => el('li', {}, code(name), ' ', says));
  if (items.length === 0) return null;
  return [
    el('p', {}, el('strong', {}, `${inTurn.standingOut}${sections.colon}`)),
    el('ul', {}, items, more > 0 ? el('li', {}, sections.more(more)) : null),
  ];
}

export function whyPart(report: Publication): Content {
  const { sections } = wordsFor(report);
  const lines = whyLines(report).map(({ about, says }) =>
    el('li', {}, about === null ? null : [code(about), `${sections.colon} `], says),
  );
  const told = whyNotes(report);
  if (lines.length === 0 && told.length === 0) return null;
  return [
    lines.length === 0 ? null : el('ul', {}, lines),
    told.map((note) => el('p', { class: 'quiet note' }, note)),
  ];
}

export function tracesPart(report: Publication): Content {
  const { titles } = wordsFor(report);
  const rows = tracedRequests(report);
  if (rows.length === 0) return null;
  return table(
    titles.sections.traces,
    [
      { title: titles.request, align: 'left', cell: ({ name }) => name },
      {
        title: titles.traced,
        align: 'left',
        cell: ({ traces }) =>
          el(
            'ul',
            { class: 'samples' },
            traces.map(({ id, took, url }) =>
              el('li', {}, `${took} `, url === null ? code(id) : anchor(id, url)),
            ),
          ),
      },
    ],
    rows,
  );
}

/** Warnings, what was sent again, and who answered in the service's place. */
export function notesPart(report: Publication): Content {
  const texts = [...interceptionSentences(report), ...retrySentences(report), ...warningsOf(report)];
  return texts.length === 0
    ? null
    : el(
        'ul',
        {},
        texts.map((text) => el('li', {}, text)),
      );
}

export function changesPart(report: Publication): Content {
  const { titles, sections } = wordsFor(report);
  const changes = report.result.changes ?? [];
  if (changes.length === 0) return null;
  const shown = (text: string | null) => (text === null ? '–' : code(text, 200));
  return [
    table(
      titles.sections.changes,
      [
        { title: titles.key, align: 'left', cell: ({ key }) => code(key, 120) },
        { title: titles.before, align: 'left', cell: ({ before }) => shown(before) },
        { title: titles.now, align: 'left', cell: ({ after }) => shown(after) },
      ],
      changes,
    ),
    el('p', { class: 'quiet note' }, sections.judgedBy),
  ];
}

/** How what failed is accepted, where that is possible. */
export function acceptancePart(report: Publication): Content {
  const known = acceptanceOf(report);
  if (known === null) return null;
  const { sections } = wordsFor(report);
  const keys = known.keys.join(', ');
  const says = sections.accept(keys, known.more, report.result.configFile, known.baseline, known.label);
  return el('p', {}, el('strong', {}, `${sections.acceptTitle}${sections.colon} `), `${says}.`);
}

export function conditionsPart(report: Publication): Content {
  const { page, sections } = wordsFor(report);
  const { command } = report.run;
  const needed = neededAgain(report);
  const rows = conditionFacts(report).map(({ label, value, data }): [string, Content] => [
    label,
    data ? code(value, 200) : value,
  ]);
  return [
    definitions(rows),
    command === null
      ? null
      : [
          el('h3', {}, page.command),
          el('pre', { tabindex: 0 }, el('code', {}, command)),
          needed === null ? null : el('p', { class: 'quiet note' }, sections.again(needed)),
        ],
  ];
}

export function footer({ run, banner, language }: Publication): Html {
  const { sections } = wordsFor({ language });
  const link = run.runUrl && anchor(banner === null ? sections.run : sections.runThatMeasured, run.runUrl);
  const version = banner === null ? `Tailgate ${run.version}` : sections.publishedBy(run.version);
  return el('footer', { class: 'quiet' }, link ? [link, ' · '] : null, version, ` · ${run.now}`);
}
