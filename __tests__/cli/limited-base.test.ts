/** A rate limiter in front of the base, over rounds that are shorter than what it takes to be sure of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, OK, serve, status } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
import { openShell } from './process.ts';

const CONFIG = `
name: limited
load: { connections: 4, duration: 10s, warmup: 300ms }
scenario: { requests: [ { name: ask, get: /ask } ] }
gate: { p99: { regression: 50 % }, rounds: { measure: 1s, discard: 300ms, budget: 60s } }
`;

testInFull(
  'ends the run within seconds, and is told of the base',
  async () => {
    const shell = await openShell();
    const target = await serve(answerEach((socket) => setTimeout(() => socket.write(OK), 10)));
    const base = await serve(
      answerEach((socket, { path, number }) =>
        setTimeout(
          () => socket.write(path === '/ask' && number > 50 ? status(429, 'retry-after: 5993') : OK),
          10,
        ),
      ),
    );
    try {
      await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG);
      const startMs = performance.now();
      const { exitCode } = await repeatSaturated(
        () => shell.run(['--target-url', target.origin, '--base-url', base.origin, '--json', 'result.json']),
        ({ causes }) => causes,
      );
      const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
      expect([result.verdict, exitCode]).toEqual(['invalid', 4]);
      // Two blocks of it are enough as well: whichever is seen first, it is the base's limiter.
      expect(['rate-limited', 'intercepted']).toContain(result.causes[0]?.code);
      expect(result.causes[0]).toMatchObject({ side: 'base' });
      expect(result.reason).toMatch(
        /^(?:A rate limiter )?on the base.*rate limiter|^A rate limiter on the base/i,
      );
      expect(result.reason).toContain('Retry-After up to 1 h 40 min');
      // Of a budget of a minute; a machine that is busy may make it begin anew.
      expect(performance.now() - startMs).toBeLessThan(50_000);
    } finally {
      await target.close();
      await base.close();
      await shell.remove();
    }
  },
  120_000,
);
