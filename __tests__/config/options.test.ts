/** An option is a row: what both doors, and everything that tells of them, make of it. */
import { type FlagsOf, flagsOf, parseFlags } from '../../src/config/flags.ts';
import { INPUT_NAMES, inputsSchema, parseInputs } from '../../src/config/inputs.ts';
import { COMMANDS, type Option } from '../../src/config/option.ts';
import { OPTIONS } from '../../src/config/options.ts';
import { overridesOf } from '../../src/config/overrides.ts';
import { writeDuration } from '../../src/config/units.ts';

const rows = Object.entries<Option>(OPTIONS);

describe('the rows', () => {
  test.each(rows)('%s is an input or a flag, and says what it does', (_, {
    input,
    flag,
    flagName,
    value,
  }) => {
    expect([input, flag].filter((part) => part !== undefined)).not.toEqual([]);
    if (input !== undefined) expect(input).toMatch(/^[A-Z].*\.$/);
    for (const use of Object.values(flag ?? {}))
      expect(typeof use === 'string' ? use : use.usage).toMatch(/^[A-Za-z].*[^.]$/);
    if (flag === undefined) expect([flagName, value]).toEqual([undefined, undefined]);
  });

  test.each(rows)('%s: its defaults can be read', (_, { read, default: fallback, flag = {} }) => {
    if (typeof fallback === 'string') expect(() => read(fallback)).not.toThrow();
    for (const use of Object.values(flag)) {
      if (typeof use === 'object') expect(() => read(use.default)).not.toThrow();
    }
  });

  test.each(COMMANDS)('no two flags of %s have one name', (command) => {
    const names = flagsOf(command).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('no two go into the plan by one name', () => {
    const names = rows.flatMap(([, { overrides = [] }]) => overrides);
    expect(new Set(names).size).toBe(names.length);
  });

  test('whatever is repeated by the command is a flag of run', () => {
    const again = rows.filter(([, row]) => row.again !== undefined).map(([name]) => name);
    expect(flagsOf('run').map(({ option }) => option)).toEqual(expect.arrayContaining(again));
  });
});

describe('either door', () => {
  test.each([
    ['target-timeout', '10', '"10" has no unit'],
    ['target-timeout', '3h', '"3h" is out of range: write at least 1s and at most 2h'],
    ['target-timeout', '999ms', '"999ms" is out of range'],
    ['policy', 'weekly', '"weekly" is not allowed: use pull-request, nightly or release'],
    ['comment-key', 'a--b', '"a--b" is not allowed: use at most 60 letters'],
  ])('%s: %s is refused by the name that was typed', (name, text, message) => {
    expect(() => parseInputs({ [name]: text })).toThrow(`input ${name}: ${message}`);
    expect(() => parseFlags('run', { [name]: text })).toThrow(`--${name}: ${message}`);
  });

  test('reads the same text as the same value', () => {
    const given = { profile: ' light ', 'target-timeout': '15m', policy: 'nightly', 'comment-key': ' eu ' };
    const read = { profile: 'light', 'target-timeout': 900_000, policy: 'nightly', 'comment-key': 'eu' };
    expect(parseInputs(given)).toMatchObject(read);
    expect(parseFlags('run', given)).toMatchObject(read);
  });

  test('the inputs are those that have a description, and the schema knows no other', () => {
    expect(INPUT_NAMES).toEqual(Object.keys(inputsSchema.shape));
    expect(INPUT_NAMES).toEqual(rows.filter(([, { input }]) => input).map(([name]) => name));
  });
});

describe('flags', () => {
  test('what is not given is not there, but for switches and defaults', () => {
    const plain: FlagsOf<'run'> = parseFlags('run', {});
    const set = Object.entries(plain).filter(([, value]) => value !== undefined);
    expect(Object.fromEntries(set)).toEqual({
      'allow-private-hosts': false,
      'shard-timeout': 300_000,
      policy: 'pull-request',
    });
    expect(parseFlags('run', { 'max-requests': '500' })['max-requests']).toBe(500);
    expect(parseFlags('calibrate', {}).duration).toBe(360_000);
    expect(parseFlags('history', { json: true })).toMatchObject({ 'as-json': true, keep: undefined });
  });

  test('an empty text is none where none has a value of its own, else it is what was said', () => {
    expect(parseFlags('run', { profile: '', policy: ' ', 'comment-key': '' })).toMatchObject({
      profile: undefined,
      policy: 'pull-request',
      'comment-key': '',
    });
  });

  test.each([
    ['run', 'duration', '10ms', '--duration: "10ms" is out of range: write at least 1s and at most 2h'],
    ['calibrate', 'duration', '3h', '--duration: "3h" is out of range: write at least 1s and at most 2h'],
    ['run', 'commit', 'main', '--commit: "main" is not a commit: write its SHA'],
    ['run', 'release', 'v\u00071', '--release: "v\\u00071" is not a tag'],
    ['run', 'release', ' ', '--release: "" is not a tag'],
    ['history', 'keep', 'all', '--keep: "all" does not fit: write a whole number from 0 to'],
    ['history', 'keep', '', '--keep: "" does not fit'],
  ] as const)('%s --%s %s', (command, name, text, message) => {
    expect(() => parseFlags(command, { [name]: text })).toThrow(message);
  });

  test('a file’s name is taken as it is', () => {
    expect(parseFlags('run', { json: ' a.json ' }).json).toBe(' a.json ');
  });
});

test('what tailgate.yml is read with is the same from either door, but for the door', () => {
  const given = { 'target-url': 'https://a.example', profile: 'light', baseline: 'a.md' };
  const common = { targetUrl: 'https://a.example', baseUrl: '', profile: 'light', baseline: 'a.md' };
  expect(overridesOf('action', parseInputs(given))).toEqual({
    ...common,
    door: 'action',
    targetIsFound: true,
    allowLoadCommand: false,
    maxConnections: 1000,
    maxDurationMs: 3_600_000,
    maxRequests: 20_000_000,
  });
  expect(overridesOf('terminal', parseFlags('run', { ...given, 'base-url': '', duration: '20s' }))).toEqual({
    ...common,
    door: 'terminal',
    targetIsFound: false,
    durationMs: 20_000,
  });
  expect(overridesOf('action', parseInputs({})).profile).toBeUndefined();
});

test.each([
  [1, '1ms'],
  [1500, '1500ms'],
  [20_000, '20s'],
  [90_000, '90s'],
  [120_000, '2m'],
  [7_200_000, '120m'],
])('%d ms are typed as %s', (ms, written) => {
  expect(writeDuration(ms)).toBe(written);
  if (ms >= 1000) expect(parseFlags('run', { duration: written }).duration).toBe(ms);
});
