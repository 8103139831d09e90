import { explainHead } from './malformed-head.ts';

/** What went wrong on the way to the target, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: "the host name can't be resolved",
  EAI_AGAIN: "the host name can't be resolved at the moment",
  EHOSTUNREACH: 'the host is unreachable',
  ENETUNREACH: 'the network is unreachable',
  ETIMEDOUT: 'the connection timed out',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate chain contains a self-signed one',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate's issuer is unknown",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate's issuer is unknown",
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL: 'it does not offer HTTP/1.1 over TLS',
  EMFILE: 'this process has no file descriptor left',
  ENFILE: 'this machine has no file descriptor left',
  EADDRNOTAVAIL: 'this machine has no local address or port left for a connection there',
  ENOBUFS: 'this machine has no memory left for a connection',
  ERR_BUFFER_TOO_LARGE: 'the response is larger than 1 MiB when decompressed',
  // Of responses that the load met:
  CLOSED_WITHOUT_ANSWER: 'the connection was closed without a response',
  TRUNCATED: 'the response was cut off',
  SURPLUS_BYTES: 'it sent more bytes than it announced',
  BODY_TOO_LARGE: 'the response is larger than 64 MiB',
  HEAD_TOO_LARGE: "the response's head is larger than 64 KiB",
};

const LENGTH = 'its Content-Length is not a length, occurs twice or comes with Transfer-Encoding';
const HEADER = "a line of the response's head is no header";

/** What the parser met (llhttp's codes); every other one is met where HTTP/1.x was expected and something else came. */
const PARSER_WORDS: Readonly<Record<string, string>> = {
  HPE_UNEXPECTED_CONTENT_LENGTH: LENGTH,
  HPE_INVALID_CONTENT_LENGTH: LENGTH,
  HPE_INVALID_TRANSFER_ENCODING: LENGTH,
  HPE_INVALID_HEADER_TOKEN: HEADER,
  HPE_CR_EXPECTED: HEADER,
  HPE_LF_EXPECTED: HEADER,
  HPE_STRICT: HEADER,
  HPE_HEADER_OVERFLOW: "the response's head is larger than 16 KiB",
  HPE_INVALID_VERSION: "the response's version of HTTP is neither 1.0 nor 1.1",
  HPE_INVALID_STATUS: "the response's status is none",
  HPE_INVALID_CHUNK_SIZE: 'the length of a chunk is none',
  HPE_INVALID_EOF_STATE: 'the response was cut off',
  HPE_CLOSED_CONNECTION: 'more came after a response that was said to be the last',
};

/** An error's code in words, the code beside them; the code alone where there are none, or what stands in for it. */
export function explainCode(code: string, otherwise = code): string {
  const words =
    WORDS[code] ?? PARSER_WORDS[code] ?? (code.startsWith('HPE_') ? 'what came is no HTTP' : undefined);
  return words === undefined ? otherwise : `${words} (${code})`;
}

/** What OpenSSL makes of a response that is none of TLS, by its versions. */
const NO_TLS = /wrong version number|packet length too long|:http request/;

export function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string' && code !== '') return code;
  // A connection that was tried at several addresses fails with all of their errors.
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : '';
}

export function explainFailure(error: unknown): string {
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  // Node's name for it is that of a reset, which it isn't.
  if (message === 'socket hang up') return WORDS.CLOSED_WITHOUT_ANSWER as string;
  if (NO_TLS.test(message)) return `it does not speak TLS (${code})`;
  const head = explainHead(rawOf(error));
  if (head !== null) return `${head} (${code})`;
  const told = code === '' || message.includes(code) || code === 'TIMEOUT' ? message : `${message} (${code})`;
  return explainCode(code, told);
}

/** The bytes that the parser of Node's client stumbled over. */
export function rawOf(error: unknown): Buffer {
  const { rawPacket } = error as { rawPacket?: unknown };
  return Buffer.isBuffer(rawPacket) ? rawPacket : Buffer.alloc(0);
}

/** True where this machine, and not whoever was asked, is why there was no connection. */
export function isOwnFault(code: string): boolean {
  return OWN_FAULTS.has(code);
}

const OWN_FAULTS: ReadonlySet<string> = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS']);

/** True where no response came: what was asked is no reason for that. */
export function isSilence(error: unknown): boolean {
  return SILENCE.has(codeOf(error));
}

const SILENCE: ReadonlySet<string> = new Set([
  'TIMEOUT',
  'CLOSED_WITHOUT_ANSWER',
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Why a status before the load is none of the configuration's doing; null where it may be. */
export function faultOf(status: number): 'limited-at-start' | 'service-broken' | null {
  if (status === 429) return 'limited-at-start';
  return status >= 500 ? 'service-broken' : null;
}

export function isTlsError(error: unknown): boolean {
  const code = codeOf(error);
  return /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH/.test(code);
}

export function isUnknownHost(error: unknown): boolean {
  return ['ENOTFOUND', 'EAI_AGAIN'].includes(codeOf(error));
}
