/** A spike in a whole run, on a service whose slowness after it ends at a known moment. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, serve } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { openShell, type RunEnded, type Shell } from './process.ts';

/** Slow enough not to fill the machine, and far beyond that whatever a busy machine adds. */
const SERVICE_MS = 25;
const SLOW_MS = 700;
const STAGES = `[ { name: calm, connections: 8, duration: 8s },
    { name: spike, connections: 16, duration: 2s }, { name: calm again, connections: 8, duration: 14s } ]`;
const SPIKE_MS = 8000;
const END_MS = 10_000;

let shell: Shell;
let server: Listening | null = null;
beforeEach(async () => {
  shell = await openShell();
});
afterEach(async () => {
  await server?.close();
  await shell.remove();
});

interface Spiked extends RunEnded {
  readonly result: Result;
  /** When the service was itself again, in seconds since the load began. */
  readonly mendedSeconds: number;
}

/** @param slowMs how long after the spike's end it is slow */
async function run(slowMs: number, gate: string): Promise<Spiked> {
  let firstMs = Number.NaN;
  const service = await serve(
    answerEach((socket, { path }) => {
      if (path === '/ask' && Number.isNaN(firstMs)) firstMs = Date.now();
      const sinceMs = Date.now() - firstMs;
      const isSlow = sinceMs >= SPIKE_MS && sinceMs < END_MS + slowMs;
      setTimeout(() => socket.write(OK), isSlow ? SLOW_MS : SERVICE_MS);
    }),
  );
  server = service;
  await writeFile(
    join(shell.folder, 'tailgate.yml'),
    `name: spike\nload: { stages: ${STAGES}, warmup: 0s, timeout: 3s }
scenario: { requests: [ { get: /ask } ] }\ngate: ${gate}\n`,
  );
  const ended = await shell.run(['--target-url', service.origin, '--json', 'result.json']);
  await service.close();
  server = null;
  const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
  const mendedMs = firstMs + END_MS + slowMs;
  return { ...ended, result, mendedSeconds: (mendedMs - Date.parse(result.startedAt ?? '')) / 1000 };
}

const isLate = ({ result: { causes, warnings } }: Spiked) =>
  [...causes, ...warnings].some(({ code }) => code === 'generator-late' || code === 'generator-lagged');

testInFull(
  'is found about where it ends, and gated',
  async () => {
    const { exitCode, out, result, mendedSeconds } = await repeatWhile(
      () => run(6000, '{ recovery: { max: 2 s } }'),
      isLate,
      4,
    );
    const { recovery } = result;
    if (recovery === undefined) throw new Error('it tells of no recovery');
    expect(recovery).toMatchObject({ of: 'spike', fromSeconds: expect.closeTo(10, 0) });
    // What was sent just before it comes in 700 ms after; noise of a busy machine blurs the moment, which
    // recovery.test.ts finds within a second where it is known.
    const after = recovery.fromSeconds + (recovery.seconds ?? Number.NaN) - mendedSeconds;
    expect(after).toBeGreaterThan(-3);
    expect(after).toBeLessThan(4);
    expect([exitCode, result.causes]).toMatchObject([
      1,
      [{ code: 'over-limit', metric: 'recovery', limit: 2 }],
    ]);
    expect(result.metrics?.recoverySeconds).toBe(recovery.seconds);
    expect(out).toMatch(/Recovery +[\d.]+ s +≤ 2 s +▲ over limit/);
    expect(out).toMatch(
      /P99, throughput and errors recovered [\d.]+ s after the spike; P99 of the last stage/,
    );
  },
  150_000,
);

// As long again, and judgement/recovery.test.ts has the rule.
testInFull(
  'a service that is slow to the end was not back',
  async () => {
    const { exitCode, result } = await repeatWhile(
      () => run(60_000, '{ recovery: { max: 30 s } }'),
      isLate,
      4,
    );
    expect([exitCode, result.causes]).toMatchObject([
      1,
      [{ code: 'not-recovered', of: 'spike', limitSeconds: 30, measuredSeconds: expect.closeTo(14, 0) }],
    ]);
    expect(result.warnings.map(({ code }) => code)).toContain('last-stage-slower');
  },
  150_000,
);
