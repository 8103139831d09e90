/** Processes of this machine: real ones, with children, that come and go. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openProbe, planProbe, sample, troublesOf } from './reading.ts';

const onLinux = process.platform === 'linux' ? test : test.skip;
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
    expect([values.slice(0, 2), troubles[0]?.code]).toEqual([
      [null, null],
      expect.stringMatching(/^(?:gone|no-process)$/),
    ]);
  },
  20_000,
);

onLinux(
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

test('elsewhere than on Linux it is said that processes can’t be read', async () => {
  const { platform } = process;
  Object.defineProperty(process, 'platform', { value: 'darwin' });
  try {
    expect(troublesOf(await sample(planProbe('process: { pid: 1 }'), NOWHERE))).toEqual(['not-here 1']);
  } finally {
    Object.defineProperty(process, 'platform', { value: platform });
  }
});
