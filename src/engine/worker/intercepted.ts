/**
 * Who answered: the service, or something on the path to it. A rate limiter, a login page or a bot challenge answers
 * fast and says nothing about the service, so it has to be told apart from an error of the service's.
 */
export type InterceptionKind = 'rate-limited' | 'login-redirect' | 'challenge';

/** Headers by which the common guards mark a challenge (Cloudflare, Vercel, AWS WAF, DataDome, Sucuri). */
const CHALLENGE_HEADERS: readonly (readonly [name: string, value: RegExp])[] = [
  ['cf-mitigated', /challenge/],
  ['x-vercel-mitigated', /challenge|deny/],
  ['x-amzn-waf-action', /challenge|captcha/],
  // Not x-datadome, which stands on responses that were let through as well.
  ['x-dd-b', /./],
  ['x-sucuri-block', /./],
];

const LOGIN_PLACE =
  /(^|[/.?&_-])(log[-_]?in|sign[-_]?in|sso|oauth2?|saml|auth|authorize|cloudflareaccess)([/.?&=_-]|$)/i;

export function classifyResponse(
  status: number,
  headers: ReadonlyMap<string, string>,
): InterceptionKind | null {
  for (const [name, value] of CHALLENGE_HEADERS) {
    if (value.test(headers.get(name) ?? '')) return 'challenge';
  }
  if (status === 429) return 'rate-limited';
  if (status >= 300 && status < 400) {
    return LOGIN_PLACE.test(headers.get('location') ?? '') ? 'login-redirect' : null;
  }
  // Vercel's deployment protection asks for a login without redirecting.
  if (status === 401 && /_vercel_sso_nonce/.test(headers.get('set-cookie') ?? '')) return 'login-redirect';
  return null;
}
