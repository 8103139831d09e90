/** A search for the breaking point as a load: what it may be asked, and what is refused before any request. */
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import type { Plan } from '../../src/config/plan.ts';
import { type Given, parse } from './example.ts';

const file = (load: string, gate: string, more = '') =>
  `load: ${load}\nscenario: { requests: [ { name: work, get: /work } ] }\ngate: ${gate}\n${more}`;
const LIMITS = 'p99: { max: 100 ms }, errors: { max: 1 % }';
const CAPACITY = `{ ${LIMITS}, capacity: { min: 400 /s } }`;
const RATE = '{ breakpoint: { connections: 200, rate: { from: 50/s, to: 2000/s } } }';

const plan = (load: string, gate = CAPACITY, given: Given = {}): Plan => parse(file(load, gate), given);

function mistake(text: string, given: Given = {}): string {
  try {
    parse(text, given);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  throw new Error('parsed, though it should not');
}

describe('a search', () => {
  test('is the profile breakpoint, of all methods', () => {
    const { load } = plan('breakpoint');
    expect(load).toMatchObject({
      profile: 'breakpoint',
      search: { of: 'connections', from: 1, most: 400, budgetMs: 230_000 },
      stages: [{ connections: 1, arrivals: null }],
    });
  });

  test('is a range of connections, or of a rate on so many connections', () => {
    expect(plan('{ breakpoint: { connections: { from: 4, to: 64 } }, duration: 2m }').load).toMatchObject({
      profile: null,
      search: { of: 'connections', from: 4, most: 64, budgetMs: 120_000 },
    });
    expect(plan(`{ arrivals: poisson, ${RATE.slice(1)}`).load).toMatchObject({
      search: { of: 'rate', from: 50, most: 2000 },
      stages: [{ connections: 200, arrivals: { perSecond: 50, kind: 'poisson' } }],
    });
  });

  test('is shorter by --duration', () => {
    const inputs = { door: 'terminal', targetUrl: 'http://127.0.0.1:1', durationMs: 60_000 } as const;
    expect(plan('breakpoint', CAPACITY, { inputs }).load.search?.budgetMs).toBe(60_000);
  });

  test('may be a profile of one’s own', () => {
    const text = file('up', CAPACITY, `profiles: { up: ${RATE} }\n`);
    expect(parse(text).load).toMatchObject({ profile: 'up', search: { of: 'rate', most: 2000 } });
  });

  test('keeps the limits that have to hold, and says what says nothing of it', () => {
    const { gate, notices } = plan(
      'breakpoint',
      `{ ${LIMITS}, throughput: { min: 10 /s }, capacity: { min: 400 /s }, endpoints: { work: { p99: { max: 1 s } } } }`,
    );
    expect(gate.whole).toEqual({
      p99: { limit: 100, regression: null },
      errors: { limit: 0.01, regression: null },
      capacity: { limit: 400, regression: null },
    });
    expect(notices.join('\n')).toMatch(/without effect: throughput\.min, the bounds of work/);
  });

  test('and that nothing comes of bounds of the server’s side', () => {
    const { gate, notices } = plan(
      'breakpoint\nprobes: [ { process: { pid: 1 } } ]',
      `{ ${LIMITS}, server: { load: { max: 3 } } }`,
    );
    expect(gate.server).toBeUndefined();
    expect(notices.join('\n')).toMatch(/without effect: the bounds of load/);
  });

  test('is none in another load, whose other bounds count', () => {
    const { gate, notices } = plan('realistic');
    expect(gate.whole).not.toHaveProperty('capacity');
    expect(notices.join('\n')).toMatch(
      /bounds of capacity are not judged: the profile realistic is not a search/,
    );
  });
});

test.each<[string, string, RegExp, Given?]>([
  [
    'a capacity without a limit that could hold',
    file('breakpoint', '{ capacity: { min: 400 /s } }'),
    /^tailgate\.yml:3 gate\.capacity: a capacity is the highest load .* no limit on latency or errors: write one/,
  ],
  [
    'a capacity alone in a load that is no search',
    file('realistic', '{ capacity: { min: 400 /s } }'),
    /^tailgate\.yml:3 gate\.capacity: only a search finds a capacity, and the profile realistic is not one: choose the profile breakpoint/,
  ],
  [
    'a capacity beyond the rates that are tried',
    file(RATE, `{ ${LIMITS}, capacity: { min: 3000 /s } }`),
    /^tailgate\.yml:3 gate\.capacity\.min: 3000 \/s is more than the search tries \(load\.breakpoint\.rate\.to, 2000 \/s\)/,
  ],
  [
    'a range that goes nowhere',
    file('{ breakpoint: { connections: { from: 8, to: 8 } } }', CAPACITY),
    /^tailgate\.yml:1 load\.breakpoint\.connections: goes from 8 to 8, so there is nothing to search/,
  ],
  [
    'rates that go down',
    file('{ breakpoint: { connections: 200, rate: { from: 90/s, to: 50/s } } }', CAPACITY),
    /^tailgate\.yml:1 load\.breakpoint\.rate: goes from 90\/s to 50\/s/,
  ],
  [
    'a number of connections alone',
    file('{ breakpoint: { connections: 8 } }', CAPACITY),
    /^tailgate\.yml:1 load\.breakpoint\.connections: is just 8, so there is nothing to search: write a range/,
  ],
  [
    'two ranges',
    file('{ breakpoint: { connections: { from: 1, to: 8 }, rate: { from: 1/s, to: 9/s } } }', CAPACITY),
    /^tailgate\.yml:1 load\.breakpoint\.connections: is a range, and so is rate/,
  ],
  [
    'connections beside it',
    file('{ connections: 8, breakpoint: { connections: { from: 1, to: 8 } } }', CAPACITY),
    /^tailgate\.yml:1 load\.connections: can't be combined with breakpoint/,
  ],
  [
    'arrivals of connections',
    file('{ arrivals: poisson, breakpoint: { connections: { from: 1, to: 8 } } }', CAPACITY),
    /^tailgate\.yml:1 load\.arrivals: poisson has no effect without rate: write breakpoint\.rate/,
  ],
  [
    'a time that is too short',
    file('{ duration: 5s, breakpoint: { connections: { from: 1, to: 8 } } }', CAPACITY),
    /^tailgate\.yml:1 load\.duration: a search can take from 20s to 10m, not 5s/,
  ],
  [
    'so by --duration',
    file('breakpoint', CAPACITY),
    /--duration: a search can take from 20s to 10m, not 10s/,
    { inputs: { door: 'terminal', targetUrl: 'http://127.0.0.1:1', durationMs: 10_000 } },
  ],
  [
    'more connections than the cap',
    file('breakpoint', CAPACITY),
    /^tailgate\.yml:1 load: 400 connections, and the workflow allows 100/,
    { inputs: { door: 'action', targetUrl: 'https://preview.example.com/', maxConnections: 100 } },
  ],
  [
    'a fault on purpose',
    file('breakpoint', CAPACITY),
    /--fault: a search for the breaking point has no moments known in advance/,
    {
      inputs: {
        door: 'terminal',
        targetUrl: 'http://127.0.0.1:1',
        fault: { atMs: 30_000, command: 'true' },
      },
    },
  ],
  [
    'a base without a tolerance',
    file('breakpoint', CAPACITY),
    /^tailgate\.yml:3 gate\.capacity: a search with a base compares the two capacities, but there is no regression for them/,
    {
      inputs: {
        door: 'action',
        targetUrl: 'https://preview.example.com/',
        baseUrl: 'https://base.example.com/',
      },
    },
  ],
  [
    'a base whose budget holds no two searches of each side',
    file('breakpoint', `{ ${LIMITS}, capacity: { regression: 10 % }, rounds: { budget: 1m } }`),
    /^tailgate\.yml:3 gate\.rounds\.budget: each side is searched at least twice/,
    {
      inputs: {
        door: 'action',
        targetUrl: 'https://preview.example.com/',
        baseUrl: 'https://base.example.com/',
      },
    },
  ],
])('%s is refused by its key', (_, text, message, given = {}) => {
  expect(mistake(text, given)).toMatch(message);
});
