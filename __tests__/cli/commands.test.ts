/**
 * The terminal's commands that load nothing: as processes where that matters, and each way to end at least once.
 */
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseConfig } from '../../src/config/parse-config.ts';
import { testInFull, testPart } from '../part.ts';
import { command } from './in-process.ts';
import { openShell, type Shell } from './process.ts';

const root = join(import.meta.dirname, '../..');

const PATIENCE_MS = 30_000;

let shell: Shell;
beforeEach(async () => {
  shell = await openShell();
});
afterEach(() => shell.remove());

describe('words', () => {
  testInFull(
    '--help lists every command and every exit code, on the standard output',
    async () => {
      const { exitCode, out, err } = await shell.tailgate(['--help'], { own: true });
      expect([exitCode, err]).toEqual([0, '']);
      for (const word of ['run', 'baseline', 'schema', 'init', '--base-url', '--duration', '70 a bug']) {
        expect(out).toContain(word);
      }
      expect((await shell.tailgate(['schema', '--help'])).out).toMatch(
        /^Usage: .*\n\n {2}schema .*\n\nValues for/,
      );
    },
    PATIENCE_MS,
  );

  function expectMistake({ exitCode, out, err }: Awaited<ReturnType<typeof command>>, says: string): void {
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toMatch(/^tailgate: /);
    expect(err).toContain(says);
    expect(err).not.toContain('bug');
  }

  test.each([
    { words: ['load'], says: 'there is no command "load"' },
    { words: ['toString'], says: 'there is no command "toString"' },
    { words: ['run', '--target-url'], says: '--target-url' },
    { words: ['run', 'fast'], says: 'this command takes no word besides its flags, but got "fast"' },
    { words: ['baseline'], says: 'baseline: say which FILE, or FILE#section' },
    { words: ['baseline', 'a', 'b'], says: 'this command takes one word besides its flags, but got "a" "b"' },
    { words: ['run', '--profile', 'light', '--profile', 'heavy'], says: '--profile: was given 2 times' },
    { words: ['run', '--target', 'x'], says: "Unknown option '--target', did you mean --target-url?" },
  ])('$words is the user’s mistake: exit 2', async ({ words, says }) =>
    expectMistake(await command(shell.folder, words), says));

  testPart([
    { words: [], says: 'no command was given: use run, gate, merge, check, baseline, history, ' },
    {
      words: ['run', '--target', 'http://127.0.0.1:1'],
      says: "Unknown option '--target', did you mean --target-url?",
    },
    { words: ['run', '--profil', 'light'], says: "Unknown option '--profil', did you mean --profile?" },
    { words: ['schema', '--json'], says: "Unknown option '--json' (flags of this command: none)" },
  ])(
    '$words is the user’s mistake: exit 2, as a process',
    async ({ words, says }) => expectMistake(await shell.tailgate(words, { own: true }), says),
    PATIENCE_MS,
  );
});

describe('a bug', () => {
  /** Breaks something the moment the command listens for it, wherever it is just then. */
  const breaking = (how: string) => {
    const code = `const on = process.on;
      process.on = function (name, act) {
        on.call(this, name, act);
        if (name === 'unhandledRejection') setImmediate(() => { ${how} });
        return this;
      };`;
    return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
  };

  testPart([
    ['an exception that nobody catches', "throw new Error('out of the blue')"],
    ['a promise that nobody waits for', "Promise.reject(new Error('out of the blue'))"],
    ['an error that quotes a terminal’s words', "throw new Error('out \\u001b[2Jof \\u202ethe blue')"],
  ])(
    '%s is exit 70, and no verdict',
    async (_, how) => {
      await writeFile(
        join(shell.folder, 'tailgate.yml'),
        'scenario: { requests: [ { get: / } ] }\ngate: { p99: { max: 1 s } }\n',
      );
      // Nobody answers there, so the command would wait for two minutes.
      const { exitCode, out, err } = await shell.tailgate(['run', '--target-url', 'http://127.0.0.1:9'], {
        env: breaking(how),
      });
      expect([exitCode, out]).toEqual([70, '']);
      expect(err).toContain('tailgate: this is a bug in Tailgate, and no verdict.');
      expect(err).toContain('Error: out of the blue\n    at ');
      expect(err).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);
    },
    PATIENCE_MS,
  );
});

