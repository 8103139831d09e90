import { randomBytes } from 'node:crypto';
import type { Shard } from '../config/shard.ts';
import type { TemplatePart } from '../config/template.ts';
import { type Random, seededRandom } from './random.ts';
import type { Side } from './round.ts';
import { Traces } from './traces.ts';

/** A place of a template that takes a value when the request is sent. */
export type OpenPart = Exclude<TemplatePart, string | { value: 'file' }>;

/** One that takes another value each time. */
export type GeneratedPart = Exclude<OpenPart, { value: 'capture' } | { value: 'row' }>;

/** What fills the places of one request. */
export interface ValueSource {
  next(part: OpenPart): string;
  /** The header Cookie's value for a path; '' where there is none. */
  cookies?(path: string): string;
}

/** Where generated values come from. One for each worker of each round, so that none is ever given out twice. */
export interface Values extends ValueSource {
  unique(): string;
  readonly traces: Traces;
  /** Of `int` and `pick`: the same on both sides of a comparison. */
  readonly random: Random;
  /** Of `uuid`: like `unique`, it may not come twice where two environments share a database. */
  readonly identities: Random;
}

/**
 * @param prefix unlike any other round's or worker's; see `uniquePrefix`
 */
export function createValues(prefix: string, random: Random): Values {
  let count = 0;
  const identities = seededRandom(prefix);
  const values: Values = {
    unique: () => `${prefix}${(count++).toString(36).padStart(4, '0')}`,
    random,
    identities,
    traces: new Traces(seededRandom(`${prefix}/traces`)),
    next(part) {
      if (part.value === 'capture' || part.value === 'row')
        throw new Error(`a value of a user's is taken without a user: ${JSON.stringify(part)}`);
      return generate(part, values);
    },
  };
  return values;
}

/** The values of a request that may be sent again: the first time new ones, then the same in the same order. */
export class KeptValues implements ValueSource {
  #source: ValueSource;
  readonly #kept: string[] = [];
  #at = 0;

  constructor(source: ValueSource) {
    this.#source = source;
  }

  /** @param source of what isn't kept: that of the round in which it is sent, and of its user */
  fromStart(source: ValueSource): this {
    this.#source = source;
    this.#at = 0;
    return this;
  }

  cookies(path: string): string {
    return this.#source.cookies?.(path) ?? '';
  }

  next(part: OpenPart): string {
    // Each attempt is a span of its own, and its trace, too; what a login captured may be new, and a row stays.
    if (part.value === 'traceparent' || part.value === 'capture' || part.value === 'row')
      return this.#source.next(part);
    const kept = this.#kept[this.#at] ?? this.#source.next(part);
    this.#kept[this.#at++] = kept;
    return kept;
  }
}

/**
 * A tag unlike any other run's: the instant, and 40 random bits. Those of shards begin with their number, so that they
 * differ even where two were made at one instant with the same bits.
 */
export function newRun(shard?: Shard): string {
  const own = shard === undefined ? '' : shard.index.toString(36).padStart(2, '0');
  return own + Date.now().toString(36) + BigInt(`0x${randomBytes(5).toString('hex')}`).toString(36);
}

/**
 * A prefix for `{{unique}}` that no other run, environment, round or worker has: two environments may share a database.
 * Letters and digits only, so that it fits into e-mail addresses, paths and identifiers.
 */
export function uniquePrefix(run: string, side: Side, round: string, worker: number): string {
  return `${run}${side.charAt(0)}${round}x${worker.toString(36)}x`;
}

export function generate(
  part: GeneratedPart,
  values: Pick<Values, 'unique' | 'random' | 'identities' | 'traces'>,
): string {
  switch (part.value) {
    case 'unique':
      return values.unique();
    case 'uuid':
      return uuid(values.identities);
    case 'now':
      return new Date().toISOString();
    case 'traceparent':
      return values.traces.next(part.sample);
    case 'int':
      return String(values.random.int(part.from, part.to));
    case 'pick':
      return part.options[values.random.int(0, part.options.length - 1)] as string;
  }
}

/** Version 4 (RFC 9562). */
function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.int(0, 15));
  hex[12] = 4;
  hex[16] = 8 + ((hex[16] as number) & 3);
  const text = hex.map((digit) => digit.toString(16)).join('');
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join(
    '-',
  );
}
