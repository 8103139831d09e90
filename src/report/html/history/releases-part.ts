/** Release after release: what was measured of each, and how that changed since the one before. */
import { HEADLINE_METRICS, METRICS, type Metric, worsening } from '../../../config/metrics.ts';
import { figureOf } from '../../../evidence/figure-of.ts';
import type { HistoryRecord } from '../../../evidence/history/record.ts';
import { selectRecords } from '../../../evidence/history/select-records.ts';
import { OUTCOMES } from '../../view/badges.ts';
import type { Words } from '../../words/language.ts';
import { beginSentence } from '../../words/names.ts';
import { type Content, el } from '../escape-html.ts';
import { htmlTable } from '../table.ts';
import type { NamedSuite } from './history-page.ts';

interface Release {
  readonly record: HistoryRecord;
  /** The one before it that can be compared with it. */
  readonly before: HistoryRecord | null;
}

export function releasesPart(suites: readonly NamedSuite[], words: Words): Content {
  const { historyPage } = words;
  const parts = suites.flatMap(({ name, records }): Content[] => {
    const releases = releasesOf(records);
    if (releases.length === 0) return [];
    const table = htmlTable<Release>(
      `${historyPage.releases}: ${name}`,
      [
        {
          title: historyPage.release,
          align: 'left',
          cell: ({ record }) => [
            el('span', { class: 'name' }, record.release ?? ''),
            el('small', {}, record.at.slice(0, 10)),
          ],
        },
        {
          title: historyPage.verdict,
          align: 'left',
          cell: ({ record: { verdict } }) => {
            const { sign, tone } = OUTCOMES[verdict];
            return el(
              'span',
              { class: `mark ${tone}` },
              el('i', { 'aria-hidden': 'true' }, sign),
              words.marks.outcomes[verdict],
            );
          },
        },
        ...HEADLINE_METRICS.map((metric) => ({
          title: beginSentence(words.nameRow({ metric, endpoint: null })),
          align: 'right' as const,
          cell: (release: Release) => figureCell(release, metric, words),
        })),
      ],
      releases.toReversed(),
    );
    return [suites.length > 1 ? el('h3', {}, name) : null, table];
  });
  return parts.length === 0 ? null : [el('p', { class: 'quiet' }, historyPage.releasesAbout), parts];
}

/** Oldest first; of several attempts at one tag the last. */
function releasesOf(records: readonly HistoryRecord[]): readonly Release[] {
  const tagged = new Map(
    records.flatMap((record) => (record.release === null ? [] : [[record.release, record]])),
  );
  const all = [...tagged.values()].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return all.map((record, i) => {
    const before = all.slice(0, i).filter(({ excluded }) => excluded === null);
    const { comparable } = selectRecords(before, record.conditions);
    return { record, before: record.excluded === null ? (comparable.at(-1) ?? null) : null };
  });
}

function figureCell({ record, before }: Release, metric: Metric, words: Words): Content {
  const now = figureOf(metric, record.whole);
  if (now === null) return '–';
  const then = before && figureOf(metric, before.whole);
  const isLog = METRICS[metric].scale === 'log';
  const change = then === null || (isLog && then <= 0) ? null : isLog ? now / then - 1 : now - then;
  const isWorse = change !== null && worsening(metric, change) > METRICS[metric].usualTolerance;
  return [
    words.formatFigure(metric, now),
    change === null
      ? null
      : el('small', { class: isWorse ? 'mark bad' : null }, words.formatChange(metric, change)),
  ];
}
