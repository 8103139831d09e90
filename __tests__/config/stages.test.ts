/** Loads of several stages and profiles of a project's own, and what is wrong with some. */
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { builtInProfile, PROFILE_NAMES, PROFILES } from '../../src/config/profiles.ts';
import { type Given, parse } from './example.ts';

/** The load in line 4 and the following ones. */
const file = (load: string, rest = '') => `name: shop
scenario:
  requests: [{ name: read, weight: 3, get: /a }, { name: write, post: /a }]
load:${load.startsWith('\n') ? '' : ' '}${load}
gate: { p99: { max: 1 s, regression: 10 % } }
baseline: report.md
${rest}`;
const stages = (list: string, rest = '') => file(`\n  warmup: 3s\n  timeout: 2s\n${rest}  stages:\n${list}`);
const CALM = '    - { name: calm, connections: 10, duration: 30s }\n';

function refusal(text: string, given: Given = {}): string {
  try {
    parse(text, given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('parsed, though it should not');
}

describe('stages', () => {
  test('of connections: steps and ramps, with names and without', () => {
    const list = `${CALM}    - { connections: { from: 10, to: 50 }, duration: 10s }\n    - { name: fall, connections: { from: 50, to: 5 }, duration: 1m }\n`;
    expect(parse(stages(list)).load).toEqual({
      profile: null,
      stages: [
        { name: 'calm', connections: 10, durationMs: 30_000, arrivals: null },
        { name: null, connections: 50, fromConnections: 10, durationMs: 10_000, arrivals: null },
        { name: 'fall', connections: 5, fromConnections: 50, durationMs: 60_000, arrivals: null },
      ],
      warmupMs: 3000,
      timeoutMs: 2000,
    });
  });

  test('of a rate, whose arrivals are those of all', () => {
    const list = `    - { connections: 50, rate: 50/s, duration: 20s }\n    - { connections: 50, rate: { from: 50/s, to: 300/s }, duration: 30s }\n`;
    expect(parse(stages(list, '  arrivals: poisson\n')).load.stages).toEqual([
      { name: null, connections: 50, durationMs: 20_000, arrivals: { perSecond: 50, kind: 'poisson' } },
      {
        name: null,
        connections: 50,
        durationMs: 30_000,
        arrivals: { perSecond: 300, fromPerSecond: 50, kind: 'poisson' },
      },
    ]);
    expect(parse(stages(list)).load.stages[0].arrivals?.kind).toBe('constant');
  });

  test.each<[string, string, string]>([
    ['none', file('{ stages: [] }'), 'tailgate.yml:4 load.stages: has no stage in it: write at least one'],
    [
      'a stage without time',
      stages('    - { connections: 10 }\n'),
      'tailgate.yml:8 load.stages[0].duration: is missing: write a number and its unit',
    ],
    [
      'a stage of no time',
      stages(`${CALM}    - { connections: 10, duration: 0s }\n`),
      'tailgate.yml:9 load.stages[1].duration: "0s" is out of range: write at least 1s',
    ],
    [
      'a ramp of connections that goes nowhere',
      stages('    - { connections: { from: 10, to: 10 }, duration: 10s }\n'),
      'tailgate.yml:8 load.stages[0].connections: goes from 10 to 10, which is not a ramp: write 10 alone, or another end',
    ],
    [
      'a ramp of rates that goes nowhere',
      stages('    - { connections: 5, rate: { from: 7/s, to: 7/s }, duration: 10s }\n'),
      'tailgate.yml:8 load.stages[0].rate: goes from 7/s to 7/s, which is not a ramp: write 7/s alone',
    ],
    [
      'a ramp from nothing',
      stages('    - { connections: { from: 0, to: 10 }, duration: 10s }\n'),
      'tailgate.yml:8 load.stages[0].connections.from: 0 does not fit: write a whole number from 1 to 10000',
    ],
    [
      'a ramp without an end',
      stages('    - { connections: { from: 3 }, duration: 10s }\n'),
      'tailgate.yml:8 load.stages[0].connections.to: is missing',
    ],
    [
      'connections in words',
      stages('    - { connections: many, duration: 10s }\n'),
      'load.stages[0].connections: "many" does not fit: write a whole number, or a ramp such as { from: 10, to: 50 }',
    ],
    [
      'a rate without a unit',
      stages('    - { connections: 5, rate: 300, duration: 10s }\n'),
      'load.stages[0].rate: 300 does not fit: write a rate such as 300/s, or a ramp such as { from: 50/s, to: 300/s }',
    ],
    [
      'a stage with a rate and one without',
      stages(`    - { connections: 5, rate: 10/s, duration: 10s }\n${CALM}`),
      'tailgate.yml:9 load.stages[1].rate: is missing, and stage 1 has one: write a rate in every stage, or in none',
    ],
    [
      'a name twice',
      stages(`${CALM}    - { connections: 50, duration: 10s }\n${CALM}`),
      'tailgate.yml:10 load.stages[2].name: "calm" is what stage 1 is called: give each its own name',
    ],
    [
      'a name that another stage without one has',
      stages(
        '    - { name: stage 2, connections: 50, duration: 10s }\n    - { connections: 5, duration: 10s }\n',
      ),
      'tailgate.yml:8 load.stages[0].name: "stage 2" is what stage 2 is called: give each its own name',
    ],
    [
      'stages beside connections',
      file(`{ connections: 10, stages: [{ connections: 10, duration: 30s }] }`),
      "tailgate.yml:4 load.connections: can't be combined with stages: write it in each of them, or remove the stages",
    ],
    [
      'stages beside a duration',
      file(`{ duration: 10s, stages: [{ connections: 10, duration: 30s }] }`),
      "tailgate.yml:4 load.duration: can't be combined with stages",
    ],
    [
      'stages beside a rate',
      file(`{ rate: 10/s, stages: [{ connections: 10, duration: 30s }] }`),
      "tailgate.yml:4 load.rate: can't be combined with stages",
    ],
    [
      'arrivals of nothing',
      stages(CALM, '  arrivals: poisson\n'),
      'tailgate.yml:7 load.arrivals: poisson has no effect without rate: write one in each stage, or remove it',
    ],
    [
      'more time than a load may take',
      stages('    - { connections: 1, duration: 2h }\n    - { connections: 2, duration: 1s }\n'),
      'tailgate.yml:7 load.stages: take 7201s in all, and a load may take 2h: shorten some',
    ],
    [
      'too many',
      stages(Array.from({ length: 51 }, () => '    - { connections: 1, duration: 1s }\n').join('')),
      'tailgate.yml:7 load.stages: has more than 50 stages in it: merge some',
    ],
    [
      'an unknown key',
      stages('    - { conections: 1, duration: 1s }\n'),
      'load.stages[0].conections: unknown key, did you mean connections?',
    ],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toContain(message);
  });

  test.each([
    [
      'maxConnections',
      49,
      'tailgate.yml:9 load.stages[1].connections: 50 connections, and the workflow allows 49',
    ],
    [
      'maxDurationMs',
      42_999,
      'tailgate.yml:7 load.stages: 43 s of load, warm-up included, and the workflow allows 42.999 s',
    ],
  ] as const)('more than the cap %s', (cap, value, message) => {
    const text = stages(`${CALM}    - { connections: { from: 50, to: 20 }, duration: 10s }\n`);
    expect(refusal(text, { inputs: { [cap]: value } })).toContain(message);
    expect(() => parse(text, { inputs: { [cap]: value + 1 } })).not.toThrow();
  });

  test('more requests than the cap, by the mean of a ramp and a warm-up at the first rate', () => {
    const text = stages('    - { connections: 5, rate: { from: 100/s, to: 300/s }, duration: 10s }\n');
    expect(refusal(text, { inputs: { maxRequests: 2299 } })).toContain(
      'tailgate.yml:7 load.stages: 100 to 300 /s for 13 s are 2300 requests, and the workflow allows 2299',
    );
    expect(() => parse(text, { inputs: { maxRequests: 2300 } })).not.toThrow();
  });

  test('--duration is the time of all of them, and each keeps its part', () => {
    const text = stages(`${CALM}    - { connections: { from: 10, to: 50 }, duration: 10s }\n`);
    const short = parse(text, { inputs: { durationMs: 4000 } }).load;
    expect(short.stages.map(({ durationMs }) => durationMs)).toEqual([3000, 1000]);
    expect(short.warmupMs).toBe(2000);
    expect(refusal(text, { inputs: { durationMs: 1000, door: 'terminal' } })).toBe(
      '--duration: 1s leave 250ms for stage 2, and a stage has to be at least 500ms: write at least 2s',
    );
  });
});

describe('profiles', () => {
  test('spike is a list of steps', () => {
    expect(
      parse(file('spike')).load.stages.map(({ connections, durationMs }) => [connections, durationMs / 1000]),
    ).toEqual([
      [10, 30],
      [50, 30],
      [200, 60],
      [50, 30],
      [10, 30],
    ]);
    const names = PROFILES.spike.stages.map(({ name }) => name);
    expect(new Set(names).size).toBe(5);
    expect(parse(file('spike')).scenario.requests.map(({ name }) => name)).toEqual(['read']);
  });

  const own = (profile: string) => file('lunch', `profiles:\n  lunch: ${profile}\n`);

  test('of the project’s own are picked by load, by --profile and by the input', () => {
    const lunch = '{ connections: 40, duration: 2m, warmup: 1s, methods: [GET] }';
    const expected = {
      profile: 'lunch',
      stages: [{ name: null, connections: 40, durationMs: 120_000, arrivals: null }],
      warmupMs: 1000,
      timeoutMs: 10_000,
    };
    const plan = parse(own(lunch));
    expect(plan.load).toEqual(expected);
    expect(plan.scenario.requests.map(({ method }) => method)).toEqual(['GET']);
    const other = own(lunch).replace('load: lunch', 'load: realistic');
    expect(parse(other, { inputs: { profile: 'lunch' } }).load).toEqual(expected);
    expect(parse(other).load.profile).toBe('realistic');
    expect(parse(own(lunch.replace(', methods: [GET]', ''))).scenario.requests).toHaveLength(2);
  });

  test('have stages as a load has', () => {
    const plan = parse(
      own('{ stages: [{ connections: { from: 1, to: 9 }, duration: 5s }], methods: [POST] }'),
    );
    expect(plan.load.stages).toEqual([
      { name: null, connections: 9, fromConnections: 1, durationMs: 5000, arrivals: null },
    ]);
    expect(plan.scenario.requests.map(({ method }) => method)).toEqual(['POST']);
  });

  test.each<[string, string, string]>([
    [
      'named as a built-in one',
      file('light', 'profiles:\n  light: { connections: 1, duration: 1s }\n'),
      'tailgate.yml:8 profiles.light: is the name of a built-in profile: choose another',
    ],
    [
      'with a name that nobody could type',
      file('light', 'profiles:\n  "a b": { connections: 1, duration: 1s }\n'),
      'tailgate.yml:8 profiles["a b"]: is no name of a profile: use at most 60 letters',
    ],
    [
      'that is wrong, though it isn’t picked',
      file('light', 'profiles:\n  ramp: { stages: [{ connections: { from: 2, to: 2 }, duration: 1s }] }\n'),
      'tailgate.yml:8 profiles.ramp.stages[0].connections: goes from 2 to 2',
    ],
    [
      'that lacks its time',
      own('{ connections: 1 }'),
      'tailgate.yml:8 profiles.lunch.duration: is missing: write a number and its unit, such as 2m, or stages',
    ],
    [
      'with a method that there is not',
      own('{ connections: 1, duration: 1s, methods: [FETCH] }'),
      'profiles.lunch.methods[0]: "FETCH" does not fit: write one of GET',
    ],
    [
      'with methods that no request has',
      own('{ connections: 1, duration: 1s, methods: [PUT, DELETE] }'),
      'scenario.requests: has no PUT or DELETE request, and the profile lunch sends nothing else',
    ],
    [
      'whose name is not there',
      file('brunch', 'profiles:\n  lunch: { connections: 1, duration: 1s }\n'),
      `tailgate.yml:4 load: "brunch" is no profile: use ${PROFILE_NAMES.join(', ')}, lunch, or a load of your own`,
    ],
    [
      'that ask for more than the caps',
      own('{ connections: 500, duration: 1s }'),
      'tailgate.yml:8 profiles.lunch.connections: 500 connections, and the workflow allows 300',
    ],
  ])('%s', (_, text, message) => {
    expect(refusal(text, { inputs: { maxConnections: 300 } })).toContain(message);
  });

  test('one that is unknown is named as it was said', () => {
    expect(refusal(file('light'), { inputs: { profile: 'spke' } })).toMatch(
      /^input profile: "spke" is no profile: use light, .*, or a load of your own$/,
    );
    expect(refusal(file('light'), { inputs: { profile: 'toString', door: 'terminal' } })).toMatch(
      /^--profile: "toString" is no profile/,
    );
  });

  test('built in are plain data, each of them a load', () => {
    for (const name of PROFILE_NAMES)
      expect(structuredClone(builtInProfile(name))).toEqual(builtInProfile(name));
    expect(builtInProfile('constructor')).toBeNull();
  });
});

describe('with a base', () => {
  const based = (text: string, inputs: Given['inputs'] = {}): Given & { readonly text: string } => ({
    text,
    inputs: { baseUrl: 'https://base.example.com', ...inputs },
  });
  const TWO = stages(`${CALM}    - { connections: 50, duration: 29500ms }\n`);

  test('a load of stages is taken where its budget holds two passes on each side', () => {
    const { text, ...given } = based(TWO);
    // A pass of 59.5 s, and half a second before it.
    const budget = (time: string) =>
      text.replace('regression: 10 % }', `regression: 10 % }, rounds: { budget: ${time} }`);
    expect(parse(budget('240s'), given).load.stages).toHaveLength(2);
    expect(refusal(budget('239s'), given)).toBe(
      'tailgate.yml:11 gate.rounds.budget: a pass through all stages takes 60 s, so 239 s allow 1 pass on each side, and a comparison needs at least 2: write at least 240s, or shorten the stages',
    );
  });

  test('a flag that is the budget leaves the stages as they are', () => {
    const { text, ...given } = based(TWO, { door: 'terminal', durationMs: 300_000 });
    const plan = parse(text, given);
    expect(plan.load.stages.map(({ durationMs }) => durationMs)).toEqual([30_000, 29_500]);
    expect(plan.gate.interleaved.budgetMs).toBe(300_000);
    expect(refusal(text, { inputs: { ...given.inputs, durationMs: 60_000 } })).toMatch(
      /^--duration: a pass .* 60 s allow 0 passes on each side/,
    );
  });

  test('spike needs a budget that is longer than the usual one', () => {
    const { text, ...given } = based(file('spike'));
    expect(refusal(text, given)).toContain('takes 180.5 s, so 360 s allow 0 passes on each side');
  });

  test('soak is refused, with the reason', () => {
    const { text, ...given } = based(file('soak'));
    expect(refusal(text, given)).toMatch(
      /^input base-url: a soak shows what 1800 s of load do to one service; .* leave the base out and set baseline: history, or choose another profile$/,
    );
  });
});
