/**
 * Whether a server speaks HTTP/2 and nothing else: the load speaks HTTP/1.1, and what comes back from such a server is
 * a closed connection, an alert or binary frames.
 */
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { codeOf, rawOf } from './failure.ts';

const ASK_MS = 3000;
/** What a client begins with that knows the server's version already, and empty settings (RFC 9113, 3.4 and 6.5). */
const PREFACE = Buffer.concat([
  Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  Buffer.from([0, 0, 0, 4, 0, 0, 0, 0, 0]),
]);
const FRAME_HEAD_BYTES = 9;
const NO_PROTOCOL = 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL';

/** Whether TLS ended because HTTP/1.1 is none of what the server speaks. */
export function refusedProtocol(error: unknown): boolean {
  return codeOf(error) === NO_PROTOCOL;
}

/** Whether an error of a request over HTTP/1.1 is one that such a server makes, among others. */
export function mayBeHttp2(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'CLOSED_WITHOUT_ANSWER' || code === 'ECONNRESET' || code.startsWith('HPE_');
}

/** Whether a status is one that such a server gives, among others; over TLS more of them can be told apart. */
export function mayRefuseVersion(status: number, secure: boolean): boolean {
  return [426, 464, 505].includes(status) || (secure && [400, 403, 421].includes(status));
}

/** Whether an error alone shows it: frames came where a response was expected. */
export function sentFrames(error: unknown): boolean {
  return areSettings(rawOf(error));
}

/**
 * To be asked only where HTTP/1.1 got no good response. Over TLS by what the server chooses of what it is offered
 * (RFC 7301); else by its answer to HTTP/2's preface. False also where nothing can be told.
 */
export async function speaksOnlyHttp2(url: string, address: string, signal: AbortSignal): Promise<boolean> {
  const { protocol, hostname, port } = new URL(url);
  const secure = protocol === 'https:';
  const place = { host: address, port: Number(port) || (secure ? 443 : 80) };
  if (!secure) return answersPreface(place, signal);
  const name = hostname.replace(/^\[|\]$/g, '');
  const servername = isIP(name) ? {} : { servername: name };
  const choose = (offered: string) =>
    new Promise<string | null>((resolve) => {
      const socket = connectTls({ ...place, ...servername, ALPNProtocols: [offered] });
      attend(socket, signal, () => resolve(null));
      socket.on('secureConnect', () => {
        resolve(socket.alpnProtocol || null);
        socket.destroy();
      });
    });
  return (await choose('http/1.1')) === null && (await choose('h2')) === 'h2';
}

function answersPreface(place: { readonly host: string; readonly port: number }, signal: AbortSignal) {
  return new Promise<boolean>((resolve) => {
    const socket = connectTcp(place);
    attend(socket, signal, () => resolve(false));
    socket.on('connect', () => socket.write(PREFACE));
    let came = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      came = Buffer.concat([came, chunk]);
      if (came.length < FRAME_HEAD_BYTES) return;
      resolve(areSettings(came));
      socket.destroy();
    });
  });
}

/** Ends the socket in time, and tells of every end of it. */
function attend(socket: Socket | TLSSocket, signal: AbortSignal, ended: () => void): void {
  const end = () => socket.destroy();
  const timer = setTimeout(end, ASK_MS);
  signal.addEventListener('abort', end, { once: true });
  if (signal.aborted) end();
  socket.on('error', () => {});
  socket.on('close', () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
    ended();
  });
}

/** A server's first frame is SETTINGS: of whole pairs of 6 bytes, on the stream 0 (RFC 9113, 6.5). */
function areSettings(bytes: Buffer): boolean {
  if (bytes.length < FRAME_HEAD_BYTES) return false;
  const [length, type, stream] = [bytes.readUIntBE(0, 3), bytes[3], bytes.readUInt32BE(5)];
  return type === 4 && stream === 0 && length % 6 === 0 && length < 16_384;
}
