import { parseBaselineSource } from '../../src/config/baseline-source.ts';
import { parseInputs } from '../../src/config/inputs.ts';

describe('inputs', () => {
  test('empty ones take their defaults', () => {
    const defaults = {
      config: '',
      'target-url': '',
      'base-url': '',
      profile: '',
      baseline: '',
      token: '',
      comment: 'always',
      'comment-key': '',
      'on-inconclusive': '',
      'on-invalid': 'fail',
    };
    expect(parseInputs({})).toEqual(defaults);
    expect(parseInputs(Object.fromEntries(Object.keys(defaults).map((key) => [key, ' '])))).toEqual(defaults);
  });

  test('what is set is taken', () => {
    const given = {
      config: ' a.yml ',
      profile: 'light',
      comment: 'never',
      'comment-key': 'node 20/eu_west.1',
      'on-inconclusive': 'fail',
      'on-invalid': 'neutral',
    };
    expect(parseInputs(given)).toMatchObject({ ...given, config: 'a.yml' });
  });

  test.each([
    ['comment', 'sometimes', 'input comment: "sometimes" is not allowed: use always or never'],
    ['on-inconclusive', 'pass', 'input on-inconclusive: "pass" is not allowed: use fail or neutral'],
    ['on-invalid', 'warn', 'input on-invalid: "warn" is not allowed: use fail or neutral'],
    ['profile', 'fast', 'input profile: "fast" is no profile: use light, realistic'],
    ['comment-key', 'a-->b', 'input comment-key: "a-->b" is not allowed: use at most 60 letters'],
    ['comment-key', 'a--b', 'input comment-key: "a--b" is not allowed'],
  ])('%s: %s', (name, value, message) => {
    expect(() => parseInputs({ [name]: value })).toThrow(message);
  });
});

describe('baseline sources', () => {
  const place = { key: 'baseline' };

  test.each([
    ['a.md', 'a.md', null],
    ['./docs/../a.md', './docs/../a.md', null],
    ['docs/a.md#Final run #3', 'docs/a.md', 'Final run #3'],
    [' docs/a b.txt # x ', 'docs/a b.txt', 'x'],
  ])('%s', (text, file, section) => {
    expect(parseBaselineSource(text, place, 'workspace')).toEqual({
      kind: 'file',
      file,
      section,
      written: text.trim(),
    });
  });

  test.each([
    '/a.md',
    '\\a.md',
    'C:\\a.md',
    'c:a.md',
    '../a.md',
    'docs/../../a.md',
    'docs\\..\\..\\a.md',
    '../../x/a.md',
  ])('%s is outside the workspace, but may be typed in a terminal', (text) => {
    expect(() => parseBaselineSource(text, place, 'workspace')).toThrow(
      `baseline: ${JSON.stringify(text)} is outside the workspace`,
    );
    expect(parseBaselineSource(text, place, 'anywhere').file).toBe(text);
  });

  test.each([
    ['#a', 'names no file'],
    ['a.md#', 'has nothing after the #'],
    ['https://x.example/a.md', 'is a URL: name a file of the repository'],
    ['history', 'is not supported by this version'],
    ['a\u0000.md', 'has control characters'],
  ])('%s is refused', (text, message) => {
    expect(() => parseBaselineSource(text, place, 'anywhere')).toThrow(message);
  });
});
