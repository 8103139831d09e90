import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type Scalar } from 'yaml';
import { ConfigurationError, type Place } from '../configuration-error.ts';
import { showValue } from '../wording/show-value.ts';
import { checkMeasure, MAX_DEPTH, tooDeep } from './check-measure.ts';

export type Path = readonly (string | number)[];

/** A configuration file's plain value, and where each of its keys is. */
export interface Source {
  readonly file: string;
  readonly value: unknown;
  /** File, line and dotted path of a key; a key that isn't there takes the line of what should hold it. */
  place(path: Path): Place;
  /** Whether the key is written there. */
  has(path: Path): boolean;
}

const MAX_BYTES = 1_000_000;
const MAX_NODES = 50_000;
const MAX_ALIASES = 100;

/**
 * Reads one YAML 1.2 document (core schema, no custom tags, no merge keys). Refused with ConfigurationError: more than
 * 1 MB, several documents, keys given twice, aliases that unfold without measure, numbers that lose digits.
 */
export function readSource(text: string, file: string): Source {
  if (text.length > MAX_BYTES || new TextEncoder().encode(text).length > MAX_BYTES) {
    throw new ConfigurationError('is larger than 1 MB: a scenario is a few kB, remove the rest', { file });
  }
  const lines = new LineCounter();
  const document = parse(text, file, lines);
  const reader = new Reader(file, (node) => lines.linePos(node.range?.[0] ?? 0).line);
  const value = document.contents === null ? null : reader.read(document.contents, [], 0);
  return { file, value, place: (path) => reader.place(path), has: (path) => reader.has(path) };
}

function parse(text: string, file: string, lineCounter: LineCounter) {
  checkMeasure(text, file);
  // Keys given twice are found below: the parser's own search takes a time that grows with the square of their number.
  // At log level `silent` a second document would be dropped without an error.
  const options = { lineCounter, uniqueKeys: false, prettyErrors: false, logLevel: 'error' } as const;
  const document = parseDocument(text, options);
  const fault = document.errors[0] ?? document.warnings[0];
  if (!fault) return document;
  const { line } = lineCounter.linePos(fault.pos[0]);
  if (fault.code === 'MULTIPLE_DOCS') {
    throw new ConfigurationError('a second document starts here: write one scenario per file', {
      file,
      line,
    });
  }
  const written = text.split('\n')[line - 1]?.trim() ?? '';
  const hint = written.includes('{{') ? '; a text with {{…}} needs quotes around it' : '';
  throw new ConfigurationError(`is no YAML, at ${showValue(written)}: ${fault.message}${hint}`, {
    file,
    line,
  });
}

class Reader {
  readonly #file: string;
  readonly #lineOf: (node: Node) => number;
  readonly #lines = new Map<string, number>();
  readonly #anchors = new Map<string, Node>();
  #nodes = 0;
  #aliases = 0;

  constructor(file: string, lineOf: (node: Node) => number) {
    this.#file = file;
    this.#lineOf = lineOf;
  }

  place(path: Path): Place {
    let line: number | undefined;
    for (let length = path.length; length >= 0 && line === undefined; length--) {
      line = this.#lines.get(toKey(path.slice(0, length)));
    }
    return { file: this.#file, line: line ?? 1, key: path.length > 0 ? writePath(path) : undefined };
  }

  has(path: Path): boolean {
    return this.#lines.has(toKey(path));
  }

  read(node: Node, path: Path, depth: number): unknown {
    this.#nodes += 1;
    // A key's line is known already, and is nearer to what the user looks for than its value's.
    if (!this.#lines.has(toKey(path))) this.#lines.set(toKey(path), this.#lineOf(node));
    if (depth > MAX_DEPTH) throw tooDeep(this.place(path));
    if (this.#nodes > MAX_NODES) {
      throw this.#refuse(path, `the file expands to more than ${MAX_NODES} values: remove some`);
    }
    if (isAlias(node)) return this.read(this.#resolve(node.source, path), path, depth + 1);
    if ((isMap(node) || isSeq(node) || isScalar(node)) && node.anchor) this.#anchors.set(node.anchor, node);
    if (isMap(node)) return this.#readMap(node.items, path, depth);
    if (isSeq(node)) return node.items.map((item, i) => this.read(item as Node, [...path, i], depth + 1));
    return this.#readScalar(node as Scalar, path);
  }

  #readMap(items: readonly { key: unknown; value: unknown }[], path: Path, depth: number): unknown {
    const map = new Map<string, unknown>();
    for (const { key, value } of items) {
      if (!isScalar(key)) {
        throw this.#refuse(path, 'has a list or mapping as a key: a text with {{…}} needs quotes around it');
      }
      const name = String(key.value);
      const here = [...path, name];
      if (map.has(name)) {
        const line = this.#lineOf(key);
        const first = this.#lines.get(toKey(here));
        throw new ConfigurationError(`is given twice, first in line ${first}: keep one`, {
          ...this.place(here),
          line,
        });
      }
      // It would reach into the objects' own workings, and no API asks for it.
      if (name === '__proto__') throw this.#refuse(here, 'is not allowed as a key: choose another name');
      this.#lines.set(toKey(here), this.#lineOf(key));
      map.set(name, value === null ? null : this.read(value as Node, here, depth + 1));
    }
    return Object.fromEntries(map);
  }

  #readScalar(node: Scalar, path: Path): unknown {
    const { value, source = '' } = node;
    if (typeof value !== 'number') return value;
    const exact = Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));
    if (exact && !/^[+-]?0[0-9]/.test(source)) return value;
    throw this.#refuse(path, `the number ${showValue(source)} would lose digits: put it in quotes`);
  }

  #resolve(name: string, path: Path): Node {
    this.#aliases += 1;
    if (this.#aliases > MAX_ALIASES) {
      throw this.#refuse(
        path,
        `has more than ${MAX_ALIASES} aliases once they are expanded: write the values out`,
      );
    }
    const node = this.#anchors.get(name);
    if (!node)
      throw this.#refuse(
        path,
        `the alias *${name} has no anchor before it: put &${name} in front of the value you mean`,
      );
    return node;
  }

  #refuse(path: Path, message: string): ConfigurationError {
    return new ConfigurationError(message, this.place(path));
  }
}

function toKey(path: Path): string {
  return JSON.stringify(path);
}

/** `scenario.requests[2].get`, `gate.endpoints["list buildings"].p99`. */
function writePath(path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    if (!/^[A-Za-z_][\w-]*$/.test(step)) return `${text}[${showValue(step)}]`;
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
