/** A fault's commands, given to a real shell: when, in which order, and what becomes of those that go wrong. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PlannedFault } from '../../../src/config/plan.ts';
import { redactor } from '../../../src/config/secrets/redact.ts';
import { FaultRun } from '../../../src/engine/fault/fault-run.ts';

const onPosix = process.platform === 'win32' ? test.skip : test;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-fault-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A command that adds a word to what was done. */
const note = (word: string) => `echo ${word} >> '${folder}/done'`;
const done = async () =>
  (await readFile(join(folder, 'done'), 'utf8').catch(() => '')).split('\n').filter((word) => word !== '');

function makeRun(fault: PlannedFault, { limitMs = 20_000, secrets = [] as string[] } = {}) {
  const lines: string[] = [];
  const troubles: string[] = [];
  const cancelled = new AbortController();
  const begun: number[] = [];
  const run = new FaultRun(fault, {
    signal: cancelled.signal,
    limitMs,
    loadMs: 100_000,
    redact: redactor(secrets),
    onBegin: () => begun.push(1),
    tell: (line, isTrouble) => (isTrouble ? troubles : lines).push(line),
  });
  return { run, lines, troubles, begun, cancel: () => cancelled.abort() };
}

const at = (atMs: number, command: string) => ({ atMs, command });

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 1000 && !(await isSo()); i++) await sleep(10);
}

onPosix('the fault, and what undoes it, are given at their moments, and once', async () => {
  const { run, begun, troubles } = makeRun({ start: at(50, note('fault')), end: at(400, note('end')) });
  run.measuring();
  expect(await done()).toEqual([]);
  await until(async () => (await done()).length === 2);
  const taken = await run.finish();
  expect(await done()).toEqual(['fault', 'end']);
  expect([begun.length, troubles, taken.troubles]).toEqual([1, [], []]);
  expect(taken.startMs).toBeGreaterThanOrEqual(49);
  expect(taken.overMs).toBeGreaterThanOrEqual(399);
});

onPosix('without an end it is over when its own command is', async () => {
  const { run } = makeRun({ start: at(0, `sleep 0.3; ${note('fault')}`), end: null });
  run.measuring();
  await until(async () => (await done()).length === 1);
  const taken = await run.finish();
  expect(taken.overMs ?? 0).toBeGreaterThanOrEqual((taken.startMs ?? 0) + 290);
});

onPosix('a load that ends before its moment has no fault, and nothing is undone', async () => {
  const { run, begun } = makeRun({ start: at(60_000, note('fault')), end: at(70_000, note('end')) });
  run.measuring();
  expect(await run.finish()).toEqual({ startMs: null, overMs: null, troubles: [] });
  expect([await done(), begun]).toEqual([[], []]);
});

onPosix('a load that ends in its midst has it undone, after its own command', async () => {
  const { run } = makeRun({
    start: at(0, `${note('fault')}; sleep 0.3; ${note('fault ended')}`),
    end: at(60_000, note('end')),
  });
  run.measuring();
  await until(async () => (await done()).length === 1);
  const taken = await run.finish();
  expect(await done()).toEqual(['fault', 'fault ended', 'end']);
  expect(taken.overMs).not.toBeNull();
});

onPosix('a run that is cancelled has it undone at once, though its own command hangs', async () => {
  const { run, cancel } = makeRun({
    start: at(0, `${note('fault')}; sleep 60`),
    end: at(60_000, note('end')),
  });
  run.measuring();
  await until(async () => (await done()).length === 1);
  cancel();
  await until(async () => (await done()).length === 2);
  expect(await done()).toEqual(['fault', 'end']);
  const { troubles, overMs } = await run.finish();
  expect(troubles.map(({ command, how }) => [command, how])).toEqual([['fault', 'failed']]);
  expect(overMs).not.toBeNull();
});

