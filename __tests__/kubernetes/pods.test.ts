/**
 * The pods of the Job, as processes: with the arguments, the files and the environment that the manifests and an Indexed
 * Job give them, and names that lead to one another as the Service's do.
 */
import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { type Service, startService } from '../action/service.ts';
import { command } from '../cli/in-process.ts';
import { freePort } from '../engine/meeting/free-port.ts';
import { RUNS_ALL } from '../part.ts';

const BUNDLE = join(import.meta.dirname, '../../dist/cli/index.js');
const NAMES = pathToFileURL(join(import.meta.dirname, 'cluster-names.mjs')).href;
const PAGE = readFileSync(join(import.meta.dirname, '../../docs/kubernetes.md'), 'utf8');
const whereAllRuns = RUNS_ALL ? test : test.skip;

// biome-ignore lint/suspicious/noExplicitAny: manifests.test.ts holds them to Kubernetes' description.
type Manifest = any;

let service: Service;
let folder: string;
beforeEach(async () => {
  service = await startService();
  folder = await mkdtemp(join(tmpdir(), 'tailgate-pods-'));
});
afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ended {
  readonly exitCode: number | null;
  readonly log: string;
}

interface Cluster {
  readonly pods: readonly Promise<Ended>[];
  /** As the kubelet does. */
  kill(index: number, when: (log: string) => boolean): void;
}

/** What `kubectl apply` of the manifests comes to, without the pods in `never`. */
async function apply(
  config: string,
  words: readonly string[],
  never: readonly number[] = [],
): Promise<Cluster> {
  const here = join(folder, 'here');
  await mkdir(here);
  await writeFile(join(here, 'tailgate.yml'), config);
  const { exitCode, out, err } = await command(here, [
    'kubernetes',
    '--image=tailgate',
    `--target-url=${service.url}`,
    ...words,
  ]);
  expect([exitCode, err]).toEqual([0, '']);
  const all: Record<string, Manifest> = Object.fromEntries(
    parseAllDocuments(out).map((one) => [(one.toJS() as Manifest).kind, one.toJS()]),
  );
  const { completions, template } = all.Job.spec;
  const [container] = template.spec.containers;
  // The fixed port may be another session's here; everything else is as it was written.
  const port = await freePort();
  const args = container.args.map((word: string) =>
    word.replace(`:${container.ports[0].containerPort}`, `:${port}`),
  );
  const secrets: Record<string, string> = { [all.Secret.metadata.name]: all.Secret.stringData.token };
  const given = container.env.map(({ name, value, valueFrom }: Manifest) => [
    name,
    value ?? secrets[valueFrom.secretKeyRef.name],
  ]);
  const kills: (((log: string) => boolean) | undefined)[] = [];
  const start = async (index: number): Promise<Ended> => {
    const root = join(folder, `pod-${index}`);
    for (const { mountPath, subPath } of container.volumeMounts) {
      await mkdir(dirname(join(root, mountPath)), { recursive: true });
      await writeFile(join(root, mountPath), all.ConfigMap.data[subPath]);
    }
    const env = {
      PATH: process.env.PATH ?? '',
      NODE_OPTIONS: `--import ${NAMES}`,
      ...Object.fromEntries(given),
      // By the Job's controller, and by the container runtime.
      JOB_COMPLETION_INDEX: String(index),
      HOSTNAME: `${all.Job.metadata.name}-${index}`,
    };
    const child = spawn(process.execPath, [BUNDLE, ...args], { cwd: join(root, container.workingDir), env });
    return new Promise((resolve, reject) => {
      let log = '';
      const hear = (chunk: Buffer) => {
        log += chunk;
        if (kills[index]?.(log)) child.kill('SIGKILL');
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ exitCode, log }));
    });
  };
  const indices = Array.from({ length: completions }, (_, i) => i).filter((index) => !never.includes(index));
  return {
    pods: indices.map(start),
    kill(index, when) {
      kills[index] = when;
    },
  };
}

/** The result by the command that docs/kubernetes.md tells. */
function resultOf({ log }: Ended): Manifest {
  const script = /^(sed .+) tailgate\.log > result\.json$/m.exec(PAGE)?.[1] ?? '';
  expect(script).toMatch(/^sed /);
  return JSON.parse(execFileSync('sh', ['-c', script], { input: log, encoding: 'utf8' }));
}

