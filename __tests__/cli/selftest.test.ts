/**
 * `tailgate selftest` through the bundle, against a service of a process of its own: a machine that does other things
 * as well may leave it without a response, never with a wrong one.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endWavering, startWavering } from '../action/wavering.ts';
import { freePort } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { command } from './in-process.ts';
import { ending, GATE, openNoiseShell, PATIENCE_MS, SCENARIO } from './noise.ts';
import type { Shell } from './process.ts';

interface SelftestFile {
  readonly outcome: string;
  readonly cause: { readonly code: string };
  readonly sessions: readonly { readonly verdict: string }[];
}

let shell: Shell;
beforeEach(async () => {
  shell = await openNoiseShell();
});
afterEach(() => shell.remove());
afterAll(endWavering);

// Two sessions of a minute; judgement/selftest.test.ts has the rule, and engine/slowing-proxy.test.ts the delay.
testInFull(
  'a target that answers in 25 ms: the gate finds 20 % more, and nothing where nothing is',
  async () => {
    // With a lighter tail than others a session needs fewer blocks.
    const url = await startWavering(25, 9, { sigma: 0.15 });
    const words = ['selftest', '--target-url', url, '--json', 'selftest.json'];
    const once = async () => {
      const told = await shell.tailgate(words);
      const file: SelftestFile = JSON.parse(await readFile(join(shell.folder, 'selftest.json'), 'utf8'));
      return { ...told, file };
    };
    // Without a word on whether it found it: the machine left it no time for one.
    const isUndecided = ({ exitCode, file }: Awaited<ReturnType<typeof once>>) =>
      (exitCode === 3 || exitCode === 4) && file.sessions[0]?.verdict !== 'fail';
    const prove = () => repeatWhile(once, isUndecided, 3);
    let ended = await prove();
    // The gate's own chance of a false fail is 1.5 %: once may be chance, twice is none.
    if (ended.file.cause.code === 'fails-unchanged') ended = await prove();
    expect(ending(ended, [0, 3, 4])).toBe('as expected');
    const { file } = ended;
    expect(file.outcome).toBe({ 0: 'pass', 3: 'inconclusive', 4: 'invalid' }[ended.exitCode ?? -1]);
    expect(ended.out).toContain('SELFTEST');
    expect(ended.out).toMatch(/20 % added +fail/);
    expect(ended.err).toContain('session 1 of 2: 20 % added to every response; it must fail');
    // Nobody knows the proxies' addresses.
    expect(ended.out.replaceAll(url, '')).not.toMatch(/127\.0\.0\.1/);
    if (ended.exitCode === 0) expect(ended.out).toMatch(/nothing added +pass +pass/);
  },
  2 * PATIENCE_MS,
);

test('a target that is not there: invalid, told of the target and not of a proxy', async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const ended = await shell.tailgate(['selftest', '--target-url', url, '--target-timeout', '1s']);
  expect(ended.exitCode).toBe(4);
  expect(ended.out).toContain(url);
  expect(ended.out).toContain('ECONNREFUSED');
});

testInFull(
  'Ctrl-C ends it, with its proxies',
  async () => {
    const url = await startWavering(25, 10);
    const ended = await shell.tailgate(['selftest', '--target-url', url], {
      interrupt: (err) => (/^block 1 of/m.test(err) ? 'SIGINT' : null),
    });
    expect(ended.exitCode).toBe(4);
    expect(ended.out).toMatch(/SELFTEST: INVALID[\s\S]*cancelled/);
  },
  60_000,
);

test('a base makes no sense here, and a budget that is too short is told at once', async () => {
  const base = await command(shell.folder, [
    'selftest',
    '--target-url',
    'http://127.0.0.1:9',
    '--base-url',
    'x',
  ]);
  expect(base.exitCode).toBe(2);
  expect(base.err).toContain('--base-url');
  await writeFile(join(shell.folder, 'tailgate.yml'), SCENARIO + GATE.replace('measure: 1s', 'measure: 5s'));
  const short = await command(shell.folder, ['selftest', '--target-url', 'http://127.0.0.1:9']);
  expect(short.exitCode).toBe(2);
  expect(short.err).toMatch(/gate\.rounds\.budget: 60 s are enough for 5 blocks/);
});
