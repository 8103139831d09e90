/** `tailgate run` proves its target and keeps to what was allowed, as a process. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Service, sendJson, startService } from '../action/service.ts';
import { testInFull } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';
import { command } from './in-process.ts';
import { type Ended, openShell, type RunEnded, type Shell } from './process.ts';

const PATIENCE_MS = 120_000;
const SHA = '0123456789abcdef0123456789abcdef01234567';
const CONFIG = `name: smoke
target: { ready: /health, identity: { path: /version, commit: /commit } }
load: { connections: 16, duration: 1s, warmup: 0s, timeout: 5s }
scenario: { requests: [{ name: list, get: /items }] }
gate: { p99: { max: 5 s } }
`;

let shell: Shell;
let service: Service;
let items: number;

beforeEach(async () => {
  items = 0;
  shell = await openShell();
  await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG);
  service = await startService({
    '/items': (response) => {
      items++;
      sendJson(response, 200, {});
    },
    '/version': (response) => sendJson(response, 200, { commit: SHA }),
    '/changing': (response) => sendJson(response, 200, { commit: items > 20 ? 'after' : 'before' }),
  });
});
afterEach(async () => {
  await service.close();
  await shell.remove();
});

const runOnce = (...words: string[]): Promise<RunEnded> => {
  items = 0;
  return shell.run(['--target-url', service.url, ...words]);
};
const run = (...words: string[]): Promise<Ended> =>
  repeatSaturated(
    () => runOnce(...words),
    ({ causes }) => causes,
  );

testInFull(
  'the commit that is expected is served: measured, and told with the command to do it again',
  async () => {
    const ended = await run('--commit', SHA.slice(0, 8));
    expect(ended.exitCode).toBe(0);
    expect(ended.out).toContain(`--commit ${SHA.slice(0, 8)}`);
    expect(ended.out).toContain(` at commit ${SHA.slice(0, 8)}, as it reports itself`);
  },
  PATIENCE_MS,
);

test(
  'without --commit it has to stay the same',
  async () => {
    await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG.replace('/version', '/changing'));
    const ended = await run();
    expect(ended.exitCode).toBe(4);
    expect(ended.out).toContain('was redeployed while it was measured');
    expect(ended.out).toMatch(/"before"[\s\S]*"after"/);
  },
  PATIENCE_MS,
);

test.each([
  [['--commit', 'main'], '--commit: "main" is not a commit: write its SHA'],
  [['--target-url', 'http://10.255.255.1'], '--target-url: 10.255.255.1 is in a private network'],
  [['--base-url', 'http://169.254.169.254'], '--base-url: 169.254.169.254 is link-local'],
])(
  '%j is refused',
  async (words, message) => {
    const config = words[0] === '--base-url' ? CONFIG.replace('max: 5 s', 'regression: 50 %') : CONFIG;
    await writeFile(join(shell.folder, 'tailgate.yml'), config);
    const url = words[0] === '--target-url' ? [] : ['--target-url', service.url];
    const ended = await command(shell.folder, ['run', ...url, ...words]);
    expect(ended.err).toContain(message);
    expect(ended.exitCode).toBe(2);
    expect(items).toBe(0);
  },
  PATIENCE_MS,
);

describe('with a base', () => {
  const LIVE = CONFIG.replace(
    'p99: { max: 5 s }',
    'p99: { regression: 300 % }, rounds: { measure: 1s, discard: 100ms, budget: 30s }',
  );
  /** What is looked at is told of any run, whatever it comes to and however early it ends. */
  const compare = async (routes: Parameters<typeof startService>[0]) => {
    await writeFile(join(shell.folder, 'tailgate.yml'), LIVE);
    const base = await startService(routes);
    try {
      return await runOnce('--base-url', base.url, '--target-timeout', '2s', '--max-requests', '500');
    } finally {
      await base.close();
    }
  };

  testInFull(
    'that is not ready, it is the base that is named, and nothing was measured',
    async () => {
      const ended = await compare({ '/health': (response) => sendJson(response, 503, {}) });
      expect(ended.exitCode).toBe(4);
      expect(ended.out).toMatch(/The base http:\S+\/health did not become ready/);
      expect(ended.out).toContain('planned: at most 30 s in rounds');
      expect(items).toBe(0);
    },
    PATIENCE_MS,
  );

  testInFull(
    'that serves the same commit, a note says so',
    async () => {
      const ended = await compare({ '/version': (response) => sendJson(response, 200, { commit: SHA }) });
      expect(ended.out.replaceAll(/\s+/g, ' ')).toContain('note Base and target report the same commit.');
    },
    PATIENCE_MS,
  );
});

test(
  '--commit without target.identity would check nothing, and says so',
  async () => {
    await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG.replace(/^target:.*$/m, ''));
    const ended = await run('--commit', SHA);
    expect([ended.exitCode, ended.err]).toEqual([
      2,
      expect.stringContaining('--commit: is checked by target.identity, which tailgate.yml does not have'),
    ]);
  },
  PATIENCE_MS,
);
