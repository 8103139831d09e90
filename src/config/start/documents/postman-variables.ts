/** `{{name}}` of a collection → our templates, by way of words that nothing else holds. */
import { envTemplate, isSecretName, looksSecret } from '../vault.ts';
import { listOf, membersOf, scalarOf } from './values.ts';

/** Postman's dynamic variables that have a like of ours. */
const DYNAMIC: Readonly<Record<string, string>> = {
  $guid: '{{uuid}}',
  $randomUUID: '{{uuid}}',
  $timestamp: '{{unique}}',
  $isoTimestamp: '{{now}}',
  $randomInt: '{{int 0 1000}}',
};
const MAX_DEPTH = 5;

export class Placeholders {
  readonly pattern = /^tgvar\d+x$/;
  readonly #values: ReadonlyMap<string, string>;
  readonly #templates: string[] = [];
  readonly #unknown = new Set<string>();

  /** @param variables the collection's own */
  constructor(variables: unknown) {
    this.#values = new Map(
      listOf(variables).map((one) => {
        const { key, id, value } = membersOf(one);
        return [String(key ?? id), scalarOf(value) ?? ''];
      }),
    );
  }

  get notes(): readonly string[] {
    if (this.#unknown.size === 0) return [];
    const names = [...this.#unknown].map((name) => envTemplate(name).slice(6, -2)).slice(0, 20);
    return [`Variables without a value in the collection come from the environment: ${names.join(', ')}.`];
  }

  /** A text with its variables' values in it, and a word in the place of each that only a template gives. */
  put(text: string, depth = 0): string {
    return text.replace(/\{\{([^{}]{1,200})\}\}/g, (_, written: string) => {
      const name = written.trim();
      const dynamic = Object.hasOwn(DYNAMIC, name) ? DYNAMIC[name] : undefined;
      if (dynamic !== undefined) return this.#word(dynamic);
      const value = this.#values.get(name) ?? '';
      if (value !== '' && !isSecretName(name) && !looksSecret(value) && depth < MAX_DEPTH)
        return this.put(value, depth + 1);
      // The host, which is told to every run anew.
      if (/url|host|domain|server|endpoint/i.test(name) && value === '') return 'host';
      this.#unknown.add(name);
      return this.#word(envTemplate(name));
    });
  }

  /** JSON in which such words stand bare. */
  quote(text: string): string {
    return text.replace(/(?<!["\w])tgvar\d+x(?!["\w])/g, '"$&"');
  }

  /** The templates in the places of their words, in all texts. */
  restore<T>(value: T): T {
    return this.#restored(value) as T;
  }

  #restored(value: unknown): unknown {
    if (typeof value === 'string')
      return value.replace(/tgvar(\d+)x/g, (word, index: string) => this.#templates[Number(index)] ?? word);
    if (Array.isArray(value)) return value.map((one) => this.#restored(one));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, this.#restored(own)]));
  }

  #word(template: string): string {
    this.#templates.push(template);
    return `tgvar${this.#templates.length - 1}x`;
  }
}