onPosix(
  'a cancelled run waits for what undoes it for some seconds, says so, and leaves it to its end',
  async () => {
    const { run, cancel } = makeRun({
      start: at(0, note('fault')),
      end: at(60_000, `sleep 4; ${note('end')}`),
    });
    run.measuring();
    await until(async () => (await done()).length === 1);
    cancel();
    const { troubles, overMs } = await run.finish();
    expect([troubles, overMs]).toEqual([[{ command: 'fault-end', how: 'cut-short', exitCode: null }], null]);
    await until(async () => (await done()).length === 2);
    expect(await done()).toEqual(['fault', 'end']);
  },
);

onPosix('a command that hangs is killed with what it has started', async () => {
  const { run, troubles } = makeRun(
    {
      start: at(0, `(sleep 2; ${note('a child')}) & ${note('fault')}; sleep 60`),
      end: at(10, note('end')),
    },
    { limitMs: 400 },
  );
  run.measuring();
  await until(async () => (await done()).length === 2);
  const taken = await run.finish();
  expect(taken.troubles).toEqual([{ command: 'fault', how: 'timed-out', exitCode: null }]);
  expect(troubles).toEqual([expect.stringMatching(/^The fault command did not finish in time/)]);
  await sleep(2500);
  expect(await done()).toEqual(['fault', 'end']);
});

onPosix('a command that fails is told with its exit code, and the fault is undone all the same', async () => {
  const { run, troubles } = makeRun({ start: at(0, 'exit 3'), end: at(10, `${note('end')}; exit 4`) });
  run.measuring();
  await until(async () => (await done()).length === 1);
  const taken = await run.finish();
  expect(taken.troubles).toEqual([
    { command: 'fault', how: 'failed', exitCode: 3 },
    { command: 'fault-end', how: 'failed', exitCode: 4 },
  ]);
  expect(taken.overMs).not.toBeNull();
  expect(troubles).toEqual([
    expect.stringMatching(/^The fault command ended with exit code 3 after \d+\.\d s\.$/),
    expect.stringMatching(/exit code 4 after .* The environment may still be without/),
  ]);
});

onPosix('its output is told line by line, without secrets', async () => {
  const { run, lines } = makeRun(
    { start: at(0, "echo 'stopped db'; echo 'with s3cr3t-of-mine' >&2"), end: null },
    { secrets: ['s3cr3t-of-mine'] },
  );
  run.measuring();
  await until(() => lines.some((line) => line.includes('succeeded')));
  await run.finish();
  expect(lines).toEqual([
    'The fault command is run 0.0 s into the load.',
    'fault: stopped db',
    'fault: with ***',
    expect.stringMatching(/^The fault command succeeded after \d+\.\d s\.$/),
  ]);
});

onPosix('what it leaves in the background lives on and can write', async () => {
  const server = `(sleep 0.5; echo still here && ${note('alive')}) &`;
  const { run } = makeRun({ start: at(0, `${server} true`), end: null });
  run.measuring();
  await until(() => run.isUnderWay);
  const { overMs } = await run.finish();
  expect(overMs).not.toBeNull();
  await until(async () => (await done()).length === 1);
  expect(await done()).toEqual(['alive']);
});

onPosix('a process that ends in the midst of it, whatever ends it, has it undone', async () => {
  const script = join(folder, 'dies.mjs');
  await writeFile(
    script,
    `import { FaultRun } from ${JSON.stringify(join(import.meta.dirname, '../../../lib/engine/fault/fault-run.js'))};
const run = new FaultRun(
  { start: { atMs: 0, command: ${JSON.stringify(note('fault'))} }, end: { atMs: 60000, command: ${JSON.stringify(note('end'))} } },
  { signal: new AbortController().signal, loadMs: 100000, redact: (text) => text, tell() {}, onBegin: () => setTimeout(() => process.exit(70), 300) },
);
run.measuring();`,
  );
  const child = spawn(process.execPath, [script], { stdio: 'inherit' });
  const [code] = await once(child, 'exit');
  await until(async () => (await done()).length === 2);
  expect([code, await done()]).toEqual([70, ['fault', 'end']]);
});
