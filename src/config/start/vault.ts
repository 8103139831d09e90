/** What of a source is a secret: by its name, or by how it looks. None is written, and nor is what repeats one. */
import { SecretFinder } from '../secrets/find-secrets.ts';
import { hideLooks } from '../secrets/hide-looks.ts';
import { hideRandom } from '../secrets/hide-values.ts';
import { secretsIn } from '../secrets/redact.ts';
import { variableName } from './literal.ts';

/** Names whose values open something, or are nobody's business. */
const SECRET_NAME =
  /pass(?:word|wd|phrase|code|wort)|kennwort|mot[_-]?de[_-]?passe|^pwd?$|^pass$|^auth$|^dsn$|connection[_-]?string|token|secret|authori[sz]ation|credential|cookie|api[_-]?key|access[_-]?key|private[_-]?key|^key$|subscription[_-]?key|jwt|bearer|signature|^sig$|session|^sid$|csrf|xsrf|otp|^pin$|cvv|cvc|card[_-]?number|^pan$|iban|ssn|nonce/i;

/** Ids, dates and words, that guard nothing however they look. */
const ID =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{24}|\d{4}-\d\d-\d\d(?:[T ][\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?|[+-]?\d{1,15}(?:\.\d+)?)$/i;

/** An e-mail address, wherever it stands. */
const ADDRESS =
  /[^\s/@:,;<>"'()[\]{}=&?]{1,64}@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]{0,62})\.){1,8}\p{L}{2,24}(?![\p{L}\p{N}])/u;

/** A URL with a password in it. */
const WITH_PASSWORD = /:\/\/[^/\s:@]{0,200}:[^/\s@]{1,200}@/;

const SHORTEST_TOKEN = 16;

/** An argument of GraphQL or a member of JSON within a text, and an element of XML, with their values. */
const NAMED = [
  /([A-Za-z_][\w-]{0,60})\\?["']?\s{0,9}[:=]\s{0,9}\\?["']([^"'\\]{1,500})/g,
  /<(?:[\w.-]{1,60}:)?([A-Za-z_][\w.-]{0,60})(?:\s[^<>]{0,500})?>\s{0,99}(?:<!\[CDATA\[)?([^<\s][^<]{0,499})</g,
];

/** Whether the name says that the value is a secret. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/** Whether a value is one, whatever it is called: a token, a key, what looks random. */
export function looksSecret(value: string): boolean {
  const text = value.trim();
  if (text.length < 8) return false;
  if (isCardNumber(text)) return true;
  if (ID.test(text)) return false;
  if (WITH_PASSWORD.test(text)) return true;
  if (hideLooks(text) !== text || /^(?:basic|bearer|token|digest|apikey)\s+\S/i.test(text)) return true;
  if (
    /-----BEGIN |\b(?:sk|pk|rk)_(?:live|test)_|\bgh[pousr]_|\bgithub_pat_|\bxox[abps]-|\bAKIA[0-9A-Z]{12}/.test(
      text,
    )
  )
    return true;
  if (/^[0-9a-f]{32,}$/i.test(text)) return true;
  return (
    !/\s/.test(text) && text.length >= SHORTEST_TOKEN && hideRandom(text) !== text && !/^[\w.+-]+@/.test(text)
  );
}

/** Whether a text names a person's mailbox. */
export function holdsAddress(text: string): boolean {
  return ADDRESS.test(text);
}

/** Whether a text says itself that a part of it is one: `password: "…"`, `<Password>…</Password>`. */
function namesSecret(text: string): boolean {
  return NAMED.some((pattern) =>
    [...text.matchAll(pattern)].some(
      ([, name = '', value = '']) => isSecretName(name) && !/^\s*(?:\{\{|\$\{)/.test(value),
    ),
  );
}

/** With another text in the place of each e-mail address. */
export function replaceAddresses(text: string, by: string): string {
  return text.replace(new RegExp(ADDRESS, 'gu'), by);
}

/** Of the lengths and first digits that cards have, with the last digit that they would have (ISO/IEC 7812-1). */
function isCardNumber(text: string): boolean {
  const digits = text.replace(/[ -]/g, '');
  if (!/^(?:[2-6]\d{15}|3[47]\d{13})$/.test(digits)) return false;
  const sum = [...digits].reverse().reduce((all, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? 1 : 2);
    return all + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/** The secrets of a source, and the names under which the environment is to hold them. */
export class Vault {
  readonly #placeholder: RegExp | null;
  readonly #secrets = new Set<string>();
  #finder: SecretFinder | null = null;

  /** @param placeholder what stands for templates meanwhile, and is no secret wherever it stands */
  constructor(placeholder: RegExp | null = null) {
    this.#placeholder = placeholder;
  }

  /** @returns the template that stands for it, `{{env.TAILGATE_…}}` */
  hide(name: string, value: string): string {
    this.add(value);
    return envTemplate(name);
  }

  add(value: string): void {
    const whole = value.trim();
    // As a header writes it, with the word before it.
    const [, bare = ''] = /^(?:basic|bearer|token|digest|apikey)\s+(.+)$/i.exec(whole) ?? [];
    for (const one of [whole, bare]) {
      if (one.length < 4 || one.includes('{{') || this.#placeholder?.test(one)) continue;
      for (const secret of secretsIn(one)) {
        if (this.#secrets.has(secret)) continue;
        this.#secrets.add(secret);
        this.#finder = null;
      }
    }
  }

  /** Whether a text repeats a secret that was found elsewhere, looks like or names one itself, or names a mailbox. */
  isClean(text: string): boolean {
    if (looksSecret(text) || namesSecret(text) || holdsAddress(text)) return false;
    this.#finder ??= new SecretFinder([...this.#secrets]);
    const { spans, isUnread } = this.#finder.find(text, false);
    return spans.length === 0 && !isUnread;
  }
}

export function envTemplate(name: string): string {
  return `{{env.TAILGATE_${variableName(name).replace(/^the_/, '').toUpperCase()}}}`;
}
