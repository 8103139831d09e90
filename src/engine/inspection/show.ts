/** Letters of what is found that are repeated. Of a longer text none is: a part of a secret isn't recognised as one. */
const MOST_SHOWN = 200;

/**
 * A value of JSON in a sentence, bounded.
 * @param source how a number is written in the text
 */
export function showFound(value: unknown, source?: string): string {
  switch (typeof value) {
    case 'undefined':
      return 'nothing';
    case 'string':
      return showText(value);
    case 'number':
    case 'bigint':
      return showNumber(source ?? String(value));
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
    default:
      return String(value);
  }
}

function showText(text: string): string {
  if (text === '') return 'an empty text';
  return text.length > MOST_SHOWN ? `a text of ${text.length} letters` : JSON.stringify(text);
}

function showNumber(source: string): string {
  return source.length > MOST_SHOWN ? `a number of ${source.length} digits` : source;
}

/** What is expected stands in the configuration: its beginning is enough. */
export function showExpected(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  const shown = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'nothing');
  return shown.length > MOST_SHOWN ? `${shown.slice(0, MOST_SHOWN)}…` : shown;
}