describe('what a file says reaches the terminal harmless', () => {
  const CLIPBOARD = '\u001b]52;c;Y3VybCBldmlsfHNo\u0007\u001b[2J';
  const report = `# R\n\n## Run ${CLIPBOARD} one\n\n| Metric | Value |\n|---|---|\n| P99 | 12 ms |\n| Throughput | 100 /s |\n`;
  const harmless = ({ out, err }: { out: string; err: string }) =>
    expect(out + err).not.toMatch(/(?!\n)\p{Cc}|\p{Cf}/u);

  test.each([
    {
      what: 'a heading of the report',
      config: 'baseline: r.md#two',
      says: '(Run one, P99 12 ms',
    },
    { what: 'a key', config: '"\\e[31mkey\\u202e": 1', says: 'key"]: unknown key' },
  ])(
    'in a mistake: $what',
    async ({ config, says }) => {
      const scenario = 'scenario: { requests: [ { get: / } ] }\ngate: { p99: { regression: 10 % } }';
      await writeFile(join(shell.folder, 'r.md'), report);
      await writeFile(join(shell.folder, 'tailgate.yml'), `${scenario}\n${config}\n`);
      const ended = await command(shell.folder, ['run', '--target-url', 'http://127.0.0.1:9']);
      harmless(ended);
      expect([ended.exitCode, ended.out]).toEqual([2, '']);
      expect(ended.err).toContain(says);
    },
    PATIENCE_MS,
  );

  test(
    'in a listing, and in its JSON without a change of what it means',
    async () => {
      const heading = `Run \u009b31m\u202e one`;
      await writeFile(join(shell.folder, 'r.md'), report.replace(/Run .* one/, heading));
      const listed = await shell.tailgate(['baseline', 'r.md']);
      const json = await shell.tailgate(['baseline', 'r.md', '--json']);
      harmless(listed);
      harmless(json);
      expect([listed.exitCode, json.exitCode]).toEqual([0, 0]);
      expect(JSON.parse(json.out).runs[0].title).toContain('\u202e');
    },
    PATIENCE_MS,
  );
});

testInFull(
  'a command that comes to nothing is a bug, exit 70, and never a success',
  async () => {
    const code = `import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      fs.stat = () => new Promise(() => {});
      syncBuiltinESMExports();`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
    const { exitCode, out, err } = await shell.tailgate(['init'], { env });
    expect([exitCode, out]).toEqual([70, '']);
    expect(err).toContain('Error: the command came to its end without a result');
  },
  PATIENCE_MS,
);

