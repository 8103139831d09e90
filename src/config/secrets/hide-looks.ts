const MASK = '***';

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

/** What looks like a token, or stands under a name such as password, whether it is known or not. */
export function hideLooks(text: string): string {
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
