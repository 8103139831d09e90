/** A load that fills a table: how much it wrote is said, and its own result of before is no measure any more. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, serve, status } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
import { openShell, type Shell } from './process.ts';

const CONFIG = `
name: filling
load: { connections: 10, duration: 8s, warmup: 500ms }
scenario:
  requests:
    - { name: list, weight: 80, get: /owners }
    - { name: create, weight: 20, post: /owners, expect: 201 }
gate: { p50: { regression: 10 % }, spread: 2 % }
`;
const PATIENCE_MS = 180_000;

let shell: Shell;
let server: Listening;
let rows = 0;
/** Sent by the load: it reads what is written as a service without an index does. */
let written = 0;

beforeEach(async () => {
  shell = await openShell();
  server = await serve(
    answerEach((socket, { method, path }) => {
      if (path !== '/owners') return socket.write(OK);
      if (method === 'POST') {
        rows++;
        written++;
        return setTimeout(() => socket.write(status(201)), 4);
      }
      return setTimeout(() => socket.write(OK), 4 + (rows / 250) ** 2);
    }),
  );
});
afterEach(async () => {
  await server.close();
  await shell.remove();
});

/** @param from rows that the service has at the beginning, also of a run that is repeated */
async function run(
  config: string,
  file: string,
  from: number,
): Promise<{ readonly exitCode: number | null; readonly out: string; readonly result: Result }> {
  await writeFile(join(shell.folder, 'tailgate.yml'), config);
  const { exitCode, out } = await repeatSaturated(
    () => {
      rows = from;
      written = 0;
      return shell.run(['--target-url', server.origin, '--json', file]);
    },
    ({ causes }) => causes,
  );
  const result = JSON.parse(await readFile(join(shell.folder, file), 'utf8')) as Result;
  return { exitCode, out, result };
}

testInFull(
  'the same service against its own result: not comparable; after a reset, with what it wrote, as before',
  async () => {
    const limits = CONFIG.replace('regression: 10 % }, spread: 2 %', 'max: 5 s }');
    const first = await run(limits, 'first.json', 0);
    expect(first.exitCode).toBe(0);

    const full = rows;
    const again = () => run(`${CONFIG}baseline: first.json\n`, 'second.json', full);
    let second = await again();
    // On a machine that is busy with other things, ten batches may waver too much to show it.
    for (let i = 1; i < 4 && second.result.causes[0]?.code === 'regressed'; i++) second = await again();
    expect(second.result.causes.map(({ code }) => code)).toEqual(['slowed-within']);
    expect(second.exitCode).toBe(3);
    expect(second.out).toMatch(/while [\d,]+ requests\s+wrote/);
    expect(second.out).toContain('Reset the database');
    const p50 = second.result.comparisons.find(({ metric }) => metric === 'p50');
    expect(p50?.change).toBeGreaterThan(0.3);

    expect(second.result.writes.base).toBeNull();
    expect(second.result.writes.target).toBe(written);
    expect(second.out).toMatch(/[\d,]+\s+writing\s+requests\s+sent/);

    const third = await run(`${CONFIG}baseline: first.json\n`, 'third.json', 0);
    const p50OfThird = third.result.comparisons.find(({ metric }) => metric === 'p50');
    expect(third.result.causes.map(({ code }) => code)).not.toContain('slowed-within');
    expect(p50OfThird?.change).toBeLessThan((p50?.change ?? 0) / 2);
  },
  PATIENCE_MS,
);
