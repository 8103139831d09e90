/** Several runs beside one another in the page of a run: what the comparison says, and its charts. */
import type { Language } from '../../config/language.ts';
import type { Comparing } from '../../judgement/compare/decide.ts';
import type { Piece } from '../compare/document.ts';
import { wordsIn } from '../words/language.ts';
import { comparedCourses, comparedLatencies } from './charts/comparison-charts.ts';
import { type Content, el } from './escape-html.ts';
import { chartWords } from './report-page.ts';
import { pageSection } from './sections.ts';
import { type PageAssets, place, renderShell } from './shell.ts';
import { htmlTable } from './table.ts';

/** @param pieces the comparison as it is written everywhere */
export function renderComparisonPage(
  comparing: Comparing,
  pieces: readonly Piece[],
  language: Language,
  version: string,
  assets: PageAssets,
): string {
  const words = wordsIn(language);
  const { page } = words;
  const latencies = comparedLatencies(comparing.runs, words);
  const courses = comparedCourses(comparing.runs, words);
  const [title, ...parts] = chaptersOf(pieces);
  const body: Content[] = [
    el('header', {}, el('p', { class: 'kicker quiet' }, 'Tailgate'), title?.html ?? null),
    // What it comes to is read first, then the pictures, then everything else.
    ...parts.slice(0, 1).map((part, i) => pageSection(`part-${i}`, part.title, part.html)),
    pageSection('latency', page.latencies, latencies.map(place)),
    pageSection('load', page.load, courses.map(place)),
    ...parts.slice(1).map((part, i) => pageSection(`part-${i + 1}`, part.title, part.html)),
    el('footer', { class: 'quiet' }, `Tailgate ${version}`),
  ];
  return renderShell(
    {
      language,
      title: `${title?.title ?? 'Tailgate'} · ${comparing.runs.map(({ name }) => name).join(', ')}`,
      body,
      charts: [...latencies, ...courses],
      words: chartWords(words),
      noScript: page.noScript,
    },
    assets,
  );
}

interface Chapter {
  readonly title: string;
  readonly html: Content[];
}

/** The title with what stands below it, then a chapter for each heading of the second level. */
function chaptersOf(pieces: readonly Piece[]): readonly Chapter[] {
  const chapters: Chapter[] = [];
  for (const piece of pieces) {
    if (piece.is === 'heading' && piece.level < 3) {
      chapters.push({ title: piece.text, html: piece.level === 1 ? [el('h1', {}, piece.text)] : [] });
      continue;
    }
    const chapter = chapters.at(-1);
    chapter?.html.push(show(piece, chapter.title));
  }
  return chapters;
}

function show(piece: Piece, chapter: string): Content {
  switch (piece.is) {
    case 'heading':
      return el('h3', {}, piece.text);
    case 'text':
      return el('p', {}, piece.text);
    case 'verdict':
      return el('p', { class: 'reason' }, el('strong', {}, piece.text));
    case 'list':
      return el(
        'ul',
        {},
        piece.items.map((item) => el('li', {}, item)),
      );
    case 'table':
      return htmlTable<readonly string[]>(
        chapter,
        piece.columns.map(({ title, align }, i) => ({ title, align, cell: (row) => row[i] ?? '' })),
        piece.rows,
      );
  }
}
