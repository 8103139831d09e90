import { ConfigurationError } from '../../../configuration-error.ts';
import { type Members, membersOf, own } from '../values.ts';

const MOST_STEPS = 30;

/** Follows `$ref` within one document (RFC 6901). */
export class References {
  readonly #document: unknown;
  readonly #file: string;

  constructor(document: unknown, file: string) {
    this.#document = document;
    this.#file = file;
  }

  /**
   * What a value is, or what it refers to; empty where that isn't there, or refers to itself.
   * @throws ConfigurationError where it is in another file
   */
  follow(value: unknown): Members {
    let members = membersOf(value);
    for (let step = 0; step < MOST_STEPS; step++) {
      const reference = own(members, '$ref');
      if (typeof reference !== 'string') return members;
      members = membersOf(this.#find(reference));
    }
    return {};
  }

  #find(reference: string): unknown {
    if (!reference.startsWith('#')) {
      throw new ConfigurationError(
        `refers to ${JSON.stringify(reference.slice(0, 80))}, and other files are not read: put all of it into one file first, for example with redocly bundle`,
        { file: this.#file },
      );
    }
    let found: unknown = this.#document;
    for (const part of reference.slice(1).split('/').slice(1)) {
      const name = decode(part).replaceAll('~1', '/').replaceAll('~0', '~');
      found = Array.isArray(found) ? found[Number(name)] : own(membersOf(found), name);
    }
    return found;
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
