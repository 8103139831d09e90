/** What fills the places of a request that belongs to a user: its captures, its rows, its cookies. */
import { encode } from '../render.ts';
import type { OpenPart, ValueSource, Values } from '../values.ts';
import type { PickedRequest } from './dispatch.ts';
import type { Rows } from './rows.ts';
import type { UserState } from './user.ts';

/** One for a round; it writes one request after the other. */
export class UserValues implements ValueSource {
  readonly #values: Values;
  readonly #rows: Rows;
  #picked: PickedRequest | null = null;

  constructor(values: Values, rows: Rows) {
    this.#values = values;
    this.#rows = rows;
  }

  /** @param picked whose user is known */
  of(picked: PickedRequest): this {
    this.#picked = picked;
    return this;
  }

  next(part: OpenPart): string {
    if (part.value === 'capture') return encode(this.#captured(part.name), part.encoding);
    if (part.value !== 'row') return this.#values.next(part);
    const { walk, rows } = this.#picked as PickedRequest;
    const row = this.#rows.row(part.table, this.#user.index, walk?.rows ?? rows, this.#values.random);
    return encode(row[part.column] as string, part.encoding);
  }

  cookies(login: number, path: string): string {
    (this.#picked as PickedRequest).path = path;
    return this.#user.jars[login]?.headerFor(path) ?? '';
  }

  get #user(): UserState {
    return this.#picked?.user as UserState;
  }

  #captured(name: string): string {
    const value = this.#picked?.walk?.captures[name] ?? this.#user.captures[name];
    if (value === undefined) throw new RangeError(`nobody captured ${name}`);
    return value;
  }
}
