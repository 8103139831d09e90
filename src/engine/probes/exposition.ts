/**
 * Prometheus' text format 0.0.4 and OpenMetrics 1.0, as far as single series are looked for in it: lines of other names
 * are passed over, so that a page of many megabytes costs little.
 */
import { fits, type Selector } from '../../config/probes/selector.ts';
import { suggest } from '../../config/wording/suggest.ts';
import { parseLine } from './exposition-line.ts';

/** What is found of a selector. */
export interface FoundSeries {
  /** Of the lines that fit, at most a few. */
  readonly labels: readonly string[];
  readonly count: number;
  /** Their sum; of one, its value. */
  readonly value: number;
  /** By `# TYPE`; '' where it isn't told. */
  readonly type: string;
}

interface Page {
  /** In the order of the selectors; null where no line fits. */
  readonly found: readonly (FoundSeries | null)[];
  /** Names of the page, each once, that are like the selector's. */
  namesLike(selector: Selector): string[];
  /** Whether any line of it is one of metrics. */
  readonly isMetrics: boolean;
}

const NAMED = 5;
/** Nobody reads more of them, and a page may have megabytes. */
const LONGEST_LABELS = 200;
const NAME = /^[ \t]*([a-zA-Z_:][\w:]*)/;

export function readExposition(text: string, selectors: readonly Selector[]): Page {
  const wanted = new Map<string, number[]>();
  for (const [i, { name }] of selectors.entries()) wanted.set(name, [...(wanted.get(name) ?? []), i]);
  const hits: { labels: string[]; count: number; value: number }[] = selectors.map(() => ({
    labels: [],
    count: 0,
    value: 0,
  }));
  const types = new Map<string, string>();
  let isMetrics = false;
  for (const line of linesOf(text)) {
    if (line.startsWith('#')) {
      const [, family = '', type = ''] = /^#[ \t]+TYPE[ \t]+(\S+)[ \t]+(\S+)/.exec(line) ?? [];
      if (family !== '') types.set(family, type);
      continue;
    }
    const name = NAME.exec(line)?.[1] ?? '';
    const places = wanted.get(name);
    if (places === undefined && isMetrics) continue;
    const parsed = parseLine(line);
    if (parsed === null) continue;
    isMetrics = true;
    if (places === undefined) continue;
    for (const place of places) {
      const hit = hits[place];
      if (hit === undefined || !fits(selectors[place] as Selector, parsed.labels)) continue;
      hit.count += 1;
      hit.value += parsed.value;
      if (hit.labels.length < NAMED)
        hit.labels.push(parsed.text === '' ? name : `${name}{${parsed.text.slice(0, LONGEST_LABELS)}}`);
    }
  }
  return {
    found: hits.map(({ labels, count, value }, i) =>
      count === 0 ? null : { labels, count, value, type: typeOf(selectors[i] as Selector, types) },
    ),
    namesLike: ({ name }) => namesLike(text, name),
    isMetrics,
  };
}

/**
 * Of a family: OpenMetrics names it without what its samples end in. What a summary gives by its own name are
 * quantiles, and when a counter began is a time: these two go up and down.
 */
function typeOf({ name }: Selector, types: ReadonlyMap<string, string>): string {
  const own = types.get(name);
  if (own !== undefined) return own === 'summary' ? 'gauge' : own;
  if (name.endsWith('_created')) return '';
  return types.get(name.replace(/_(?:total|bucket|count|sum)$/, '')) ?? '';
}

function* linesOf(text: string): Generator<string> {
  let from = 0;
  while (from < text.length) {
    const at = text.indexOf('\n', from);
    const to = at < 0 ? text.length : at;
    const end = text.charCodeAt(to - 1) === 13 ? to - 1 : to;
    if (end > from) yield text.slice(from, end);
    from = to + 1;
  }
}

/** Names that are spelt alike, or share at least half of their words. */
function namesLike(text: string, name: string): string[] {
  const words = wordsOf(name);
  const names = new Set<string>();
  for (const line of linesOf(text)) {
    const [, own] = NAME.exec(line) ?? [];
    if (own !== undefined) names.add(own);
  }
  const spelt = suggest(name, [...names]);
  const shared = (other: string) => wordsOf(other).filter((word) => words.includes(word)).length;
  const like = [...names]
    .filter((other) => other !== spelt && shared(other) > 0 && 2 * shared(other) >= words.length)
    .sort((a, b) => shared(b) - shared(a) || a.length - b.length);
  return [...(spelt === null ? [] : [spelt]), ...like].slice(0, NAMED);
}

/** Units and endings are those of half of all names. */
function wordsOf(name: string): string[] {
  const all = name.toLowerCase().split(/[_:]/).filter(Boolean);
  const own = all.filter((word) => !/^(?:total|count|sum|bucket|seconds|bytes)$/.test(word));
  return own.length > 0 ? own : all;
}
