/** The parts of the report's page beside its tables and charts. */
import type { Publication } from '../report.ts';
import { acceptanceOf } from '../view/acceptance.ts';
import { conditionFacts, interceptionSentences } from '../view/conditions.ts';
import { furtherSuspects, suspectsOf } from '../view/interleaved-facts.ts';
import { neededAgain } from '../view/needed-again.ts';
import { retrySentences } from '../view/retries.ts';
import { warningsOf } from '../view/warnings.ts';
import { tracedRequests, whyLines, whyNotes } from '../view/why.ts';
import { wordsFor } from '../words/language.ts';
import { anchor, type Content, code, el, type Html } from './escape-html.ts';
import { definitions, htmlTable } from './table.ts';

/** A section with a heading that can be linked to; nothing where it has no content. */
export function pageSection(id: string, title: string, ...contents: readonly Content[]): Content {
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
  return htmlTable(
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
    htmlTable(
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

export function pageFooter({ run, banner, language }: Publication): Html {
  const { sections } = wordsFor({ language });
  const link = run.runUrl && anchor(banner === null ? sections.run : sections.runThatMeasured, run.runUrl);
  const version = banner === null ? `Tailgate ${run.version}` : sections.publishedBy(run.version);
  return el('footer', { class: 'quiet' }, link ? [link, ' · '] : null, version, ` · ${run.now}`);
}
