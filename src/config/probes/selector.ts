/** Which line of Prometheus' text a series is: `name`, `name{label="x"}`, or the sum of all that fit. */
import { ConfigurationError, type Place } from '../configuration-error.ts';
import { showValue } from '../wording/show-value.ts';

interface Matcher {
  readonly label: string;
  readonly value: string;
  /** `!=`: whatever has another value, or none. */
  readonly isNot: boolean;
}

export interface Selector {
  readonly name: string;
  readonly matchers: readonly Matcher[];
  /** All lines that fit are added up; else there may be only one. */
  readonly isSum: boolean;
  /** As it was written. */
  readonly written: string;
}

const NAME = /^[a-zA-Z_:][\w:]*$/;
const MATCHER = /^\s*([a-zA-Z_]\w*)\s*(!?=~?)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\s*(,|$)/s;

/** Throws ConfigurationError. */
export function parseSelector(written: string, place: Place): Selector {
  const refuse = (why: string) =>
    new ConfigurationError(
      `${showValue(written)} ${why}: write a name such as db_pool_connections{state="active"}, or sum(…) around it`,
      place,
    );
  const text = written.trim();
  const [, summed] = /^sum\s*\((.*)\)$/s.exec(text) ?? [];
  const inner = (summed ?? text).trim();
  const open = inner.indexOf('{');
  const name = (open < 0 ? inner : inner.slice(0, open)).trim();
  if (!NAME.test(name)) throw refuse('is not a series selector');
  if (open >= 0 && !inner.endsWith('}')) throw refuse('has { without } at its end');
  const matchers: Matcher[] = [];
  let rest = open < 0 ? '' : inner.slice(open + 1, -1);
  while (rest.trim() !== '') {
    const match = MATCHER.exec(rest);
    if (match === null) throw refuse('has labels that can’t be read');
    const [all, label = '', operator, double, single] = match;
    if (operator?.endsWith('~')) {
      throw refuse('matches by a pattern, which only query-api can');
    }
    matchers.push({ label, value: withoutEscapes(double ?? single ?? ''), isNot: operator === '!=' });
    rest = rest.slice(all.length);
  }
  return { name, matchers, isSum: summed !== undefined, written: text };
}

function withoutEscapes(text: string): string {
  return text.replace(/\\(.)/gs, (_, letter: string) => (letter === 'n' ? '\n' : letter));
}

/** Whether a line with these labels is one that is meant. */
export function fits({ matchers }: Selector, labels: ReadonlyMap<string, string>): boolean {
  return matchers.every(({ label, value, isNot }) => ((labels.get(label) ?? '') === value) !== isNot);
}
