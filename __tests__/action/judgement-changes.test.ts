/** What of the judgement the pull request changed itself, told beside the verdict and never a part of it. */
import { readFile } from 'node:fs/promises';
import type { Result } from '../../src/evidence/result/schema.ts';
import { pullRequestEvent } from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull } from '../part.ts';
import { causesOfStep, repeatSaturated } from '../saturation.ts';
import { type Runner, startRunner } from './runner.ts';
import { type Service, startService } from './service.ts';

const PATIENCE_MS = 120_000;
const CONFIG = `name: shop
load: { connections: 16, duration: 1s, warmup: 0s, timeout: 5s }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 2 s } }
`;
const LOOSER = CONFIG.replace('max: 2 s', 'max: 4 s').replace(
  'get: /items',
  'get: /items, expect: [200, 404]',
);

let github: LocalGitHub;
let runner: Runner;
let service: Service;
beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
  service = await startService();
});
afterEach(async () => {
  await service.close();
  await runner.remove();
  await github.close();
});

/** Commits of the base and of the pull request, which left it before the base moved on. */
async function push(base: string, head: string, file = 'tailgate.yml'): Promise<void> {
  const left = await github.git.commit('main', { [file]: base, 'docs/report.md': 'old' });
  await github.git.run(['update-ref', 'refs/heads/feature', left]);
  const sha = await github.git.commit('feature', { [file]: head, 'src/app.js': 'changed' });
  const moved = await github.git.commit('main', { 'docs/report.md': 'new, of the base' });
  const [pull] = github.pulls;
  if (pull) pull.base.sha = moved;
  github.changePull(7, { sha });
}

async function step(config: string, path = 'tailgate.yml') {
  const ran = await repeatSaturated(
    () =>
      runner.run({
        inputs: { 'target-url': service.url, config: path },
        files: { [path]: config },
        ...pullRequestEvent(github, 7),
      }),
    causesOfStep,
  );
  return { ...ran, result: JSON.parse(await readFile(ran.outputs.result ?? '', 'utf8')) as Result };
}

testInFull(
  'a looser gate and an expected error are shown, and the verdict is the head’s own',
  async () => {
    await push(CONFIG, LOOSER);
    const { outputs, result, summary } = await step(LOOSER);
    expect([outputs.reason, outputs.verdict]).toEqual([expect.anything(), 'pass']);
    expect(result.changes).toEqual([
      { key: 'gate.p99.max', before: '2 s', after: '4 s' },
      { key: 'scenario.requests["list"].expect', before: null, after: '[200,404]' },
    ]);
    for (const text of [github.comments.at(-1)?.body ?? '', summary]) {
      expect(text).toMatch(/### Changed in this pull request\n\n\| Key \| Before \| Now \|/);
      expect(text).toContain('| `gate.p99.max` | `2 s` | `4 s` |');
      expect(text).toContain('**Errors**<br><sub>counted as success: 404 of list</sub>');
    }
    expect(github.violations).toEqual([]);
  },
  PATIENCE_MS,
);

testInFull(
  'nothing changed, whatever became of the base since: nothing is said, and one request asks for it',
  async () => {
    await push(CONFIG, CONFIG);
    const { result } = await step(CONFIG);
    expect(result.changes).toEqual([]);
    expect(github.comments.at(-1)?.body).not.toContain('Changed in this pull request');
    const asked = github.asked.filter((operation) => /compare|get-content/.test(operation));
    expect(asked).toEqual(['repos/compare-commits-with-basehead']);
  },
  PATIENCE_MS,
);

test(
  'without the permission it is named, and the verdict stays',
  async () => {
    github.failAlways('repos/compare-commits-with-basehead', {
      status: 403,
      message: 'Resource not accessible',
    });
    const { outputs, result } = await step(CONFIG);
    expect(outputs.verdict).toBe('pass');
    expect(result.changes).toBeUndefined();
    expect(result.warnings).toContainEqual(
      expect.objectContaining({
        code: 'changes-unread',
        detail: expect.stringMatching(/could not be read \(HTTP 403.*contents: read/),
      }),
    );
  },
  PATIENCE_MS,
);
