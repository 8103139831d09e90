/**
 * Prometheus' text format 0.0.4 and OpenMetrics 1.0, as far as single series are looked for in it: lines of other names
 * are passed over, so that a page of many megabytes costs little.
 */
import { fits, type Selector } from '../../config/probes/selector.ts';
import { suggest } from '../../config/wording/suggest.ts';

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
const LINE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})?[ \t]+([^ \t]+)(?:[ \t]+[^ \t#]+)?[ \t]*(?:#.*)?$/;

interface Line {
  readonly name: string;
  readonly labels: string;
  readonly value: string;
}

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
    const name = /^[a-zA-Z_:][\w:]*/.exec(line)?.[0] ?? '';
    const places = wanted.get(name);
    if (places === undefined && isMetrics) continue;
    const parsed = parseLine(line);
    if (parsed === null) continue;
    isMetrics = true;
    if (places === undefined) continue;
    const labels = readLabels(parsed.labels);
    for (const place of places) {
      const hit = hits[place];
      if (hit === undefined || !fits(selectors[place] as Selector, labels)) continue;
      hit.count += 1;
      hit.value += readValue(parsed.value);
      if (hit.labels.length < NAMED)
        hit.labels.push(parsed.labels === '' ? name : `${name}{${parsed.labels}}`);
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

/** Of a family: OpenMetrics names it without what its samples end in. */
function typeOf({ name }: Selector, types: ReadonlyMap<string, string>): string {
  return types.get(name) ?? types.get(name.replace(/_(?:total|created|bucket|count|sum)$/, '')) ?? '';
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

/** A `}` may stand in a label's value, and an exemplar (OpenMetrics) has braces of its own. */
function parseLine(line: string): Line | null {
  const exemplar = line.indexOf(' # {');
  const [, name = '', labels = '', value = ''] =
    LINE.exec(exemplar < 0 ? line : line.slice(0, exemplar)) ?? [];
  return name === '' || Number.isNaN(readValue(value)) !== /^nan$/i.test(value)
    ? null
    : { name, labels, value };
}

const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\.)*)"/g;

function readLabels(text: string): ReadonlyMap<string, string> {
  return new Map(
    [...text.matchAll(LABEL)].map(([, label = '', value = '']) => [
      label,
      value.replace(/\\(.)/g, (_, letter: string) => (letter === 'n' ? '\n' : letter)),
    ]),
  );
}

function readValue(text: string): number {
  const [, sign = '', infinite] = /^([+-]?)(inf(?:inity)?)?/i.exec(text) ?? [];
  if (infinite !== undefined) return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return /^nan$/i.test(text) ? Number.NaN : text === '' ? Number.NaN : Number(text);
}

/** Names that are spelt alike, or share at least half of their words. */
function namesLike(text: string, name: string): string[] {
  const words = wordsOf(name);
  const names = new Set<string>();
  for (const line of linesOf(text)) {
    const [own] = /^[a-zA-Z_:][\w:]*/.exec(line) ?? [];
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
