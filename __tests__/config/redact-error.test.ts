import { redactError } from '../../src/config/secrets/redact-error.ts';

const env = {
  TAILGATE_KEY: 'sup3rs3cret/value',
  INPUT_TOKEN: 'ghs_token-of-the-step',
  GITHUB_TOKEN: 'ghs_token-of-the-job',
  PATH: '/usr/local/bin',
  TAILGATE_NONE: undefined,
};

test('an error that quotes secrets is told without them, in its message and in its stack', () => {
  const error = new SyntaxError(
    'Invalid regular expression: /sup3rs3cret/value|ghs_token-of-the-step|ghs_token-of-the-job/ in /usr/local/bin',
  );
  expect(redactError(error, env)).toBe('Invalid regular expression: /***|***|***/ in /usr/local/bin');
  const stack = redactError(error, env, ({ stack = '' }) => stack);
  expect(stack).toMatch(/^SyntaxError: Invalid regular expression: \/\*{3}\|/);
  expect(stack).not.toMatch(/sup3r|ghs_/);
});

test('the tokens of a workflow are taken out under each name that the runner gives them', () => {
  const tokens = {
    GH_TOKEN: 'plain-words-a',
    ACTIONS_RUNTIME_TOKEN: 'plain-words-b',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'plain-words-c',
  };
  const others = { ACTIONS_CACHE_URL: 'plain-words-d' };
  const error = new Error(Object.values({ ...tokens, ...others }).join(' '));
  expect(redactError(error, { ...tokens, ...others })).toBe('*** *** *** plain-words-d');
});

test('encoded, and where it would be cut in two, too', () => {
  const coded = Buffer.from(`u:${env.TAILGATE_KEY}`).toString('base64');
  const text = redactError(
    new Error(`${coded} ${'x'.repeat(3980)}${env.TAILGATE_KEY}${'y'.repeat(9000)}`),
    env,
  );
  expect(text).not.toMatch(/sup|c3VwM3J/);
  expect(text.length).toBe(4001);
});

test('what is no error, and an error that can’t be read', () => {
  expect(redactError('out of the blue', env)).toBe('out of the blue');
  const text = () => {
    throw new Error('sup3rs3cret');
  };
  expect(redactError(new TypeError('sup3rs3cret'), env, text)).toBe(
    'TypeError, whose words may hold secrets',
  );
});
