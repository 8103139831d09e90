import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { testInFull, testPart } from '../part.ts';
import { CLUSTER } from './cluster.ts';

const main = fileURLToPath(new URL('../../examples/preview/main.mjs', import.meta.url));

/** With the pieces of its output and how it ended. Compiled for speed, the database would cost a second more. */
async function run(args: string[], stopWith?: (child: ChildProcess) => void, cluster = CLUSTER) {
  const child = spawn(process.execPath, ['--liftoff-only', main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, DATABASE_URL: '', PGLITE_CLUSTER: cluster },
  });
  const ended = once(child, 'exit');
  let complaint = '';
  child.stderr?.on('data', (chunk) => {
    complaint += chunk;
  });
  const lines: string[] = [];
  let health = 0;
  if (child.stdout)
    for await (const line of createInterface(child.stdout)) {
      lines.push(line);
      health = (await fetch(`${JSON.parse(line).listening}/api/v1/health`)).status;
      stopWith?.(child);
    }
  const [code] = await ended;
  return { code, lines, health, complaint };
}

testPart([
  ['that an earlier start has made', CLUSTER],
  ['of its own', ''],
])(
  'with a database %s, it says where it listens in one line, and SIGTERM stops it cleanly',
  async (_, cluster) => {
    const stop = (child: ChildProcess) => child.kill('SIGTERM');
    const { code, lines, health, complaint } = await run(['--delay', 'none'], stop, cluster);
    expect(lines).toEqual([expect.stringMatching(/^\{"listening":"http:\/\/127\.0\.0\.1:\d+"\}$/)]);
    expect({ code, health, complaint }).toEqual({ code: 0, health: 200, complaint: '' });
  },
  60_000,
);

testInFull(
  'does not outlive the process that started it',
  async () => {
    const { code, health } = await run(['--delay', 'none'], (child) => child.disconnect());
    expect({ code, health }).toEqual({ code: 0, health: 200 });
  },
  60_000,
);

test('a flag it does not know ends it with code 2 before anything starts', async () => {
  const { code, lines, complaint } = await run(['--speed', '9']);
  expect({ code, lines }).toEqual({ code: 2, lines: [] });
  expect(complaint).toContain("preview: Unknown option '--speed'");
});