testInFull(
  'where the disk hangs, a cancelled command ends by the signal after ten seconds',
  async () => {
    // What listens to the signals is there before the command reads its first file.
    const code = `import fs from 'node:fs/promises';
      import { syncBuiltinESMExports } from 'node:module';
      fs.stat = () => {
        process.stderr.write('hanging');
        setInterval(() => {}, 1000);
        return new Promise(() => {});
      };
      syncBuiltinESMExports();`;
    const env = { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` };
    const interrupt = (err: string) => (err.includes('hanging') ? ('SIGTERM' as const) : null);
    const { exitCode, signal, err } = await shell.tailgate(['init'], { env, interrupt });
    expect([exitCode, signal]).toEqual([null, 'SIGTERM']);
    expect(err).toContain('tailgate: gave up, because something still hangs 10 s after SIGTERM');
  },
  PATIENCE_MS,
);

test.each([
  ['run', '--json', ' '],
  ['run', '--markdown', '.'],
  ['run', '--policy', 'nightly', '--history', '/proc/none'],
  ['calibrate', '--json', '.'],
  ['selftest', '--json', 'tailgate.yml/result.json'],
])(
  'what can’t be written is told before anything is asked: %j %j %j',
  async (...words) => {
    const gate = 'gate: { p99: { max: 1 s, regression: 10 % }, rounds: { budget: 60s } }';
    await writeFile(join(shell.folder, 'tailgate.yml'), `scenario: { requests: [ { get: / } ] }\n${gate}\n`);
    const { exitCode, err } = await command(shell.folder, [...words, '--target-url', 'http://127.0.0.1:9']);
    expect(err).toMatch(/^tailgate: --(json|markdown|history): /);
    expect(exitCode).toBe(2);
  },
  PATIENCE_MS,
);

test.each(['calibrate', 'selftest'])(
  '%s whose file can’t be written is told all the same, and why the file is not there',
  async (word) => {
    const gate = 'gate: { p99: { max: 1 s, regression: 10 % }, rounds: { budget: 60s } }';
    await writeFile(join(shell.folder, 'tailgate.yml'), `scenario: { requests: [ { get: / } ] }\n${gate}\n`);
    const { exitCode, out, err } = await shell.tailgate([
      ...[word, '--target-url', 'http://127.0.0.1:9', '--target-timeout', '1s'],
      ...['--json', '/dev/full'],
    ]);
    expect(out).toContain('did not become ready');
    expect(err).toContain('tailgate: /dev/full could not be written: ENOSPC');
    expect(exitCode).toBe(4);
  },
  PATIENCE_MS,
);

testInFull(
  'a reader that has gone is no failure, and nothing is said of it',
  async () => {
    const { exitCode, err } = await shell.tailgate(['schema'], { deaf: true });
    expect([exitCode, err]).toEqual([0, '']);
  },
  PATIENCE_MS,
);

describe('init', () => {
  test(
    'a file where a folder has to be is the user’s to move, and nothing is written',
    async () => {
      await mkdir(join(shell.folder, '.github'));
      await writeFile(join(shell.folder, '.github/workflows'), '');
      const { exitCode, err } = await command(shell.folder, ['init']);
      expect(exitCode).toBe(2);
      expect(err).toContain('workflows is no folder');
      expect(await readdir(shell.folder)).toEqual(['.github']);
    },
    PATIENCE_MS,
  );

  test(
    'writes a configuration that is valid as it is, and a workflow, and names both',
    async () => {
      const { exitCode, out } = await shell.tailgate(['init']);
      expect(exitCode).toBe(0);
      expect(out).toContain('wrote tailgate.yml\nwrote .github/workflows/tailgate.yml\n');
      const text = await readFile(join(shell.folder, 'tailgate.yml'), 'utf8');
      const inputs = { door: 'terminal', targetUrl: 'http://127.0.0.1:8080' } as const;
      expect(parseConfig(text, 'tailgate.yml', { inputs, env: {} }).scenario.requests).toHaveLength(3);
      expect(await readFile(join(shell.folder, '.github/workflows/tailgate.yml'), 'utf8')).toContain(
        'target-url',
      );
      // So is what it offers, once its marks of comments are taken away.
      const offered = text.replace(
        /^( *)# ((?:probes|server):$| {2}(?:- (?:process|prometheus|postgres)|cpu|memory):)/gm,
        '$1$2',
      );
      const plan = parseConfig(offered, 'tailgate.yml', {
        inputs,
        env: { TAILGATE_PG: 'postgres://u@127.0.0.1/db' },
      });
      expect(plan.probes?.map(({ kind }) => kind)).toEqual(['process', 'prometheus', 'postgres']);
      expect(plan.gate.server?.map(({ series }) => series)).toEqual(['cpu', 'memory']);
    },
    PATIENCE_MS,
  );

  test.each([
    ['package.json, without its scope’s @', '{ "name": "@acme/shop" }', 'acme/shop'],
    ['its folder, where there is no name', '{ "private": true }', null],
    ['its folder, where package.json is broken', '{', null],
    ['what YAML would take for something else, in quotes', '{ "name": "yes: no # 1" }', 'yes: no # 1'],
  ])('names the scenario after the project: %s', async (_, written, name) => {
    await writeFile(join(shell.folder, 'package.json'), written);
    await command(shell.folder, ['init']);
    const text = await readFile(join(shell.folder, 'tailgate.yml'), 'utf8');
    const inputs = { door: 'terminal', targetUrl: 'http://127.0.0.1:8080' } as const;
    expect(parseConfig(text, 'tailgate.yml', { inputs, env: {} }).name).toBe(name ?? basename(shell.folder));
  });

  test(
    'overwrites nothing, and then writes nothing at all',
    async () => {
      await writeFile(join(shell.folder, 'tailgate.yml'), 'mine');
      const { exitCode, err } = await command(shell.folder, ['init']);
      expect(exitCode).toBe(2);
      expect(err).toContain('tailgate.yml');
      expect(await readFile(join(shell.folder, 'tailgate.yml'), 'utf8')).toBe('mine');
      expect(await readdir(shell.folder)).toEqual(['tailgate.yml']);
    },
    PATIENCE_MS,
  );
});

describe('schema', () => {
  test(
    'is JSON with the file’s keys',
    async () => {
      const { exitCode, out } = await shell.tailgate(['schema']);
      expect(exitCode).toBe(0);
      expect(Object.keys(JSON.parse(out).properties)).toEqual(
        expect.arrayContaining(['name', 'target', 'load', 'scenario', 'baseline', 'gate']),
      );
    },
    PATIENCE_MS,
  );
});

describe('baseline', () => {
  beforeEach(() => cp(join(root, 'examples/performance-report.md'), join(shell.folder, 'report.md')));

  test(
    'lists what a report offers, each with the words that pick it',
    async () => {
      const { exitCode, out } = await shell.tailgate(['baseline', 'report.md']);
      expect(exitCode).toBe(0);
      const picks = [...out.matchAll(/report\.md#\S+/g)].map(([pick]) => pick);
      expect(new Set(picks).size).toBeGreaterThanOrEqual(4);
      const [first = ''] = picks;
      const picked = await command(shell.folder, ['baseline', first]);
      expect(picked.exitCode).toBe(0);
      expect(picked.out).toContain('1 run to compare with');
    },
    PATIENCE_MS,
  );

  test('in JSON, nothing of a stored result is written that is no JSON', async () => {
    const results = join(root, '__tests__/fixtures/results');
    const [name = ''] = (await readdir(results)).filter((one) => one.endsWith('.json'));
    await cp(join(results, name), join(shell.folder, 'result.json'));
    const { exitCode, out } = await command(shell.folder, ['baseline', 'result.json', '--json']);
    expect(exitCode).toBe(0);
    const [run] = JSON.parse(out).runs;
    expect(run).toMatchObject({ format: 'tailgate', metrics: { requests: expect.any(Number) } });
    expect(Object.values(run)).not.toContainEqual({});
  });

  test.each([[[]], [['--json']]])(
    'a file without a run says so, and is a mistake: %j',
    async (flags) => {
      await writeFile(
        join(shell.folder, 'prose.md'),
        '# Load test\n\n- P99: 101 ms\n- Throughput: 118 req/s\n',
      );
      const { exitCode, out } = await command(shell.folder, ['baseline', 'prose.md', ...flags]);
      expect(exitCode).toBe(2);
      expect(out).toContain(flags.length > 0 ? '"runs": []' : 'A run is a table with latency percentiles');
    },
    PATIENCE_MS,
  );

  test(
    'as JSON, with numbers and not their text',
    async () => {
      const { out } = await command(shell.folder, ['baseline', 'report.md', '--json']);
      const { file, runs } = JSON.parse(out);
      expect(file).toBe('report.md');
      expect(runs.every(({ metrics }: { metrics: object }) => typeof metrics === 'object')).toBe(true);
      expect(runs.some((run: { metrics: { requests?: unknown } }) => run.metrics.requests === 37292)).toBe(
        true,
      );
      expect(runs[0].conditions).toMatchObject({ connections: 10, stages: [{ connections: 10 }] });
    },
    PATIENCE_MS,
  );

  test.each([
    { source: 'nowhere.md', says: 'there is no such file' },
    { source: 'report.md#no-such-heading', says: 'report.md' },
  ])(
    '$source can’t be had: exit 2',
    async ({ source, says }) => {
      const { exitCode, out, err } = await command(shell.folder, ['baseline', source]);
      expect([exitCode, out]).toEqual([2, '']);
      expect(err).toContain(says);
      expect(err).not.toContain('bug');
    },
    PATIENCE_MS,
  );
});
