/** A service that turns away what comes beyond its twelve places: in the spike of the load, and at no other time. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, serve } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
import { openShell, type Shell } from './process.ts';

const PLACES = 12;
const WORK_MS = 30;
const BUSY = 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 4\r\n\r\nbusy';
const PATIENCE_MS = 120_000;

/** @param spike the bounds of that stage */
const configOf = (spike: string) => `
name: places
load:
  stages:
    - { name: calm, connections: 4, duration: 1s }
    - { name: spike, connections: 36, duration: 1s }
    - { connections: 4, duration: 1s }
  warmup: 200ms
  timeout: 5s
scenario: { requests: [ { name: ask, get: /ask } ] }
gate:
  p99: { max: 4 s }
  stages:
    spike: { errors: { max: ${spike} } }
    3: { errors: { max: 10 % } }
`;

let shell: Shell;
let service: Listening;
beforeEach(async () => {
  shell = await openShell();
  let taken = 0;
  service = await serve(
    answerEach((socket) => {
      const fits = taken < PLACES;
      if (fits) taken += 1;
      // Who is turned away waits as long: else they would ask again and again, and hardly anybody else.
      setTimeout(() => {
        if (fits) taken -= 1;
        socket.write(fits ? OK : BUSY);
      }, WORK_MS);
    }),
  );
});
afterEach(async () => {
  await service.close();
  await shell.remove();
});

async function measure(spike: string) {
  await writeFile(join(shell.folder, 'tailgate.yml'), configOf(spike));
  const ended = await repeatSaturated(
    () => shell.run(['--target-url', service.origin, '--json', 'result.json']),
    ({ causes }) => causes,
  );
  const result: Result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8'));
  return { ...ended, result };
}

testInFull(
  'more errors than the spike may have: 1, though no other bound is missed',
  async () => {
    const { exitCode, out, result } = await measure('10 %');
    expect(exitCode).toBe(1);
    expect(result.causes).toMatchObject([
      { code: 'over-limit', metric: 'errors', endpoint: null, stage: 'spike' },
    ]);
    expect(out).toMatch(/Error rate of the stage spike is \S+ its limit \(\S+ %, limit 10 %\)/);
    expect(out).toMatch(/^ {2}spike +36, 1 s +[\d,]+ /m);
    expect(out).toContain('set gate.stages.spike.errors.max in tailgate.yml');
    // Of 36 at a time about 24 are turned away; of 4 none.
    const [calm, spike, after] = result.stages ?? [];
    expect(spike?.metrics.errorRate).toBeGreaterThan(0.4);
    expect(spike?.metrics.errorRate).toBeLessThan(0.8);
    expect([calm?.metrics.errorRate, after?.metrics.errorRate]).toEqual([0, expect.any(Number)]);
    expect(after?.metrics.errorRate).toBeLessThan(0.1);
    expect(result.stages?.map(({ number, name, connections }) => [number, name, connections])).toEqual([
      [1, 'calm', 4],
      [2, 'spike', 36],
      [3, null, 4],
    ]);
  },
  PATIENCE_MS,
);

testInFull(
  'as many as it may have: 0, though they are more than a run without such a bound may have',
  async () => {
    const { exitCode, out, result } = await measure('90 %');
    expect(result.causes).toEqual([]);
    expect(exitCode).toBe(0);
    expect(result.metrics?.errorRate).toBeGreaterThan(0.2);
    expect(out).toContain(
      'Stages with their own bounds (gate.stages): the stage spike and stage 3. The others are only shown.',
    );
  },
  PATIENCE_MS,
);
