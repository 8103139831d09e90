/** The ways in which a secret may be written in a text: as it is, encoded, escaped. */
export function writeForms(secret: string): string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = [0, 1, 2].map((offset) => writeBase64Core(secret, offset));
  const forms = [
    secret,
    json,
    json.replaceAll('/', '\\/'),
    escapeNonAscii(json),
    JSON.stringify(json).slice(1, -1),
    escapeHtml(secret),
    ...base64,
    ...base64.map((core) => core.replaceAll('+', '-').replaceAll('/', '_')),
    ...base64.map((core) => core.replaceAll('/', '\\/')),
    ...[secret, ...base64].flatMap(percentEncode),
  ];
  return [...new Set(forms)];
}

function percentEncode(text: string): string[] {
  const whole = toWellFormed(text);
  const component = encodeURIComponent(whole);
  // RFC 3986's reserved letters, and those that a form encodes: libraries differ in what they leave as it is.
  const strict = encodeLetters(component, /[!'()*]/g);
  const form = encodeLetters(component, /[!'()~]/g);
  const forms = [component, strict, form, encodeURI(whole)].flatMap((one) => [
    one,
    one.replaceAll('%20', '+'),
  ]);
  return [...forms, ...forms.map((one) => one.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()))];
}

function encodeLetters(text: string, letters: RegExp): string {
  return text.replace(letters, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
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

function escapeNonAscii(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (letter) => names[letter] ?? letter);
}

/** Half a surrogate pair can't be percent-encoded; UTF-8 writes the replacement character for it. */
function toWellFormed(text: string): string {
  return text.replace(/\p{Surrogate}/gu, '\ufffd');
}
