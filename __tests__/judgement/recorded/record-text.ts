import type { Recorded } from './case.ts';

/** More of them would hold the last bit of a logarithm, which is the processor's affair. */
const DIGITS = 10;

/** As it is written: rounded, and without what JSON doesn't know. */
export function toValue(recorded: Recorded): Recorded {
  return JSON.parse(JSON.stringify(recorded, rounded));
}

/** Decisions on a line for each row, words on a line for each sentence: what changed is what git shows. */
export function toText(cases: readonly (readonly [name: string, recorded: Recorded])[]): string {
  const entries = cases.map(([name, { decision, words }]) => {
    const parts = [`  "decision": ${lines(decision)}`, `  "words": ${lines(words)}`];
    return `${JSON.stringify(name)}: {\n${parts.join(',\n')}\n}`;
  });
  return `{\n${entries.join(',\n')}\n}\n`;
}

/** Two levels are broken into lines, what is below stays on one. */
function lines(value: unknown, depth = 0): string {
  if (depth > 1 || typeof value !== 'object' || value === null || Object.keys(value).length === 0)
    return JSON.stringify(value, rounded) ?? 'null';
  const indent = ' '.repeat(3 + depth);
  const end = ' '.repeat(2 + depth);
  const items = Array.isArray(value)
    ? value.map((item) => lines(item, depth + 1))
    : Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [`${JSON.stringify(key)}: ${lines(item, depth + 1)}`],
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return `${open}\n${items.map((item) => `${indent}${item}`).join(',\n')}\n${end}${close}`;
}

function rounded(_: string, value: unknown): unknown {
  return typeof value === 'number' && Number.isFinite(value) ? Number(value.toPrecision(DIGITS)) : value;
}
