/** Where the machine that makes the load is what can't go on: invalid, named, and with its files written. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openShell } from '../cli/process.ts';
import { answerEach, OK, serve } from '../engine/servers.ts';
import { testInFull } from '../part.ts';

const BUNDLE = join(import.meta.dirname, '../../dist/cli/index.js');
const PATIENCE_MS = 60_000;

const CONFIG = `
name: limits
target: { ready: /ready }
load: { connections: 300, duration: 20s, warmup: 100ms }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { errors: { max: 1 % } }
`;

testInFull(
  'file descriptors that are used up are no error of the service',
  async () => {
    const server = await serve(answerEach((socket) => void setTimeout(() => socket.write(OK), 5)));
    const shell = await openShell();
    try {
      await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG);
      const exitCode = await new Promise<number | null>((resolve) => {
        const words = [BUNDLE, 'run', '--target-url', server.origin, '--json', 'result.json'];
        const child = execFile(
          'sh',
          ['-c', 'ulimit -n 120; exec "$0" "$@"', process.execPath, ...words],
          { cwd: shell.folder },
          () => resolve(child.exitCode),
        );
      });
      const result = JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8'));
      expect([exitCode, result.verdict]).toEqual([4, 'invalid']);
      expect(result.causes[0].code).toBe('generator-exhausted');
      expect(result.reason).toContain('this process has no file descriptor left (EMFILE)');
      expect(result.advice).toContain('ulimit -n');
    } finally {
      await server.close();
      await shell.remove();
    }
  },
  PATIENCE_MS,
);
