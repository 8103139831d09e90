/** What a fault on purpose, and the gates on it and on a spike's recovery, may ask for. */
import { INPUT_NAMES, parseInputs } from '../../src/config/inputs.ts';
import { overridesOf } from '../../src/config/overrides.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import type { Plan } from '../../src/config/plan.ts';

const REQUESTS = 'scenario: { requests: [ { name: a, get: /a } ] }';
const file = (gate: string, load = '{ connections: 10, duration: 60s }') =>
  `load: ${load}\n${REQUESTS}\ngate: ${gate}\n`;
const P99 = '{ p99: { max: 100 ms } }';

interface Said {
  readonly fault?: string;
  readonly 'fault-end'?: string;
  readonly 'base-url'?: string;
}

/** As the action reads it. */
function plan(text: string, said: Said = {}, policy?: 'nightly' | 'release'): Plan {
  const given = { ...Object.fromEntries(INPUT_NAMES.map((name) => [name, ''])), ...said };
  const inputs = parseInputs({ ...given, 'target-url': 'https://preview.example.com' });
  return parseConfig(text, 'tailgate.yml', {
    inputs: overridesOf('action', inputs),
    env: {},
    ...(policy && { policy }),
  });
}

const START = { fault: '30s: docker stop db' };
const BOTH = { ...START, 'fault-end': '45s: docker start db' };

describe('a fault on purpose', () => {
  test('is a moment and a command, and so is its end', () => {
    expect(plan(file(P99), BOTH).fault).toEqual({
      start: { atMs: 30_000, command: 'docker stop db' },
      end: { atMs: 45_000, command: 'docker start db' },
    });
  });

  test('needs no end: its command may undo it itself', () => {
    expect(plan(file(P99), START).fault).toEqual({
      start: { atMs: 30_000, command: 'docker stop db' },
      end: null,
    });
  });

  test('may hold a colon, quotes and lines of its own', () => {
    const command = 'kubectl delete "pod/a:b"\n  echo done';
    expect(plan(file(P99), { fault: ` 0.5 m : ${command} ` }).fault?.start).toEqual({
      atMs: 30_000,
      command,
    });
  });

  test('is none where nobody orders it', () => {
    expect(plan(file(P99)).fault).toBeUndefined();
  });

  test.each<[string, Said, string]>([
    [
      'no moment',
      { fault: 'docker stop db' },
      'input fault: has no command: write a moment of the load, a colon and a command, such as 30s: docker stop db',
    ],
    ['no command', { fault: '30s:  ' }, 'input fault: has no command'],
    [
      'no time',
      { fault: 'soon: docker stop db' },
      'input fault: "soon" is not a moment: write a moment of the load',
    ],
    ['no unit', { fault: '30: docker stop db' }, 'input fault: "30" is not a moment'],
    [
      'too early',
      { fault: '4s: x' },
      'input fault: 4 s is too early: the service is compared with the time before the fault, which has to be at least 5 s',
    ],
    [
      'too late',
      { fault: '56s: x' },
      'input fault: 56 s is too late for a load of 60 s: at least 5 s of it have to be left',
    ],
    [
      'an end that is too late',
      { ...START, 'fault-end': '56s: x' },
      'input fault-end: 56 s is too late for a load of 60 s',
    ],
    [
      'an end before it',
      { ...START, 'fault-end': '30s: x' },
      'input fault-end: 30 s is not after the fault (30 s): write a later one',
    ],
    [
      'an end alone',
      { 'fault-end': '45s: x' },
      'input fault-end: there is nothing to revert: set input fault as well, or leave it out',
    ],
    [
      'a base',
      { ...START, 'base-url': 'https://base.example.com' },
      'input fault: with a base the two sides alternate, and a fault would hit whichever is being loaded: leave it out, or input base-url',
    ],
  ])('%s is refused', (_, said, message) => {
    expect(() => plan(file('{ p99: { max: 100 ms, regression: 10 % } }'), said)).toThrow(message);
  });

  test.each(['nightly', 'release'] as const)('a run that is recorded (%s) has none', (policy) => {
    expect(() => plan(file(P99), BOTH, policy)).toThrow(
      `input fault: a run with a fault doesn't show the service's normal speed, and the policy ${policy} would record it`,
    );
  });

  test('nothing is compared with what holds a fault', () => {
    const text = `baseline: history\n${file('{ p99: { max: 100 ms, regression: 10 % } }')}`;
    expect(() => plan(text, BOTH)).toThrow(
      /gate\.p99\.regression: a run with a fault \(input fault\) is not compared with anything/,
    );
  });

  test('can’t be written into the configuration file', () => {
    for (const key of ['fault', 'fault-end'])
      expect(() => plan(`${key}: "30s: docker stop db"\n${file(P99)}`)).toThrow(
        `tailgate.yml:1 ${key}: unknown key`,
      );
  });
});

