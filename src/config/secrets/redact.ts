import { SecretFinder, type SecretSpan } from './find-secrets.ts';
import { hideLooks } from './hide-looks.ts';
import { credentialsIn } from './secret-forms.ts';

const MASK = '***';

/** A captured value that is shorter, such as an id or a role, guards nothing, and is found in ordinary words. */
export const SHORTEST_CAPTURE = 8;

/** Letters of a text that are looked at: nobody is shown more of a response or an error. */
const MOST_LETTERS = 65_536;

/** At the end of a text that was cut off, what may go on as a token: of JSON (JWT), or too short yet to be Base64. */
const BEGUN_TOKEN = /(?<![\w-])eyJ[\w-]*$|(?<![\w+/-])[\w+/-]{1,7}$/;

/** How often masks may come to spell a secret before nothing of the text is shown. */
const MOST_ROUNDS = 8;

/**
 * Hides secrets in a text.
 * @param isCut the text was cut off where it ends: it is cut once more, before a secret that may have begun there
 */
export type Redact = (text: string, isCut?: boolean) => string;

/**
 * Makes a function that hides secrets in a text: each secret as it is, line by line, in Base64 (wherever it stands in
 * what was encoded), whichever of its letters are percent-encoded or escaped as in JSON or HTML, once or again, and
 * whatever stands between them that nobody sees or that breaks a line; and, secret or not, what looks like a token or
 * stands under a name such as password. Where a secret is Base64 of a user's name and password, these are secrets, too.
 * Secrets of fewer than four characters are left alone. A text longer than 65,536 letters is cut off.
 */
export function redactor(secrets: readonly string[]): Redact {
  // Not before a text is there to be redacted: under load there mostly is none.
  let finder: SecretFinder | null = null;
  // What was masked can spell a secret only if that is made of stars itself.
  const spellsMasks = secrets.some((secret) => secret.includes('*'));
  return (text, isCut = false) => {
    if (text === '') return '';
    finder ??= new SecretFinder(secrets);
    const endsEarly = isCut || text.length > MOST_LETTERS;
    const known = hideKnown(finder, text.slice(0, MOST_LETTERS), endsEarly);
    let shown = known === null ? MASK : hideLooks(endsEarly ? known.replace(BEGUN_TOKEN, '') : known);
    for (let round = 0; spellsMasks; round++) {
      const next = hideKnown(finder, shown, false);
      if (next !== null && next.length >= shown.length) break;
      if (next === null || round === MOST_ROUNDS) return MASK;
      shown = next;
    }
    return shown;
  };
}

/** What nothing may show of a value of the environment or of a response: itself, and what it holds. */
export function secretsIn(value: string): string[] {
  return [value, ...credentialsIn(value)];
}

/** Null where nobody can tell what the text says. */
function hideKnown(finder: SecretFinder, text: string, isCut: boolean): string | null {
  const { spans, end, isUnread } = finder.find(text, isCut);
  return isUnread ? null : maskAll(text.slice(0, end), spans);
}

function maskAll(text: string, spans: readonly SecretSpan[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    if (start >= text.length) break;
    pieces.push(text.slice(from, start), MASK);
    from = end;
  }
  return pieces.join('') + text.slice(from);
}
