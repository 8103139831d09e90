/** A fault on purpose that a workflow orders: through the inputs, in the log, and where the job is cancelled. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull } from '../part.ts';
import { type Runner, startRunner } from './runner.ts';
import { type Service, startService } from './service.ts';

const isPosix = process.platform !== 'win32';
const onPosix = isPosix ? test : test.skip;
const onPosixInFull = isPosix ? testInFull : test.skip;

let github: LocalGitHub;
let runner: Runner;
let service: Service;
beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
  service = await startService();
});
afterEach(async () => {
  await Promise.all([github.close(), service.close()]);
  await runner.remove();
});

const CONFIG = `name: fault
load: { connections: 4, duration: 11s, warmup: 0s, timeout: 2s }
scenario: { requests: [ { name: list, get: /items, headers: { x-key: "{{env.TAILGATE_KEY}}" } } ] }
gate: { recovery: { max: 5 s }, fault-errors: { max: 50 % } }
`;

onPosix(
  'its output is in the log, redacted, and gives the runner no command',
  async () => {
    const secret = 'k3y-that-nobody-may-read';
    const { exitCode, log, outputs, summary } = await runner.run({
      inputs: {
        'target-url': service.url,
        fault: '5s: echo "::error::taken from ##[error] $TAILGATE_KEY"',
        'fault-end': '6s: echo undone; exit 7',
      },
      files: { 'tailgate.yml': CONFIG },
      env: { TAILGATE_KEY: secret },
    });
    // A machine that is busy with something else may be named beside it.
    const causes = outputs.causes?.split(',').filter((code) => code !== 'generator-late');
    expect([exitCode, causes]).toEqual([4, ['fault-failed']]);
    const mask = `::add-mask::${secret}`;
    expect(log.replaceAll(mask, '')).not.toContain(secret);
    expect(log).toContain('fault: ::error::taken from # # [error] ***');
    expect(log).not.toMatch(/^::error::taken/m);
    // It is said loudly that the fault may still be there.
    expect(log).toMatch(/^::error [^\n]*The command that reverts the fault ended with exit code 7/m);
    expect(summary).toContain('The command that reverts the fault ended with exit code 7');
    expect(summary).not.toContain('echo');
    expect(outputs['recovery-seconds']).toBe('0');
    expect(Number(outputs['fault-error-rate'])).toBe(0);
  },
  60_000,
);

onPosixInFull(
  'a job that is cancelled has it undone',
  async () => {
    const file = join(runner.workspace, 'undone');
    const { exitCode, log } = await runner.run({
      inputs: {
        'target-url': service.url,
        fault: '5s: echo taken',
        'fault-end': `50s: sleep 1; echo undone > '${file}'`,
      },
      files: { 'tailgate.yml': CONFIG.replace('duration: 11s', 'duration: 60s') },
      env: { TAILGATE_KEY: 'k3y-that-nobody-may-read' },
      interrupt: (seen) => (seen.includes('fault: taken') ? 'SIGINT' : null),
    });
    for (let i = 0; i < 100 && (await readFile(file, 'utf8').catch(() => '')) === ''; i++) await sleep(50);
    expect(await readFile(file, 'utf8')).toBe('undone\n');
    expect(exitCode).toBe(4);
    expect(log).toContain('Cancelled');
  },
  60_000,
);