describe('what is declared of it', () => {
  test('a recovery, in seconds, and the errors while it lasts', () => {
    const { whole } = plan(file('{ recovery: { max: 30 s }, fault-errors: { max: 50 % } }'), BOTH).gate;
    expect(whole).toEqual({
      recovery: { limit: 30, regression: null },
      'fault-errors': { limit: 0.5, regression: null },
    });
  });

  test.each<[string, string]>([
    [
      '{ recovery: { max: 30 s } }',
      'gate.recovery.max: the load has no spike to recover from: give a stage after the peak the same connections, or the same rate, as one before it, as in 10, 200, 10; or set a fault with input fault',
    ],
    [
      '{ fault-errors: { max: 50 % } }',
      'gate.fault-errors.max: there is no fault during which it could be measured: set one with input fault, or leave it out',
    ],
    ['{ recovery: { max: 30 } }', 'gate.recovery.max: 30 has no unit'],
    ['{ recovery: { max: 30 s, regression: 10 % } }', 'gate.recovery'],
    ['{ p99: { max: 1 s }, endpoints: { a: { recovery: { max: 30 s } } } }', 'gate.endpoints.a'],
  ])('%s, where it can’t be seen, is refused', (gate, message) => {
    expect(() => plan(file(gate))).toThrow(message);
  });
});

describe('a recovery from a spike', () => {
  const stages = (...connections: readonly number[]) =>
    `{ stages: [ ${connections.map((one) => `{ connections: ${one}, duration: 20s }`).join(', ')} ] }`;
  const gate = '{ recovery: { max: 15 s } }';

  test('may be declared where a later stage has the load of an earlier one', () => {
    expect(plan(file(gate, stages(10, 200, 10))).gate.whole.recovery?.limit).toBe(15);
    expect(plan(file(gate, 'spike')).load.stages).toHaveLength(5);
  });

  test.each<[string, string]>([
    [
      stages(10, 200, 50),
      'gate.recovery.max: no stage after the spike has the same load as one before it: give a stage after the peak',
    ],
    [stages(10, 50, 200), 'gate.recovery.max: the load has no spike to recover from'],
    [
      '{ stages: [ { connections: 10, duration: 9s }, { connections: 50, duration: 9s }, { connections: { from: 50, to: 10 }, duration: 9s } ] }',
      'gate.recovery.max: no stage after the spike has the same load as one before it',
    ],
    [
      stages(10, 200, 50, 10),
      'gate.recovery.max: 15 s could never be met: the first stage after the spike with the same load as one before it begins 20 s after its end',
    ],
  ])('of %s it is refused', (load, message) => {
    expect(() => plan(file(gate, load))).toThrow(message);
  });

  test('with a fault it is the fault’s, of which the load is to be the same before and after', () => {
    const fault = { fault: '10s: x', 'fault-end': '15s: y' };
    expect(plan(file(gate, stages(10, 20)), fault).fault?.start.atMs).toBe(10_000);
    expect(() => plan(file(gate, stages(10, 20)), { fault: '10s: x', 'fault-end': '25s: y' })).toThrow(
      'input fault: no stage after it has the same load as one before it, so no recovery could be measured',
    );
  });
});
