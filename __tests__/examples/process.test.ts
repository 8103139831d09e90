import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CLUSTER } from './cluster.ts';

const main = fileURLToPath(new URL('../../examples/preview/main.mjs', import.meta.url));

/** With the pieces of its output and how it ended. */
async function run(args: string[], stopWith?: (child: ChildProcess) => void, more = {}) {
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: { ...process.env, DATABASE_URL: '', ...more },
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

test('says where it listens in one line, and SIGTERM stops it cleanly', async () => {
  const { code, lines, health, complaint } = await run(['--delay', 'none'], (child) => child.kill('SIGTERM'));
  expect(lines).toEqual([expect.stringMatching(/^\{"listening":"http:\/\/127\.0\.0\.1:\d+"\}$/)]);
  expect({ code, health, complaint }).toEqual({ code: 0, health: 200, complaint: '' });
}, 60_000);

test('does not outlive the process that started it', async () => {
  const env = { PGLITE_CLUSTER: CLUSTER };
  const { code, health } = await run(['--delay', 'none'], (child) => child.disconnect(), env);
  expect({ code, health }).toEqual({ code: 0, health: 200 });
}, 60_000);

test('a flag it does not know ends it with code 2 before anything starts', async () => {
  const { code, lines, complaint } = await run(['--speed', '9']);
  expect({ code, lines }).toEqual({ code: 2, lines: [] });
  expect(complaint).toContain("preview: Unknown option '--speed'");
});
