/** Texts of a source as they stand in tailgate.yml. */

/** A text that is sent as it is: two braces would begin a template. */
export function writeLiteral(text: string): string {
  return text.replaceAll('{{', '{{"{{"}}');
}

/** A text that a source holds, without what nobody sees; on one line. */
export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A segment or a query's part as it is sent; what is percent-encoded stays so. */
export function encodePart(text: string): string {
  return writeLiteral(
    text
      .toWellFormed()
      .replace(/%(?![0-9a-f]{2})|[^!-~]|[\\"<>^`{|}#?]/giu, (letter) =>
        letter === '%' ? '%25' : encodeURIComponent(letter),
      ),
  );
}

/** Name of a variable of a template: `order_id` of `orderId` and `{order-id}`. */
export function variableName(text: string): string {
  const name = text
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .toLowerCase()
    .slice(0, 40);
  if (name === '') return 'value';
  return /^[a-z]/.test(name) && !RESERVED.has(name) ? name : `the_${name}`;
}

/** Names that templates have for something else, and those of what a login captures. */
const RESERVED: ReadonlySet<string> = new Set([
  'env',
  'unique',
  'uuid',
  'now',
  'int',
  'pick',
  'run',
  'traceparent',
  'token',
]);

/** `orders` → `order`, where that is plain. */
export function singular(word: string): string {
  if (/ies$/i.test(word)) return word.replace(/ies$/i, 'y');
  if (/(?:ss|x|ch|sh)es$/i.test(word)) return word.slice(0, -2);
  return /[^su]s$/i.test(word) ? word.slice(0, -1) : word;
}
