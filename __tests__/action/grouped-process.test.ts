/** `comment: grouped` as GitHub runs it: the bundle as several processes at once, each the job of a service. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readGroup } from '../../src/report/markdown/group.ts';
import { startGitHub } from '../github/server.ts';
import { testInFull } from '../part.ts';
import { startRunner } from './runner.ts';
import { startService } from './service.ts';

const SERVICES = ['cart', 'mail', 'shop'];
const config = (name: string) => `name: ${name}
load: { connections: 2, duration: 1s, warmup: 200ms, timeout: 2s }
scenario: { requests: [ { get: /items } ] }
gate: { errors: { max: 50 % } }
`;

testInFull(
  'three jobs at once leave one comment with three rows, and a result file each',
  async () => {
    const github = await startGitHub();
    const [runner, service] = [await startRunner(github), await startService()];
    try {
      for (const name of SERVICES) await mkdir(join(runner.workspace, 'services', name), { recursive: true });
      const ended = await Promise.all(
        SERVICES.map((name) =>
          runner.run({
            own: true,
            inputs: {
              'target-url': service.url,
              config: `services/${name}/tailgate.yml`,
              comment: 'grouped',
              matrix: JSON.stringify({ service: name }),
            },
            files: { [`services/${name}/tailgate.yml`]: config(name) },
            env: {
              GITHUB_JOB: 'gate',
              GITHUB_ACTION: '__tailgate',
              GITHUB_WORKFLOW_REF: 'octo/service/.github/workflows/gate.yml@refs/pull/7/merge',
            },
          }),
        ),
      );
      expect(github.comments).toHaveLength(1);
      const rows = readGroup(github.comments[0]?.body ?? '').map(({ row }) => /`(\w+)`/.exec(row)?.[1]);
      expect(rows.sort()).toEqual(SERVICES);
      expect(new Set(ended.map(({ outputs }) => outputs.result)).size).toBe(3);
      expect(new Set(ended.map(({ outputs }) => outputs['comment-url'])).size).toBe(1);
    } finally {
      await Promise.all([github.close(), service.close()]);
      await runner.remove();
    }
  },
  120_000,
);
