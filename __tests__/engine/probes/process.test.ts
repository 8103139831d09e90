/** Processes of this machine: real ones, with children, that come and go. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProcessSeen, readTree } from '../../../src/engine/probes/process-tree.ts';
import { ProcessorTime } from '../../../src/engine/probes/processor-time.ts';
import { testInFull } from '../../part.ts';
import { openProbe, planProbe, sample, troublesOf } from './reading.ts';

const isLinux = process.platform === 'linux';
const onLinux = isLinux ? test : test.skip;
const onLinuxInFull = isLinux ? testInFull : test.skip;
const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

/** Says its port and its child's pid; burns processor time and holds memory when it is told to. */
const SERVICE = `
const { spawn } = require('node:child_process');
const { createServer } = require('node:net');
// It ends with whoever started it, however that ends.
const child = spawn(process.execPath, ['-e', "process.stdin.resume().on('end', () => process.exit())"], { stdio: ['pipe', 'ignore', 'ignore'] });
const held = [];
process.stdin.on('data', (data) => {
  for (const word of String(data).trim().split('\\n')) {
    if (word === 'hold') held.push(Buffer.alloc(64 * 1024 * 1024, 1));
    if (word === 'burn') { const from = process.cpuUsage().user; while (process.cpuUsage().user - from < 300000); }
    console.log('done');
  }
});
createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port + ' ' + child.pid); });
`;

async function start(argv0?: string) {
  const child = spawn(process.execPath, ['-e', SERVICE], {
    stdio: ['pipe', 'pipe', 'inherit'],
    ...(argv0 && { argv0 }),
  });
  started.push(child);
  const lines = createInterface({ input: child.stdout });
  const next = async () => String((await once(lines, 'line'))[0]);
  const [port = '', grandchild = ''] = (await next()).split(' ');
  const order = async (word: string) => {
    const done = next();
    child.stdin.write(`${word}\n`);
    await done;
  };
  return { child, port: Number(port), pid: child.pid ?? 0, grandchild: Number(grandchild), order };
}

const NOWHERE = 'http://203.0.113.1';
const read = async (written: string, origin = NOWHERE) => {
  const reader = openProbe(planProbe(written), origin);
  const one = () => reader.read({ deadlineMs: 5000, signal: new AbortController().signal });
  return { one, close: () => reader.close() };
};

onLinux(
  'processor time and memory are read with what children have, and grow with what it does',
  async () => {
    const service = await start();
    const { one } = await read(`process: { pid: ${service.pid} }`);
    const before = await one();
    await service.order('burn');
    await service.order('hold');
    const after = await one();
    const [cpu = 0, memory = 0] = after.values as number[];
    const [cpuBefore = 0, memoryBefore = 0] = before.values as number[];
    expect(cpu - cpuBefore).toBeGreaterThanOrEqual(0.28);
    expect(memory - memoryBefore).toBeGreaterThan(60 * 2 ** 20);
    // A second Node is more than one.
    const alone = await (await read(`process: { pid: ${service.grandchild} }`)).one();
    expect(memoryBefore).toBeGreaterThan((alone.values[1] ?? 0) + 20 * 2 ** 20);
    expect(after.machine?.cores).toBeGreaterThanOrEqual(1);
    expect(after.values.every((value) => value !== null && value >= 0)).toBe(true);
  },
  20_000,
);

onLinux(
  'it is found by its port, and by that of the side’s own URL',
  async () => {
    const service = await start();
    const byPort = await (await read(`process: { port: ${service.port} }`)).one();
    const byOwn = await (await read('process: {}', `http://127.0.0.1:${service.port}`)).one();
    for (const { values, troubles } of [byPort, byOwn]) {
      expect(troubles).toEqual([]);
      expect(values[1]).toBeGreaterThan(20 * 2 ** 20);
    }
  },
  20_000,
);

onLinux(
  'it is found by its name, unless others have it',
  async () => {
    const name = `tailgate-probe-${process.pid}`;
    await start(`/opt/${name}`);
    const { one } = await read(`process: { name: ${name} }`);
    expect((await one()).troubles).toEqual([]);
    await start(`/opt/${name}`);
    const again = await (await read(`process: { name: ${name} }`)).one();
    expect(again.troubles).toMatchObject([{ code: 'no-process', detail: `2 processes are called ${name}` }]);
    expect(again.troubles[0]?.candidates?.[0]).toMatch(new RegExp(`^\\d+ \\(/opt/${name} -e`));
  },
  20_000,
);

onLinux('one that is not there is said, and the machine is read all the same', async () => {
  const { taken, troubles } = await sample(planProbe('process: {}'), NOWHERE, 2);
  expect(troubles).toEqual([{ code: 'no-process', detail: 'the service is not on this machine', count: 2 }]);
  expect(taken[0]?.values.slice(0, 2)).toEqual([null, null]);
  expect(taken[0]?.values.slice(2).every((value) => typeof value === 'number')).toBe(true);
});

onLinux(
  'one that dies is said, and no other process of its number is taken for it',
  async () => {
    const service = await start();
    const { one } = await read(`process: { pid: ${service.pid} }`);
    expect((await one()).troubles).toEqual([]);
    const ended = once(service.child, 'exit');
    service.child.kill('SIGKILL');
    await ended;
    const { values, troubles } = await one();
    expect([values.slice(0, 2), troubles[0]?.code]).toEqual([[null, null], 'gone']);
    // Whoever has its number by now is another one.
    expect((await one()).troubles).toMatchObject([{ code: 'gone', detail: `process ${service.pid}` }]);
  },
  20_000,
);

