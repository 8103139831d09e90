/** A cap on requests ends a closed load, on both sides and with the warm-ups, and what was seen is judged. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, serve } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
import { openShell, type Shell } from './process.ts';

const PATIENCE_MS = 120_000;

let shell: Shell;
let servers: Listening[];
/** Of each server, requests but those of readiness. */
let asked: number[];
beforeEach(async () => {
  shell = await openShell();
  asked = [0, 0];
  servers = await Promise.all(
    asked.map((_, side) =>
      serve(
        answerEach((socket, { path }) => {
          if (path === '/items') asked[side] = (asked[side] ?? 0) + 1;
          setTimeout(() => socket.write(OK), path === '/items' ? 5 : 0);
        }),
      ),
    ),
  );
});
afterEach(async () => {
  for (const server of servers) await server.close();
  await shell.remove();
});

async function run(config: string, words: readonly string[]) {
  await writeFile(join(shell.folder, 'tailgate.yml'), config);
  const [target = ''] = servers.map(({ origin }) => origin);
  const files = ['--json', 'result.json', '--markdown', 'comment.md'];
  const ended = await repeatSaturated(
    () => {
      asked = [0, 0];
      return shell.run(['--target-url', target, ...files, ...words]);
    },
    ({ causes }) => causes,
  );
  const read = (name: string) => readFile(join(shell.folder, name), 'utf8');
  const result = JSON.parse(await read('result.json')) as Result;
  return { ...ended, result, comment: await read('comment.md') };
}

const LIMITS = (load: string) =>
  `load: { ${load} }\nscenario: { requests: [ { name: list, get: /items } ] }\ngate: { p50: { max: 2 s }, errors: { max: 5 % } }\n`;

testInFull(
  'a closed load ends there, and what was seen passes',
  async () => {
    const { result, comment, out } = await run(LIMITS('connections: 4, duration: 60s, warmup: 300ms'), [
      '--max-requests',
      '1000',
    ]);
    expect(result.verdict).toBe('pass');
    expect(result.measured?.seconds).toBeLessThan(30);
    expect(result.sent).toEqual({ target: 1000, base: null });
    expect(asked[0]).toBe(1000);
    expect(result.metrics?.requests).toBeLessThan(1000);
    expect(result.warnings).toContainEqual(
      expect.objectContaining({ code: 'capped', sent: 1000, maxRequests: 1000 }),
    );
    expect(comment).toMatch(/1,000 requests sent, \d+ of them measured/);
    for (const text of [comment, out.replaceAll(/\s+/g, ' ')]) {
      expect(text).toContain('The load ended after 1,000 requests, because max-requests allows 1,000');
    }
    expect(comment).toContain('--max-requests 1000');
  },
  PATIENCE_MS,
);

test(
  'in the warm-up nothing is judged',
  async () => {
    const { result, exitCode } = await run(LIMITS('connections: 2, duration: 5s, warmup: 20s'), [
      '--max-requests',
      '50',
    ]);
    expect([result.verdict, exitCode]).toEqual(['inconclusive', 3]);
    expect(asked[0]).toBe(50);
    expect(result.warnings[0]).toMatchObject({ code: 'capped', sent: 50 });
  },
  PATIENCE_MS,
);

testInFull(
  'both sides together, with their warm-ups',
  async () => {
    const config = LIMITS('connections: 2, duration: 60s, warmup: 600ms').replace(
      'gate: {',
      'gate: { throughput: { regression: 10 % },',
    );
    const base = servers[1]?.origin ?? '';
    const { result, comment } = await run(config, ['--base-url', base, '--max-requests', '3000']);
    expect(result.interleaved?.blocks).toBeGreaterThan(0);
    const { target, base: ofBase } = result.sent;
    expect([target, ofBase]).toEqual(asked);
    expect(target + (ofBase ?? 0)).toBe(3000);
    expect(result.causes.map(({ code }) => code)).not.toContain('interim');
    expect(result.warnings.map(({ code }) => code)).toContain('capped');
    expect(comment).toMatch(/3,000 requests sent to both sides/);
  },
  PATIENCE_MS,
);

test(
  'what is not reached changes nothing, and the number of requests is told all the same',
  async () => {
    const { result, comment } = await run(LIMITS('connections: 2, duration: 1s, warmup: 200ms'), [
      '--max-requests',
      '1000000',
    ]);
    expect(result.warnings.map(({ code }) => code)).not.toContain('capped');
    expect(result.sent.target).toBe(asked[0]);
    expect(comment).toContain(`${new Intl.NumberFormat('en-US').format(asked[0] ?? 0)} requests sent`);
  },
  PATIENCE_MS,
);
