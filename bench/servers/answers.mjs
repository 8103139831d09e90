/** The bytes of a response, in the pieces in which they are written over the service time. */
import { gzipSync } from 'node:zlib';

/** Pieces of a head that comes slowly. */
const HEAD_PIECES = 4;
const REASONS = { 200: 'OK', 503: 'Service Unavailable' };

/**
 * @param {object} behaviour `bodyBytes`; `framing`: length, chunked or until-close (HTTP/1.0); `gzip`; `slowHead`
 * @returns {(status: number, closing: boolean) => Buffer[]} made once for each status: building costs no service time
 */
export function createAnswers(behaviour) {
  const made = new Map();
  return (status, closing) => {
    const key = `${status} ${closing}`;
    if (!made.has(key)) made.set(key, build(behaviour, status, closing));
    return made.get(key);
  };
}

/** Head and the first half of a body that never comes to its end. */
export function brokenAnswer({ bodyBytes = 1024 }) {
  return Buffer.concat([
    head('HTTP/1.1', 200, [`content-length: ${bodyBytes}`]),
    plainBody(bodyBytes).subarray(0, bodyBytes / 2),
  ]);
}

function build({ bodyBytes = 1024, framing = 'length', gzip = false, slowHead = false }, status, closing) {
  const body = gzip ? gzipSync(plainBody(bodyBytes)) : plainBody(bodyBytes);
  const lines = ['content-type: application/json', ...(gzip ? ['content-encoding: gzip'] : [])];
  if (closing) lines.push('connection: close');
  if (framing === 'until-close') return [Buffer.concat([head('HTTP/1.0', status, lines), body])];
  if (framing === 'chunked')
    return chunked(head('HTTP/1.1', status, [...lines, 'transfer-encoding: chunked']), body);
  const whole = head('HTTP/1.1', status, [...lines, `content-length: ${body.length}`]);
  if (!slowHead) return [Buffer.concat([whole, body])];
  return [...split(whole, HEAD_PIECES - 1), body];
}

function head(version, status, lines) {
  return Buffer.from([`${version} ${status} ${REASONS[status]}`, ...lines, '', ''].join('\r\n'));
}

function chunked(start, body) {
  const third = Math.ceil(body.length / 3);
  const chunks = [0, 1, 2].map((i) => chunk(body.subarray(i * third, (i + 1) * third)));
  return [Buffer.concat([start, chunks[0]]), chunks[1], Buffer.concat([chunks[2], Buffer.from('0\r\n\r\n')])];
}

function chunk(bytes) {
  return Buffer.concat([Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n')]);
}

function split(bytes, pieces) {
  const size = Math.ceil(bytes.length / pieces);
  return Array.from({ length: pieces }, (_, i) => bytes.subarray(i * size, (i + 1) * size));
}

function plainBody(bytes) {
  const open = '{"text":"';
  return Buffer.from(`${open}${'tailgate '.repeat(bytes / 9 + 1).slice(0, bytes - open.length - 2)}"}`);
}
