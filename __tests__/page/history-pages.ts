/** Pages of histories, for tests of what is in them and of how a browser shows them. */
import { join } from 'node:path';
import { openSuite, type Suite } from '../../page/history/suite.ts';
import type { HistoryRecord } from '../../src/evidence/history/record.ts';
import type { HistoryData } from '../../src/report/html/history/history-data.ts';
import {
  type HistoryPage,
  type PageSuite,
  renderHistoryPage,
} from '../../src/report/html/history/history-page.ts';
import { readPageAssets } from '../../src/store/read-page-assets.ts';
import { makeNight, SUITE, waver } from '../history/make-nights.ts';
import { dataIn } from './pages.ts';

const assets = await readPageAssets(join(import.meta.dirname, '../../dist/page'), 'history');

export const suiteOf = (records: readonly HistoryRecord[], more: Partial<PageSuite> = {}): PageSuite => ({
  suite: records.at(-1)?.suite ?? SUITE,
  records,
  skipped: [],
  issue: null,
  ranges: [],
  ...more,
});

export const historyPageOf = (suites: readonly PageSuite[], more: Partial<HistoryPage> = {}): string =>
  renderHistoryPage(
    {
      language: 'en',
      suites,
      place: 'the branch tailgate-history',
      repository: 'https://github.com/acme/shop',
      shown: null,
      version: '1.2.3',
      now: '2026-01-01T00:00:00.000Z',
      ...more,
    },
    assets,
  );

export function historyIn(page: string): HistoryData {
  return dataIn(page) as unknown as HistoryData;
}

/** As the script of the page opens it. */
export function openedSuite(page: string, index: number): Suite {
  const suite = historyIn(page).suites[index];
  if (suite === undefined) throw new Error(`the page has no suite ${index}`);
  return openSuite(suite);
}

/** One whose first digits differ. */
export const commitOfNight = (n: number): string => n.toString(16).padStart(6, '0').padEnd(40, 'c');

/** Nights of which the whole and `list` get slower by a third with the 31st, and releases in between. */
export function driftingNights(count = 60): HistoryRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const n = i + 1;
    const level = n > 30 ? 1.33 : 1;
    const by = level * (1 + 0.02 * waver(n));
    return makeNight(n, {
      commit: commitOfNight(n),
      whole: { p99Ms: 100 * by },
      requests: { list: 80 * by, create: 150 * (1 + 0.02 * waver(n + 7)) },
      ...(n % 20 === 0 && { release: `v1.${n / 20}.0`, policy: 'release' as const, event: 'release' }),
      ...(n === 12 && { excluded: 'its verdict is invalid', verdict: 'invalid' as const }),
    });
  });
}

/** 400 nights of 50 requests. */
export function manyNights(): HistoryRecord[] {
  const names = Array.from({ length: 50 }, (_, k) => `list the things of kind ${k + 1}`);
  return Array.from({ length: 400 }, (_, i) =>
    makeNight(i + 1, {
      whole: { p99Ms: 100 * (1 + 0.05 * waver(i)), throughputPerSecond: 300 * (1 + 0.04 * waver(i + 3)) },
      requests: Object.fromEntries(
        names.map((name, k) => [name, (20 + 7 * k) * (1 + 0.06 * waver(i * 50 + k))]),
      ),
    }),
  );
}
