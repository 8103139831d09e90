import type { PlannedSeries } from '../../config/probes/probe.ts';
import type { Selector } from '../../config/probes/selector.ts';
import { type FoundSeries, readExposition } from './exposition.ts';
import { fetchText, type MetricsPlace } from './fetch-text.ts';
import { type ProbeReader, type ProbeReading, ReadingFailed, type ReadingTime } from './reader.ts';
import type { Trouble } from './readings.ts';

const ACCEPT = 'application/openmetrics-text;version=1.0.0;q=0.9, text/plain;version=0.0.4;q=0.8, */*;q=0.1';

/** Metrics of the service itself, in Prometheus' text. */
export function createMetricsReader(
  place: MetricsPlace,
  selectors: readonly Selector[],
  series: readonly PlannedSeries[],
): ProbeReader {
  // Looked for once: a page of megabytes has many names.
  const alike = new Map<Selector, string[]>();
  const namesLike = (selector: Selector, find: (selector: Selector) => string[]): string[] => {
    const known = alike.get(selector) ?? find(selector);
    alike.set(selector, known);
    return known;
  };
  return {
    async read(time: ReadingTime): Promise<ProbeReading> {
      const text = await fetchText(place, '', { accept: ACCEPT }, time);
      const page = readExposition(text, selectors);
      if (!page.isMetrics) {
        const detail =
          text.trim() === ''
            ? 'an empty text'
            : `a text that begins with ${JSON.stringify(text.trim().slice(0, 60))}`;
        throw new ReadingFailed({ code: 'not-metrics', detail });
      }
      const troubles: Trouble[] = [];
      const values = selectors.map((selector, i): number | null => {
        const found = page.found[i] ?? null;
        const trouble = troubleWith(found, selector, series[i] as PlannedSeries, () =>
          namesLike(selector, page.namesLike),
        );
        if (trouble === null) return found?.value ?? null;
        troubles.push(trouble);
        return null;
      });
      return { values, troubles };
    },
    async close() {},
  };
}

function troubleWith(
  found: FoundSeries | null,
  { written, isSum, name }: Selector,
  { key, isCounter }: PlannedSeries,
  namesLike: () => string[],
): Trouble | null {
  if (found === null) {
    const candidates = namesLike();
    // It is there, and with other labels.
    const detail = candidates.includes(name) ? `${name} has other labels than ${written}` : written;
    return { code: 'no-series', series: key, detail, candidates };
  }
  if (found.count > 1 && !isSum) {
    return {
      code: 'many-series',
      series: key,
      detail: `${written} fits ${found.count}`,
      candidates: found.labels,
    };
  }
  const counts = ['counter', 'histogram', 'summary'].includes(found.type);
  if (isCounter && found.type === 'gauge') {
    return {
      code: 'other-type',
      series: key,
      detail: `${written} is a gauge, and counter: false is missing`,
    };
  }
  if (!isCounter && counts) {
    return { code: 'other-type', series: key, detail: `${written} counts up, and counter: true is missing` };
  }
  return Number.isFinite(found.value) ? null : noNumber(key, found.value);
}

export function noNumber(series: string, value: number): Trouble {
  const detail = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
  return { code: 'no-number', series, detail };
}
