/**
 * Headers by their names in lower case, values of a repeated one joined by commas.
 * @param text of which the response's head is the first part, after informational ones
 */
export function readHead(text: string, status: number): Map<string, string> {
  const headers = new Map<string, string>();
  // Informational responses come first; the last head before the body is the response's own.
  const heads = text.trimStart().split(/\r?\n\r?\n/);
  const own =
    heads.find((head) => head.startsWith('HTTP/') && head.split(/[ \r\n]/, 2)[1] === String(status)) ?? '';
  for (const line of own.split(/\r?\n/).slice(1)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}
