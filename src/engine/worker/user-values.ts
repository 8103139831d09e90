/** What fills the places of a request that belongs to a user: its captures, its rows, its cookies. */
import { capturedAs, writeEncoded } from '../render.ts';
import type { OpenPart, ValueSource, Values } from '../values.ts';
import type { PickedRequest } from './dispatch.ts';
import type { DataRows } from './rows.ts';
import type { UserState } from './user.ts';

/** One for a round; it writes one request after the other. */
export class UserValues implements ValueSource {
  readonly #values: Values;
  readonly #rows: DataRows;
  #picked: PickedRequest | null = null;

  constructor(values: Values, rows: DataRows) {
    this.#values = values;
    this.#rows = rows;
  }

  /** @param picked whose user is known */
  of(picked: PickedRequest): this {
    this.#picked = picked;
    return this;
  }

  next(part: OpenPart): string {
    if (part.value === 'capture') return writeEncoded(this.#captured(part.name), part.encoding);
    if (part.value !== 'row') return this.#values.next(part);
    const { walk, rows } = this.#picked as PickedRequest;
    const row = this.#rows.row(part.table, this.#user.index, walk?.rows ?? rows, this.#values.random);
    return writeEncoded(row[part.column] as string, part.encoding);
  }

  cookies(path: string): string {
    const picked = this.#picked as PickedRequest;
    picked.path = path;
    return this.#user.jars[picked.session ?? -1]?.headerFor(path) ?? '';
  }

  get #user(): UserState {
    return this.#picked?.user as UserState;
  }

  #captured(name: string): string {
    const ofWalk = capturedAs(name, this.#picked?.walk?.captures ?? {});
    const value = ofWalk ?? capturedAs(name, this.#user.captures);
    if (value === undefined) throw new RangeError(`nobody captured ${name}`);
    return value;
  }
}
