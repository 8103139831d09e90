/** A head's fields: names in lower case, values of a repeated one joined by commas. */
class HeadFields extends Map<string, string> {
  /** The values of Set-Cookie apart, which joined can't be told from one another. */
  readonly setCookies: string[] = [];
}

/** Heads of one service are mostly alike, but for the second: those that came last are known already. */
const known = new Map<string, HeadFields>();
const MOST_KNOWN = 32;
const LONGEST_KNOWN = 1024;

/** @param text of which the response's head is the first part, after informational ones */
export function readHead(text: string, status: number): Readonly<HeadFields> {
  const end = text.indexOf('\r\n\r\n');
  const isOwn = end >= 0 && end <= LONGEST_KNOWN && text.startsWith(String(status), 'HTTP/1.1 '.length);
  if (!isOwn) return parseHead(text, status);
  const head = text.slice(0, end);
  let fields = known.get(head);
  if (fields === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    fields = parseHead(head, status);
    known.set(head, fields);
  }
  return fields;
}

function parseHead(text: string, status: number): HeadFields {
  const fields = new HeadFields();
  const [start, end] = ownHead(text, status);
  for (let at = start; at < end; ) {
    const feed = text.indexOf('\n', at);
    const lineEnd = feed < 0 || feed > end ? end : feed;
    const colon = text.indexOf(':', at);
    if (colon > at && colon < lineEnd) {
      const name = text.slice(at, colon).toLowerCase();
      const value = text.slice(colon + 1, lineEnd).trim();
      const earlier = fields.get(name);
      fields.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
      if (name === 'set-cookie') fields.setCookies.push(value);
    }
    at = lineEnd + 1;
  }
  return fields;
}

/**
 * Where the lines after its status begin, and where they end. Informational responses come first; the last head before
 * the body is the response's own.
 */
function ownHead(text: string, status: number): readonly [start: number, end: number] {
  const between = /\r?\n\r?\n/g;
  for (let start = text.search(/\S|$/); start < text.length; start = between.lastIndex) {
    between.lastIndex = start;
    const end = between.exec(text)?.index ?? text.length;
    const first = text.slice(start, Math.min(end, start + 24));
    if (first.startsWith('HTTP/') && first.split(/[ \r\n]/, 2)[1] === String(status)) {
      const feed = text.indexOf('\n', start);
      return feed < 0 || feed > end ? [end, end] : [feed + 1, end];
    }
    if (end === text.length) break;
  }
  return [0, 0];
}