onLinuxInFull(
  'a service that is restarted on its port is found again, and its time goes on from there',
  async () => {
    const service = await start();
    const { one } = await read(`process: { port: ${service.port} }`);
    await service.order('burn');
    await one();
    const ended = once(service.child, 'exit');
    service.child.kill('SIGKILL');
    await ended;
    expect((await one()).troubles).toHaveLength(1);
    const again = spawn(
      process.execPath,
      [
        '-e',
        `require('node:net').createServer().listen(${service.port}, '127.0.0.1', () => console.log('up'))`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    started.push(again);
    await once(again.stdout, 'data');
    const { values, troubles } = await one();
    expect([troubles, (values[0] ?? -1) >= 0, (values[1] ?? 0) > 0]).toEqual([[], true, true]);
  },
  20_000,
);

/** Has children that each take a tenth of a second of processor time, one after the other, and end. */
const FORKING = `
const { spawnSync } = require('node:child_process');
process.stdin.on('data', () => {
  for (let i = 0; i < 5; i++) spawnSync(process.execPath, ['-e', 'while (process.cpuUsage().user < 200000);']);
  console.log('done');
});
console.log('up');
`;

onLinuxInFull(
  'what children did that have ended is counted once',
  async () => {
    const child = spawn(process.execPath, ['-e', FORKING], { stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(child);
    const lines = createInterface({ input: child.stdout });
    await once(lines, 'line');
    const { one } = await read(`process: { pid: ${child.pid} }`);
    const [before = 0] = (await one()).values as number[];
    let isDone = false;
    const done = once(lines, 'line').then(() => {
      isDone = true;
    });
    child.stdin.write('go\n');
    const seen: number[] = [];
    while (!isDone) {
      seen.push((await one()).values[0] ?? 0);
      await sleep(20);
    }
    await done;
    const [after = 0] = (await one()).values as number[];
    // As the kernel has added it up by now for all of them.
    const times = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
    const [user = 0, system = 0, userOfChildren = 0, systemOfChildren = 0] = times.slice(11, 15).map(Number);
    const ofChildren = (userOfChildren + systemOfChildren) / 100;
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(ofChildren).toBeGreaterThanOrEqual(1);
    expect(after - before).toBeGreaterThanOrEqual(ofChildren - 0.02);
    expect(after - before).toBeLessThanOrEqual(ofChildren + (user + system) / 100 + 0.02);
  },
  30_000,
);

test('of children that ended unseen, that wait to be asked after, or that nobody asks after', () => {
  const seen = (pid: number, ticks: number, reapedTicks = 0): ProcessSeen => ({
    pid,
    parent: 1,
    name: 'a',
    ticks,
    reapedTicks,
    startTicks: pid,
    hasEnded: false,
    residentBytes: 0,
  });
  const usedOf = (...looks: readonly (readonly ProcessSeen[])[]) => {
    const time = new ProcessorTime();
    return looks.map((look) => {
      time.add(look);
      return time.usedTicks;
    });
  };
  // A child of 1000 ticks ends, and is its parent's at once.
  expect(usedOf([seen(1, 50), seen(2, 1000)], [seen(1, 60, 1005)])).toEqual([0, 15]);
  // It was gone from the list a look before its parent had it.
  expect(usedOf([seen(1, 50), seen(2, 1000)], [seen(1, 55)], [seen(1, 60, 1005)])).toEqual([0, 5, 15]);
  // Its parent ignores it: what it did is nobody's, and what goes on is counted.
  expect(usedOf([seen(1, 50), seen(2, 1000)], [seen(1, 60)], [seen(1, 70)], [seen(1, 80, 30)])).toEqual([
    0, 10, 20, 60,
  ]);
  // It came and went between two looks.
  expect(usedOf([seen(1, 50)], [seen(1, 50, 300)])).toEqual([0, 300]);
  // Another one has its number.
  expect(usedOf([seen(1, 50), seen(2, 500)], [seen(1, 50, 500), { ...seen(2, 7), startTicks: 9 }])).toEqual([
    0, 7,
  ]);
});

onLinux('the load is no part of the service, where the same process started both', async () => {
  const pids = (await readTree(process.ppid)).map(({ pid }) => pid);
  expect([pids.includes(process.ppid), pids.includes(process.pid)]).toEqual([true, false]);
});

onLinux(
  'what only hands on to a container is not taken for the service',
  async () => {
    const script = `process.title = 'docker-proxy'; require('node:net').createServer().listen(0, '127.0.0.1', function () { console.log(this.address().port); })`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    started.push(child);
    const [port] = await once(createInterface({ input: child.stdout }), 'line');
    const { troubles, values } = await (await read(`process: { port: ${port} }`)).one();
    expect(values.slice(0, 2)).toEqual([null, null]);
    expect(troubles[0]?.detail).toContain('listens docker-proxy');
  },
  20_000,
);

test('elsewhere than on Linux it is said that processes can’t be read', async () => {
  const { platform } = process;
  Object.defineProperty(process, 'platform', { value: 'darwin' });
  try {
    expect(troublesOf(await sample(planProbe('process: { pid: 1 }'), NOWHERE))).toEqual(['not-here 1']);
  } finally {
    Object.defineProperty(process, 'platform', { value: platform });
  }
});