const CONFIG = `name: shop
load: { connections: 6, duration: 3s, warmup: 500ms }
scenario: { requests: [ { name: list, get: /items } ] }
gate: { p99: { max: 5 s }, errors: { max: 1 % } }
`;

test('three pods make one load: pod 0 tells the verdict, and its log holds the result', async () => {
  const { pods } = await apply(CONFIG, ['--shards=3']);
  const [first, ...others] = await Promise.all(pods);
  const told = first as Ended;
  for (const { exitCode, log } of others) {
    expect(log).toMatch(/Shard [23]\/3 begins at \S+Z \(the shards’ common clock is \d+ ms \w+, ± \d+ ms\)/);
    expect(log).toMatch(/Shard [23]\/3 has sent its results to the first one, which gives the verdict/);
    expect(exitCode).toBe(0);
  }
  const result = resultOf(told);
  expect(result).toMatchObject({ format: 'tailgate/1', name: 'shop' });
  // A machine that stalls may not be believed; the exit code says what the result says.
  const codes: Record<string, number> = { pass: 0, fail: 1, inconclusive: 3, invalid: 4 };
  expect(told.exitCode).toBe(codes[result.verdict]);
  // Nobody else asks for these: what all pods sent is what the result counts, but for the warm-up.
  const sent = service.asked.filter((path) => path === '/items').length;
  expect(result.metrics.requests).toBeGreaterThan(sent * 0.6);
  expect(result.metrics.requests).toBeLessThanOrEqual(sent);
}, 60_000);

whereAllRuns(
  'a gate that fails is the exit code of pod 0, and of no other',
  async () => {
    const { pods } = await apply(CONFIG.replace('5 s', '1 ms'), ['--shards=2']);
    const [first, second] = await Promise.all(pods);
    const result = resultOf(first as Ended);
    expect([result.verdict === 'fail' ? 1 : 4, 0]).toEqual([first?.exitCode, second?.exitCode]);
  },
  60_000,
);

test('a pod that finds no node: pod 0 names it, and the result says that nothing was measured', async () => {
  const { pods } = await apply(CONFIG, ['--shards=3', '--shard-timeout=10s'], [2]);
  const [first, second] = await Promise.all(pods);
  expect(first?.exitCode).toBe(4);
  const result = resultOf(first as Ended);
  expect(result).toMatchObject({ verdict: 'invalid', causes: [{ code: 'shards-missing' }] });
  expect(result.causes[0].detail).toContain('shard 3/3: not come after 10 s of waiting');
  // The Job would end pod 0 before it has told anything, if this one failed.
  expect([second?.exitCode, second?.log]).toEqual([0, expect.stringContaining('shard 3/3: not come')]);
}, 60_000);

whereAllRuns(
  'a pod whose target is not there tells the first, and none waits for it',
  async () => {
    const config = CONFIG.replace('name: shop', 'name: shop\ntarget: { ready: /ready }');
    await service.close();
    const { pods } = await apply(config, ['--shards=2', '--target-timeout=3s', '--shard-timeout=20s']);
    const [first, second] = await Promise.all(pods);
    expect(resultOf(first as Ended)).toMatchObject({ verdict: 'invalid', causes: [{ code: 'not-ready' }] });
    expect(first?.exitCode).toBe(4);
    expect(second?.exitCode).not.toBe(2);
    service = await startService();
  },
  60_000,
);

whereAllRuns(
  'a pod that is killed before the start: called off within seconds',
  async () => {
    const cluster = await apply(CONFIG, ['--shards=3', '--shard-timeout=60s'], [1]);
    cluster.kill(2, (log) => log.includes('The first shard is there'));
    const [first] = await Promise.all(cluster.pods);
    expect(first?.exitCode).toBe(4);
    const [cause] = resultOf(first as Ended).causes;
    expect(cause).toMatchObject({ code: 'shards-missing' });
    expect(cause.detail).toContain('shard 3/3 came, and has not been heard of for 10 s');
  },
  90_000,
);
