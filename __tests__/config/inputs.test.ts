import { parseBaselineSource } from '../../src/config/baseline/baseline-source.ts';
import { parseInputs } from '../../src/config/inputs.ts';

describe('inputs', () => {
  test('empty ones take their defaults', () => {
    const defaults = {
      config: '',
      result: null,
      'allow-load-command': false,
      'target-url': '',
      'base-url': '',
      fault: null,
      'fault-end': null,
      environment: '',
      'target-timeout': null,
      sha: null,
      'pull-request': null,
      'allowed-hosts': '',
      'allow-private-hosts': false,
      'allow-probes': [],
      'allow-production': false,
      'max-connections': 1000,
      'max-duration': 3_600_000,
      'max-requests': 20_000_000,
      profile: null,
      baseline: '',
      policy: null,
      'history-branch': 'tailgate-history',
      token: '',
      comment: 'always',
      'comment-key': '',
      language: null,
      otlp: '',
      pages: false,
      'report-artifact': '',
      webhook: '',
      matrix: {},
      'job-id': '',
      'check-run': false,
      'publish-artifact': '',
      merge: '',
      shard: null,
      'start-at': null,
      'shard-timeout': 300_000,
      'on-inconclusive': null,
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

  test('a matrix is read as the runner writes it', () => {
    expect(parseInputs({ matrix: '{\n  "region": "eu",\n  "node": 20\n}' }).matrix).toEqual({
      region: 'eu',
      node: 20,
    });
    expect(parseInputs({ matrix: 'null' }).matrix).toEqual({});
  });

  test.each([
    ['matrix', '[1]', 'input matrix: "[1]" is not a matrix: leave it out, or write $'],
    ['matrix', 'eu', 'input matrix: "eu" is not a matrix'],
    [
      'comment',
      'sometimes',
      'input comment: "sometimes" is not allowed: use always, changes, grouped or never',
    ],
    ['on-inconclusive', 'pass', 'input on-inconclusive: "pass" is not allowed: use neutral or fail'],
    ['on-invalid', 'warn', 'input on-invalid: "warn" is not allowed: use fail or neutral'],
    ['target-timeout', '10', 'input target-timeout: "10" has no unit'],
    ['target-timeout', '3h', 'input target-timeout: "3h" is out of range: write at least 1s and at most 2h'],
    ['allow-production', 'yes', 'input allow-production: "yes" is not allowed: use true or false'],
    ['max-connections', '1e3', 'input max-connections: "1e3" does not fit: write a whole number from 1 to'],
    ['comment-key', 'a-->b', 'input comment-key: "a-->b" is not allowed: use at most 60 letters'],
    ['comment-key', 'a--b', 'input comment-key: "a--b" is not allowed'],
    ['publish-artifact', 'a/b', 'input publish-artifact: "a/b" is not an artifact name'],
    ['publish-artifact', 'a\nb', 'is not an artifact name'],
    ['publish-artifact', 'x'.repeat(201), 'is not an artifact name'],
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
    ['history', null],
    [' history ', null],
    ['history@v1.2.0', 'v1.2.0'],
    ['history@release/2026@2', 'release/2026@2'],
    ['history@3f1c0de', '3f1c0de'],
  ])('%s is the recorded runs', (text, ref) => {
    expect(parseBaselineSource(text, place, 'workspace')).toEqual({
      kind: 'history',
      ref,
      written: text.trim(),
    });
  });

  test.each(['./history', 'history/report.md', 'history.md', 'History'])('%s is a file', (text) => {
    expect(parseBaselineSource(text, place, 'workspace')).toMatchObject({ kind: 'file', file: text });
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
    expect(parseBaselineSource(text, place, 'anywhere')).toMatchObject({ kind: 'file', file: text });
  });

  test.each([
    ['#a', 'names no file'],
    ['a.md#', 'has nothing after the #'],
    ['https://x.example/a.md', 'is a URL: name a file of the repository'],
    ['history:v1', 'is not a history to compare with: write history, or history@REF'],
    ['history#v1', 'is not a history to compare with'],
    ['history@', 'is not a history to compare with'],
    [`history@${'x'.repeat(301)}`, 'is not a history to compare with'],
    ['history@v\u0007', 'has control characters'],
    ['a\u0000.md', 'has control characters'],
  ])('%s is refused', (text, message) => {
    expect(() => parseBaselineSource(text, place, 'anywhere')).toThrow(message);
  });
});
