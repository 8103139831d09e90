/** A shorter line of a secret of several lines, such as the last of a key's, is found in ordinary words. */
const SHORTEST_LINE = 8;

/**
 * The ways in which a secret may be written where no letter is escaped: as it is, without the blanks around it, line by
 * line, and in Base64. What escapes letters is undone in the text, see `readDecoded`.
 */
export function writeForms(secret: string): string[] {
  const lines = secret.split(/[\r\n]+/).map((line) => line.trim());
  const whole = [...new Set([secret, secret.trim()])];
  const base64 = whole.flatMap((one) => [0, 1, 2].map((offset) => writeBase64Core(one, offset)));
  const forms = [
    ...whole,
    ...lines.filter((line) => line.length >= SHORTEST_LINE),
    ...base64,
    ...base64.map((core) => core.replaceAll('+', '-').replaceAll('/', '_')),
  ];
  // Half a surrogate pair can't be percent-encoded; UTF-8 writes the replacement character for it.
  const wellFormed = forms.map((form) => form.replace(/\p{Surrogate}/gu, '\ufffd'));
  return [...new Set([...forms, ...wellFormed].flatMap((form) => [form, form.replaceAll(' ', '+')]))];
}

/**
 * The Base64 characters that depend on the secret alone when `offset` (0…2) bytes modulo 3 stand before it, as in
 * `user:secret`. Each character holds six bits: those with bits of a neighbour are left out.
 */
function writeBase64Core(secret: string, offset: number): string {
  const bytes = new TextEncoder().encode(secret);
  const padded = new Uint8Array(offset + bytes.length);
  padded.set(bytes, offset);
  let binary = '';
  for (const byte of padded) binary += String.fromCharCode(byte);
  return btoa(binary).slice(Math.ceil((offset * 8) / 6), Math.floor((padded.length * 8) / 6));
}
