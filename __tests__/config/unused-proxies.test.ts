import { explainUnusedProxies } from '../../src/config/target/unused-proxies.ts';
import { makePlan } from '../judgement/make.ts';

const said = (env: Record<string, string>, origin = 'https://pr-7.preview.example.com', base?: string) => {
  const plan = makePlan();
  const target = { ...plan.target, origin };
  return explainUnusedProxies({ target, base: base === undefined ? null : { origin: base } }, env);
};
const PROXY = 'http://user:secret@proxy.example:3128';

test('a proxy for the target is named, and not shown', () => {
  const [sentence, ...others] = said({ HTTPS_PROXY: PROXY });
  expect(others).toEqual([]);
  expect(sentence).toMatch(
    /^HTTPS_PROXY is set, but not used: Tailgate connects to pr-7\.preview\.example\.com directly/,
  );
  expect(sentence).toContain('NO_PROXY');
  expect(sentence).not.toMatch(/secret|3128/);
});

test.each([
  ['https_proxy', 'https://a.example'],
  ['http_proxy', 'http://a.example'],
  ['HTTP_PROXY', 'http://a.example'],
  ['ALL_PROXY', 'http://a.example'],
])('%s is one for %s', (name, origin) => {
  expect(said({ [name]: PROXY }, origin)[0]).toMatch(new RegExp(`^${name} is set`));
});

test.each([
  ['HTTP_PROXY', 'https://a.example'],
  ['HTTPS_PROXY', 'http://a.example'],
  ['HTTPS_PROXY', 'https://127.0.0.1:8443'],
  ['HTTPS_PROXY', 'https://[::1]:8443'],
  ['HTTPS_PROXY', 'https://app.localhost'],
  ['HTTPS_PROXY', ''],
])('%s is none for %s', (name, origin) => {
  expect(said({ [name]: PROXY }, origin)).toEqual([]);
});

test.each([
  ['*', true],
  ['preview.example.com', true],
  ['.preview.example.com', true],
  ['*.preview.example.com', true],
  ['other.example, PREVIEW.example.com', true],
  ['pr-7.preview.example.com:443', true],
  ['pr-7.preview.example.com:8443', false],
  ['review.example.com', false],
  ['example.org', false],
  ['', false],
])('NO_PROXY=%s: the direct way is meant, %s', (NO_PROXY, isMeant) => {
  expect(said({ HTTPS_PROXY: PROXY, NO_PROXY }).length === 0).toBe(isMeant);
});

test('of two sides, one sentence names both', () => {
  const env = { HTTPS_PROXY: PROXY };
  expect(said(env, 'https://a.example', 'https://b.example')).toEqual([
    expect.stringContaining('Tailgate connects to a.example and b.example directly'),
  ]);
  expect(said({ ...env, NO_PROXY: 'b.example' }, 'https://a.example', 'https://b.example')).toEqual([
    expect.stringContaining('Tailgate connects to a.example directly'),
  ]);
});
