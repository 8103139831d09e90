import { readDecoded } from './read-decoded.ts';
import { writeForms } from './secret-forms.ts';

const MASK = '***';

/** A shorter secret can't be told from ordinary text. */
const SHORTEST_SECRET = 4;

/** A captured value that is shorter, such as an id or a role, guards nothing, and is found in ordinary words. */
export const SHORTEST_CAPTURE = 8;

/** Parts of names whose values are secrets. */
const KEYWORDS =
  'pass(?:word|wd|phrase)|pwd|token|secret|authorization|credential|cookie|api[_-]?key|access[_-]?key|private[_-]?key|jwt';

// Every quantifier over a class that its neighbours share is bounded, and a value's end is optional: no text, however
// it was made, takes longer than its length calls for.
const NAME = `(?:${KEYWORDS})[\\w-]{0,32}`;

/** `"access_token": "…"`, also in JSON that is itself a JSON string, and unquoted, listed or nested values. */
const JSON_MEMBER = new RegExp(
  `(${NAME}\\\\{0,8}["']\\s{0,8}:\\s{0,8})` +
    `("(?:[^"\\\\]|\\\\[^])*"?|'[^']*'?|\\\\{1,8}"[^"\\\\]*|\\[[^\\]]*\\]?|\\{[^}]*\\}?|(?!null\\b|true\\b|false\\b)[^\\s,}\\]"'\\\\]+)`,
  'gi',
);

/** `password=…` of forms, queries and log lines. */
const FORM_FIELD = new RegExp(`(${NAME}\\s{0,2}=\\s{0,2})("[^"]*"?|'[^']*'?|[^\\s&"'<>;,]+)`, 'gi');

/** `Authorization: …` to the line's end. */
const HEADER_LINE =
  /\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key|x-auth-token)(\s{0,4}:\s{0,4})[^\r\n"']+/gi;

const BEARER = /\b(Bearer\s{1,8})[^\s"'<>,;\\]+/gi;

/** Three Base64url parts, the first of which starts as JSON does. */
const JWT = /(?<![\w-])eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)?/g;

/**
 * Makes a function that hides secrets in a text: each secret as it is, line by line, in Base64 (wherever it stands in
 * what was encoded), and whichever of its letters are percent-encoded or escaped as in JSON or HTML, once or again;
 * and, secret or not, what looks like a token or stands under a name such as password. Secrets of fewer than four
 * characters are left alone.
 */
export function redactor(secrets: readonly string[]): (text: string) => string {
  const forms = secrets.filter((secret) => secret.length >= SHORTEST_SECRET).flatMap(writeForms);
  const needles = [...new Set(forms)].filter((form) => form.length >= SHORTEST_SECRET);
  return (text) => hideKnown(hideLooks(hideKnown(text, needles)), needles);
}

/** Until none is left: a mask beside other text could itself spell a secret that is made of stars. */
function hideKnown(text: string, needles: readonly string[]): string {
  let shown = text;
  for (;;) {
    const next = maskAll(shown, findAll(shown, needles));
    // A mask is shorter than any secret, so that this ends.
    if (next.length >= shown.length) return next;
    shown = next;
  }
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Where the text says a secret. Plain texts are looked for, one after the other: a pattern of all of them has a largest
 * size, and what breaks it quotes them.
 */
function findAll(text: string, needles: readonly string[]): Span[] {
  const spans: Span[] = [];
  for (const reading of readDecoded(text)) {
    for (const needle of needles) {
      let at = reading.text.indexOf(needle);
      while (at >= 0) {
        const next = at + needle.length;
        spans.push({ start: reading.startOf(at), end: reading.endOf(next - 1) });
        at = reading.text.indexOf(needle, next);
      }
    }
  }
  return spans.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** One mask for what overlaps. */
function maskAll(text: string, spans: readonly Span[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end } of spans) {
    if (start >= from) pieces.push(text.slice(from, start), MASK);
    from = Math.max(from, end);
  }
  return pieces.join('') + text.slice(from);
}

function hideLooks(text: string): string {
  return text
    .replace(JWT, MASK)
    .replace(JSON_MEMBER, (_, name: string, value: string) => name + maskQuoted(value, '"'))
    .replace(FORM_FIELD, (_, name: string, value: string) => name + maskQuoted(value, ''))
    .replace(HEADER_LINE, `$1$2${MASK}`)
    .replace(BEARER, `$1${MASK}`);
}

/** Keeps the value's quotes, so that a JSON body stays one; `bare` are the quotes for a value without any. */
function maskQuoted(value: string, bare: string): string {
  const open = /^\\*["']/.exec(value)?.[0];
  if (open === undefined) return bare + MASK + bare;
  const closed = open.length === 1 && value.length > 1 && value.endsWith(open);
  return open + MASK + (closed ? open : '');
}
