import { retryAfterSeconds } from '../../src/engine/retry-after.ts';
import { classifyResponse } from '../../src/engine/worker/intercepted.ts';

const headers = (entries: Record<string, string>) => new Map(Object.entries(entries));

describe('who answered', () => {
  test.each([
    [429, {}, 'rate-limited'],
    [403, { 'cf-mitigated': 'challenge' }, 'challenge'],
    [429, { 'x-vercel-mitigated': 'challenge' }, 'challenge'],
    [202, { 'x-amzn-waf-action': 'challenge' }, 'challenge'],
    [405, { 'x-amzn-waf-action': 'captcha' }, 'challenge'],
    [403, { 'x-dd-b': '1', 'x-datadome': 'protected' }, 'challenge'],
    [500, { 'x-datadome': 'protected' }, null],
    [403, { 'x-sucuri-block': 'BOT' }, 'challenge'],
    [302, { location: '/login' }, 'login-redirect'],
    [303, { location: '/users/sign_in' }, 'login-redirect'],
    [302, { location: '/users/log_in' }, 'login-redirect'],
    [302, { location: '/account/sign-in?next=%2F' }, 'login-redirect'],
    [302, { location: 'https://vercel.com/sso-api?url=x' }, 'login-redirect'],
    [302, { location: 'https://team.cloudflareaccess.com/cdn-cgi/access/login/x' }, 'login-redirect'],
    [307, { location: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize' }, 'login-redirect'],
    [302, { location: 'https://auth.example/realms/a' }, 'login-redirect'],
    [302, { location: '/oauth2/start?rd=/' }, 'login-redirect'],
    [401, { 'set-cookie': '_vercel_sso_nonce=abc; Path=/' }, 'login-redirect'],
    [401, { 'set-cookie': '__cf_bm=x, _vercel_sso_nonce=abc, other=1' }, 'login-redirect'],
    [302, { location: '/buildings/' }, null],
    [301, { location: '/authors' }, null],
    [302, { location: '/blog-in-depth' }, null],
    [302, {}, null],
    [304, {}, null],
    [401, {}, null],
    [403, {}, null],
    [500, { location: '/login' }, null],
    [503, { 'retry-after': '3' }, null],
    [200, { server: 'cloudflare' }, null],
  ] as const)('%i with %j: %p', (status, given, expected) => {
    expect(classifyResponse(status, headers(given))).toBe(expected);
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-11-22T10:00:00Z');

  test.each([
    [undefined, null],
    ['0', 0],
    ['120', 120],
    ['Sun, 22 Nov 2026 10:00:30 GMT', 30],
    ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    ['-5', null],
    ['1.5', null],
    ['12345678901', null],
  ])('%p is %p s', (value, seconds) => {
    expect(retryAfterSeconds(value, now)).toBe(seconds);
  });

  test('a date is not rounded to an earlier one', () => {
    expect(retryAfterSeconds('Sun, 22 Nov 2026 10:00:30 GMT', now + 600)).toBe(30);
  });
});
