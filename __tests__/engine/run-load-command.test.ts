/** A load generator as a process: what it is told, how it may fail, and that nothing of it is left. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadCommand } from '../../src/config/generator.ts';
import { runLoadCommand } from '../../src/engine/run-load-command.ts';

const onPosix = process.platform === 'win32' ? test.skip : test;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-generator-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const commandOf = (command: string, more: Partial<LoadCommand> = {}): LoadCommand => ({
  kind: 'command',
  command,
  reads: 'k6',
  deadlineMs: 60_000,
  runs: 3,
  blocks: 20,
  ...more,
});

const start = (command: LoadCommand, more: Partial<Parameters<typeof runLoadCommand>[1]> = {}) =>
  runLoadCommand(command, {
    url: 'http://127.0.0.1:9/side',
    env: { PATH: process.env.PATH },
    signal: new AbortController().signal,
    redact: (text) => text.replaceAll('hunter22', '***'),
    ...more,
  });

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

/** A shell that starts a child, says its number and waits for it. */
const HANGS = (file: string) => `sleep 300 & echo $! > '${file}'; wait; : {{out}}`;

async function pidIn(file: string): Promise<number> {
  for (;;) {
    const text = existsSync(file) ? (await readFile(file, 'utf8')).trim() : '';
    if (text !== '') return Number(text);
    await sleep(20);
  }
}

async function untilGone(pid: number): Promise<void> {
  while (isAlive(pid)) await sleep(20);
}

onPosix.each(['{{out}}', "'{{out}}'", '"{{out}}"', '/dev/null; : {{out}}; echo read > {{out}}'])(
  'its result is read, however the place of its file is quoted: %s',
  async (place) => {
    const result = await start(commandOf(`echo read > ${place}`));
    expect(result?.text).toBe('read\n');
  },
);

onPosix(
  'it is told its target and where its result goes, and nothing of what the runner tells the action',
  async () => {
    const env = {
      PATH: process.env.PATH,
      OWN: 'kept',
      INPUT_TOKEN: 'secret',
      ACTIONS_RUNTIME_TOKEN: 'secret',
      GITHUB_OUTPUT: '/secret',
      GITHUB_ENV: '/secret',
      TAILGATE_WEBHOOK_SECRET: 'secret',
    };
    const result = await start(commandOf('env > {{out}}'), { env });
    expect(result?.text).toContain('TAILGATE_TARGET_URL=http://127.0.0.1:9/side\n');
    expect(result?.text).toContain('OWN=kept\n');
    expect(result?.text).not.toMatch(/secret/i);
    expect(result?.elapsedMs).toBeGreaterThan(0);
  },
);

onPosix('each run has a file of its own, which is gone afterwards', async () => {
  const place = join(folder, 'places');
  const command = commandOf(`echo {{out}} >> '${place}'; test ! -e {{out}} && echo x > {{out}}`);
  await start(command);
  await start(command);
  const places = (await readFile(place, 'utf8')).trim().split('\n');
  expect(new Set(places).size).toBe(2);
  expect(places.some((one) => existsSync(one))).toBe(false);
});

onPosix.each([
  [
    'an exit code',
    'echo one; echo password hunter22 >&2; exit 3 # {{out}}',
    'ended with exit code 3. Its last lines: one ⏎ password ***',
  ],
  ['k6’s own thresholds', 'exit 99 # {{out}}', '--no-thresholds turns them off'],
  ['no such program', 'no-such-generator-here {{out}}', 'exit code 127 (no such command)'],
  ['a signal', 'kill -9 $$ # {{out}}', 'was ended by a signal'],
  ['no result', 'echo done # {{out}}', 'succeeded but wrote no result to {{out}}. Its last lines: done'],
  ['an empty result', ': > {{out}}', 'wrote no result'],
])('%s is no result', async (_, command, why) => {
  await expect(start(commandOf(command))).rejects.toMatchObject({
    code: 'generator-result',
    message: expect.stringContaining(why),
  });
});

onPosix('of its output the end is shown', async () => {
  const command = 'i=0; while [ $i -lt 9000 ]; do echo line $i; i=$((i+1)); done; exit 1 # {{out}}';
  const failed = await start(commandOf(command)).catch((error: Error) => error.message);
  expect(failed).toContain('line 8999');
  expect(failed).not.toContain('line 8900');
});

onPosix('one that hangs is killed with its children at its deadline', async () => {
  const file = join(folder, 'pid');
  const hanging = start(commandOf(HANGS(file), { deadlineMs: 1000 }));
  await expect(hanging).rejects.toMatchObject({
    code: 'generator-result',
    message: expect.stringContaining('was not done after 1 s'),
  });
  await untilGone(await pidIn(file));
});

onPosix('and where the workflow leaves it no more time, without a complaint', async () => {
  const file = join(folder, 'pid');
  expect(await start(commandOf(HANGS(file)), { mostMs: 800 })).toBeNull();
  await untilGone(await pidIn(file));
});

onPosix('a run that is cancelled ends it with its children', async () => {
  const file = join(folder, 'pid');
  const cancelling = new AbortController();
  const running = start(commandOf(HANGS(file)), { signal: cancelling.signal });
  const pid = await pidIn(file);
  expect(isAlive(pid)).toBe(true);
  cancelling.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await untilGone(pid);
  await writeFile(join(folder, 'never'), '');
  await expect(start(commandOf('echo x > {{out}}'), { signal: cancelling.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
});
