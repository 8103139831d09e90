/** A value that a schema takes: its example where it has one, else the least that is valid. */
import { listOf, type Members, membersOf, own } from '../values.ts';
import type { References } from './references.ts';

interface Sampling {
  /** All properties, and one thing in each list: to see what a response holds. Else what is required alone. */
  readonly isWhole: boolean;
  /** Of what a request sends, or a response gives. */
  readonly side: 'request' | 'response';
}

const MAX_DEPTH = 8;
const MOST_NODES = 2000;

export class Sampler {
  readonly #references: References;
  #nodes = 0;

  constructor(references: References) {
    this.#references = references;
  }

  sample(schema: unknown, sampling: Sampling): unknown {
    this.#nodes = 0;
    return this.#of(schema, sampling, []);
  }

  /** @param way schemas that it stands in: one that holds itself ends there */
  #of(written: unknown, sampling: Sampling, way: readonly Members[]): unknown {
    const schema = this.#references.follow(written);
    this.#nodes += 1;
    if (way.includes(schema) || way.length > MAX_DEPTH || this.#nodes > MOST_NODES) return null;
    const inside = [...way, schema];
    for (const given of ['example', 'default', 'const']) {
      if (own(schema, given) !== undefined) return own(schema, given);
    }
    const [example] = [...listOf(schema.examples), ...listOf(schema.enum)];
    if (example !== undefined) return example;
    const all = listOf(schema.allOf);
    if (all.length > 0) return this.#of(this.#merge(schema, all), sampling, inside);
    const either = [...listOf(schema.oneOf), ...listOf(schema.anyOf)];
    const [first] = either.filter((one) => this.#references.follow(one).type !== 'null');
    if (first !== undefined) {
      const chosen = this.#of(first, sampling, inside);
      const beside = schema.properties === undefined ? {} : this.#object(schema, sampling, inside);
      return typeof chosen === 'object' && chosen !== null ? { ...chosen, ...beside } : chosen;
    }
    switch (typeOf(schema)) {
      case 'object':
        return this.#object(schema, sampling, inside);
      case 'array':
        return this.#list(schema, sampling, inside);
      case 'integer':
      case 'number':
        return sampleNumber(schema);
      case 'boolean':
        return true;
      case 'null':
        return null;
      default:
        return sampleText(schema);
    }
  }

  /** Schemas that hold together, as one. */
  #merge(schema: Members, all: readonly unknown[]): Members {
    const { allOf: _, ...rest } = schema;
    const parts = [...all.map((one) => this.#references.follow(one)), rest];
    const flat = parts.flatMap((part) =>
      listOf(part.allOf).length > 0
        ? listOf(part.allOf)
            .map((one) => this.#references.follow(one))
            .concat([{ ...part, allOf: undefined }])
        : [part],
    );
    return {
      ...Object.assign({}, ...flat),
      allOf: undefined,
      properties: Object.assign({}, ...flat.map((part) => membersOf(part.properties))),
      required: flat.flatMap((part) => listOf(part.required)),
    };
  }

  #object(schema: Members, sampling: Sampling, way: readonly Members[]): object {
    const required = listOf(schema.required);
    const wanted = Object.entries(membersOf(schema.properties)).filter(([name, property]) => {
      const { readOnly, writeOnly } = this.#references.follow(property);
      if (sampling.side === 'request' ? readOnly === true : writeOnly === true) return false;
      return sampling.isWhole || required.includes(name);
    });
    return Object.fromEntries(wanted.map(([name, property]) => [name, this.#of(property, sampling, way)]));
  }

  #list(schema: Members, sampling: Sampling, way: readonly Members[]): unknown[] {
    const fewest = typeof schema.minItems === 'number' ? Math.min(schema.minItems, 20) : 0;
    const length = Math.max(fewest, sampling.isWhole ? 1 : 0);
    return Array.from({ length }, () => this.#of(schema.items, sampling, way));
  }
}

function typeOf({ type, properties, items }: Members): unknown {
  if (Array.isArray(type)) return type.find((one) => one !== 'null');
  if (type !== undefined) return type;
  if (properties !== undefined) return 'object';
  return items === undefined ? 'string' : 'array';
}

function sampleNumber(schema: Members): number {
  const isWhole = typeOf(schema) === 'integer';
  const step = typeof schema.multipleOf === 'number' && schema.multipleOf > 0 ? schema.multipleOf : 1;
  const above = typeof schema.exclusiveMinimum === 'number' ? schema.exclusiveMinimum : null;
  const least = typeof schema.minimum === 'number' ? schema.minimum : null;
  const most = typeof schema.maximum === 'number' ? schema.maximum : null;
  if (above !== null || (schema.exclusiveMinimum === true && least !== null)) {
    const next = Math.floor((above ?? (least as number)) / step) * step + step;
    return most !== null && next > most && !isWhole ? ((above ?? (least as number)) + most) / 2 : next;
  }
  if (least !== null) return Math.ceil(least / step) * step;
  return most !== null && most < step ? Math.floor(most / step) * step : step;
}

/** Texts of a format, in templates where each is to be another. */
const FORMATS: Readonly<Record<string, string>> = {
  uuid: '{{uuid}}',
  'date-time': '{{now}}',
  date: '2026-01-15',
  time: '12:00:00Z',
  email: 'user@example.com',
  uri: 'https://example.com/',
  url: 'https://example.com/',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  duration: 'PT1H',
  byte: 'dGFpbGdhdGU=',
  password: 'password',
};

function sampleText({ format, minLength, maxLength }: Members): string {
  const text = Object.hasOwn(FORMATS, String(format)) ? (FORMATS[String(format)] as string) : 'text';
  const fewest = typeof minLength === 'number' ? Math.min(minLength, 10_000) : 0;
  const longer = text.length < fewest ? text.padEnd(fewest, 'x') : text;
  return typeof maxLength === 'number' && !text.startsWith('{{') ? longer.slice(0, maxLength) : longer;
}
