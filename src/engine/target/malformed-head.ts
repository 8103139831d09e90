/** Letters of a header's name or value that a message shows. */
const SHOWN = 40;

/**
 * What is wrong with a response's head that no parser takes, by the names of its headers (RFC 9112, 5 and 6); null
 * where it isn't known. Values are shown of Content-Length alone: others may hold secrets.
 * @param raw what came, from its beginning
 */
export function explainHead(raw: Buffer): string | null {
  const text = raw.toString('latin1');
  if (!text.startsWith('HTTP/')) return null;
  const [head = ''] = text.split(/\r?\n\r?\n/, 1);
  const lines = head.split(/\r?\n/).slice(1);
  const values = (name: string) =>
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return line.slice(0, colon).trim().toLowerCase() === name ? [line.slice(colon + 1).trim()] : [];
    });
  const lengths = values('content-length');
  if (lengths.length > 0 && values('transfer-encoding').length > 0) {
    return 'it sends both Content-Length and Transfer-Encoding, which is not allowed (RFC 9112, 6.2): the service, or a proxy in front of it, has to omit one of them';
  }
  if (lengths.length > 1) {
    return `it answers with Content-Length ${lengths.length} times (${lengths.map(show).join(', ')}): the service, or a proxy in front of it, has to send it once`;
  }
  const [length = '0'] = lengths;
  if (!/^\d+$/.test(length)) return `it answers with the Content-Length ${show(length)}, which is no length`;
  const strange = lines.find((line) => !/^[!#$%&'*+.^_`|~\w-]+:/.test(line) && !/^[ \t]/.test(line));
  if (strange !== undefined && lines.at(-1) !== strange) {
    return `it answers with the header line ${show(strange.split(':', 1)[0] ?? '')}, which is none: a name, a colon and a value are one (RFC 9112, 5)`;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  const control = lines.find((line) => /[\u0000-\u0008\u000a-\u001f\u007f]/.test(line));
  if (control === undefined) return null;
  return `it answers with a control character in the header ${show(control.split(':', 1)[0] ?? '')}`;
}

function show(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is left out
  const plain = text.replace(/[\u0000-\u001f\u007f-\u00ff]/g, '?');
  return `“${plain.length > SHOWN ? `${plain.slice(0, SHOWN)}…` : plain}”`;
}
