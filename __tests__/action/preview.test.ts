/**
 * The action with the example's own configuration and report, against the example preview: where everything is run, for
 * its database takes longer to start than most tests take. examples/ has both the configuration and the preview.
 */
import { cp, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type Database,
  defaultPassword,
  openDatabase,
  type PreviewOptions,
  startPreview,
} from '../../examples/preview/start.mjs';
import type { Result } from '../../src/evidence/result/schema.ts';
import { CLUSTER } from '../examples/cluster.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { RUNS_ALL, testInFull } from '../part.ts';
import { beginningAnew, refuseSaturated } from '../saturation.ts';
import { type Runner, startRunner } from './runner.ts';

const PATIENCE_MS = 180_000;
const examples = join(import.meta.dirname, '../../examples');

let github: LocalGitHub;
let runner: Runner;
let database: Database;

beforeAll(async () => {
  if (!RUNS_ALL) return;
  process.env.PGLITE_CLUSTER = CLUSTER;
  database = await openDatabase({ password: defaultPassword });
}, PATIENCE_MS);
afterAll(() => database?.close());
async function open(): Promise<void> {
  github = await startGitHub();
  runner = await startRunner(github);
  await mkdir(join(runner.workspace, 'examples'));
  await cp(join(examples, 'performance-report.md'), join(runner.workspace, 'examples/performance-report.md'));
}
async function close(): Promise<void> {
  await github.close();
  await runner.remove();
}
const anew = beginningAnew(open, close);

/**
 * Bounds that a busy machine keeps as well: what is tried here is the way from one end to the other, not the machine.
 */
const GENEROUS = `gate:
  p99: { max: 2 s, regression: 1000 % }
  throughput: { min: 5 /s, regression: 90 % }
  errors: { max: 5 %, regression: 5 pp }
`;

/** 10 connections as in the report, with the example's own gate unless another is given. */
async function gate(options: PreviewOptions, bounds?: string) {
  const preview = await startPreview({ ...options, database });
  try {
    const example = await readFile(join(examples, 'tailgate.yml'), 'utf8');
    const config = example.replace(/^load: .*$/m, 'load: { connections: 10, duration: 4s, warmup: 300ms }');
    expect(config).not.toBe(example);
    return refuseSaturated(
      await runner.run({
        inputs: { 'target-url': preview.url },
        files: { 'tailgate.yml': bounds === undefined ? config : config.replace(/^gate:[\s\S]*/m, bounds) },
        env: { TAILGATE_EMAIL: 'syndic@grandplace.be', TAILGATE_PASSWORD: defaultPassword },
      }),
    );
  } finally {
    await preview.close();
  }
}

testInFull(
  'passes within its bounds, compared with the report',
  anew(async () => {
    const ended = await gate({ delay: 40 }, GENEROUS);
    expect([ended.exitCode, ended.outputs.reason]).toEqual([0, expect.stringContaining('P99')]);
    expect(ended.outputs.verdict).toBe('pass');
    expect(Number(ended.outputs['throughput-per-second'])).toBeGreaterThan(0);
    expect(ended.outputs['throughput-change']).not.toBe('');
    expect(github.comments[0]?.body).toMatch(/93\.8\sms/);
    expect(ended.log).toContain('::add-mask::eyJ');
    expect(ended.log.replace(/^::add-mask::.*$/gm, '')).not.toContain('eyJ');
  }),
  PATIENCE_MS,
);

testInFull(
  'fails by the example’s own bounds where it is slower, and names P99',
  anew(async () => {
    const ended = await gate({ delay: 150 });
    // A machine that is busy with other things may miss more bounds, and by more.
    const { causes } = JSON.parse(await readFile(ended.outputs.result ?? '', 'utf8')) as Pick<
      Result,
      'causes'
    >;
    expect(causes).toContainEqual(expect.objectContaining({ code: 'over-limit', metric: 'p99' }));
    expect([ended.outputs.verdict, ended.exitCode]).toEqual(['fail', 1]);
    expect(Number(ended.outputs['p99-change'])).toBeGreaterThan(0.3);
    expect(github.comments[0]?.body).toMatch(/Fail/);
  }),
  PATIENCE_MS,
);
