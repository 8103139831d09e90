/** What went wrong on the way to the target, in words. */
const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection was refused',
  ECONNRESET: 'the connection was reset',
  ENOTFOUND: "the host's name can't be resolved",
  EAI_AGAIN: "the host's name can't be resolved at the moment",
  EHOSTUNREACH: 'the host is unreachable',
  ENETUNREACH: 'the network is unreachable',
  ETIMEDOUT: 'the connection timed out',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate's chain holds a self-signed one",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate's issuer is unknown",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "its certificate's issuer is unknown",
  CERT_HAS_EXPIRED: 'its certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
};

export function codeOf(error: unknown): string {
  const { code, errors } = error as { code?: unknown; errors?: unknown[] };
  if (typeof code === 'string' && code !== '') return code;
  // A connection that was tried at several addresses fails with all of their errors.
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : '';
}

export function explainFailure(error: unknown): string {
  const code = codeOf(error);
  const words = WORDS[code];
  if (words !== undefined) return `${words} (${code})`;
  const message = error instanceof Error ? error.message : String(error);
  return code === '' || message.includes(code) || code === 'TIMEOUT' ? message : `${message} (${code})`;
}

export function isTlsError(error: unknown): boolean {
  const code = codeOf(error);
  return /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|EPROTO|HOSTNAME_MISMATCH/.test(code);
}

export function isUnknownHost(error: unknown): boolean {
  return ['ENOTFOUND', 'EAI_AGAIN'].includes(codeOf(error));
}
