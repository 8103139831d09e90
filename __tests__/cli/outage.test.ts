/** A service whose database dies midway: it hangs, and a closed load sees next to no errors of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, OK, serve } from '../engine/servers.ts';
import { openShell } from './process.ts';

/** Answers for a while, and then nothing any more. */
const hangsAfter = (ms: number) => {
  let startMs = Number.POSITIVE_INFINITY;
  return answerEach((socket, { path }) => {
    // Not from the questions whether it is ready.
    if (path === '/ask') startMs = Math.min(startMs, performance.now());
    setTimeout(() => {
      if (performance.now() - startMs < ms) socket.write(OK);
    }, 5);
  });
};

test.each([
  ['ten connections', '{ connections: 10, duration: 10s, warmup: 0s, timeout: 4s }'],
  ['a hundred', '{ connections: 100, duration: 10s, warmup: 0s, timeout: 4s }'],
  ['a rate', '{ connections: 50, duration: 10s, warmup: 0s, timeout: 4s, rate: 200/s }'],
])(
  '%s: it fails, as an outage from when to when',
  async (_, load) => {
    const shell = await openShell();
    const target = await serve(hangsAfter(4000));
    try {
      const gate = 'gate: { p99: { max: 4 s }, throughput: { min: 10 /s }, errors: { max: 99 % } }';
      const config = `name: outage\nload: ${load}\nscenario: { requests: [ { get: /ask } ] }\n${gate}\n`;
      await writeFile(join(shell.folder, 'tailgate.yml'), config);
      const { exitCode, out } = await shell.run(['--target-url', target.origin, '--json', 'result.json']);
      const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
      expect([result.verdict, exitCode]).toEqual(['fail', 1]);
      expect(result.causes[0]).toMatchObject({ code: 'silence' });
      const [cause] = result.causes;
      if (cause?.code !== 'silence') throw new Error('it is another cause');
      // By tenths of the run.
      expect(cause.fromSeconds).toBeGreaterThanOrEqual(3.9);
      expect(cause.fromSeconds).toBeLessThanOrEqual(6);
      expect(cause.toSeconds).toBeCloseTo(10, 0);
      expect(out).toContain('Nothing succeeded from');
    } finally {
      await target.close();
      await shell.remove();
    }
  },
  60_000,
);
