const MASK = '***';

/** A shorter value is an id, a role or a word; a session or a token that anybody could guess guards nothing. */
const SHORTEST_VALUE = 8;

/** Letters of tokens, and of paths, names and codes. */
const WORD = /[\w+/=~.-]{8,}/g;

/** A text in quotes, such as a hidden field's, or behind an equals sign, as in a form or a query; no name of JSON. */
// What may begin a value is never part of one: no text takes longer than its length calls for.
const VALUE = /(["'=])[^\s"'<>&=:,;{}[\]][^\s"'<>&=]{7,}(?=[\s"'<>&=]|$)(?!["']\s{0,8}:)/g;

/**
 * A response that may hand out what opens a service (a session, a token), for a message: its shape, its sentences and
 * its short words, without its values. In JSON that is every text of eight characters or more that has no blank, and
 * every number as long; elsewhere, what stands in quotes or behind an equals sign; and in sentences what looks random.
 * @param redact takes known secrets out; they go first, since a part of one isn't recognised
 */
export function hideValues(response: string, redact: (text: string) => string): string {
  const known = redact(response);
  try {
    return JSON.stringify(JSON.parse(known, (_, value: unknown) => hideInJson(value)));
  } catch {
    // No JSON, the start of one, or one that is nested too deeply.
    return hideInText(known);
  }
}

/** What looks random in a text, such as a session's id; words, paths, dates and codes of errors stay. */
export function hideRandom(text: string): string {
  return text.replace(WORD, (word) => (looksRandom(word) ? MASK : word));
}

function hideInJson(value: unknown): unknown {
  if (typeof value === 'string') return hideInText(value);
  if (typeof value === 'number') return String(value).length < SHORTEST_VALUE ? value : MASK;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, own]) => [hideRandom(name), own]));
}

function hideInText(text: string): string {
  const whole = text.trim();
  if (whole.length >= SHORTEST_VALUE && !/\s|^<.*>$/.test(whole)) return MASK;
  return hideRandom(text.replace(VALUE, `$1${MASK}`));
}

/**
 * Small letters, capitals and digits take turns: at every fifth letter or more often. A capitalised word is one turn.
 */
function looksRandom(word: string): boolean {
  const letters = word.replace(/[^A-Za-z0-9]/g, '');
  const turns = letters.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])/g)?.length ?? 0;
  return turns * 5 >= letters.length;
}
