import { randomBytes } from 'node:crypto';
import { isAbsolute, normalize } from 'node:path';
import { stringify } from 'yaml';
import { checkSharedBudget } from '../config/check-shared-budget.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { type FlagsOf, flagsOf } from '../config/flags.ts';
import { checkClusterLoad, type PodFile } from '../config/kubernetes/cluster-load.ts';
import { manifestsOf } from '../config/kubernetes/manifests.ts';
import { checkShards } from '../config/load/check-shards.ts';
import { totalDurationMs } from '../config/load/whole-load.ts';
import { overridesOf } from '../config/overrides.ts';
import { namesOfFiles, parseConfig } from '../config/parse-config.ts';
import type { Plan } from '../config/plan.ts';
import { PATIENCE } from '../engine/target/ready.ts';
import { EXIT } from '../exit-codes.ts';
import { checkShardable } from '../generator-load.ts';
import { findConfig } from '../store/find-config.ts';
import { readAnywhere, readBytesInside } from '../store/read-inside.ts';
import { readNamedFiles } from '../store/read-named-files.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';

/** More than that no ConfigMap holds. */
const MOST_BYTES = 1_048_576;
/** What a pod waits for the others where no flag says it. */
const MEET_MS = 300_000;

/** Writes what `kubectl apply -f -` takes. Mistakes of the configuration are told here, and not by eight pods. */
export const writeKubernetes: Command = async (words, terminal) => {
  const { flags, written } = readFlags('kubernetes', words);
  if (!flags.image)
    throw new ConfigurationError('is required: build it from the Dockerfile', { key: '--image' });
  const { folder } = terminal;
  const { file, text } = await findConfig(folder, flags.config ?? '', 'terminal');
  const names = namesOfFiles(text, file);
  const plan = parseConfig(text, file, {
    inputs: overridesOf('terminal', flags),
    env: environmentOf(text, terminal.env),
    files: await readNamedFiles(folder, names),
  });
  checkPlan(plan, flags);
  const named = await Promise.all([...names.texts, ...names.bytes].map((path) => readNamed(folder, path)));
  const told = [{ path: inPod(file), content: new TextEncoder().encode(text) }];
  const files = [...told, ...named, ...(await readBaselineOf(plan, folder))];
  const load = {
    name: flags.name,
    namespace: flags.namespace ?? null,
    image: flags.image,
    shards: flags.shards,
    secret: flags.secret ?? null,
    // One file may be a table, a body and a baseline at once, and no two mounts have one path.
    files: [...new Map(files.map((one) => [one.path, one])).values()],
    longestMs: longestOf(plan, flags),
    flags: [`--config=${inPod(file)}`, ...handedOn(written)],
    token: randomBytes(16).toString('hex'),
  };
  checkClusterLoad(load);
  const documents = manifestsOf(load).map((one) => stringify(one, { lineWidth: 0 }));
  terminal.out(documents.join('---\n').trimEnd());
  return EXIT.pass;
};

/** What the scenario reads of the environment is in the cluster; here any value shows whether the file is right. */
function environmentOf(text: string, env: Readonly<Record<string, string | undefined>>) {
  const read = [...text.matchAll(/\benv\.(TAILGATE_\w+)/g)].map(([, name = '']) => name);
  return { ...Object.fromEntries(read.map((name) => [name, 'in the cluster'])), ...env };
}

function checkPlan(plan: Plan, { shards, secret }: FlagsOf<'kubernetes'>): void {
  checkShardable(plan, '--shards');
  checkShards(plan, shards, '--shards');
  checkSharedBudget(plan, '--shards');
  const { variables = [] } = plan;
  if (variables.length > 0 && secret === undefined)
    throw new ConfigurationError(
      `is needed, because ${plan.configFile} reads ${variables.join(', ')}: name the Secret that contains them`,
      { key: '--secret' },
    );
  if (plan.baseline?.kind === 'history')
    throw new ConfigurationError('is not in the cluster: compare with a file, a base, or by limits', {
      key: 'baseline: history',
    });
}

/** Of a pod: until its target is ready, until all others are there, and the load. */
function longestOf(
  { load, base, gate }: Plan,
  { 'target-timeout': readyMs, 'shard-timeout': meetMs }: FlagsOf<'kubernetes'>,
): number {
  const loadMs =
    base === null ? load.warmupMs + totalDurationMs(load) : 2 * load.warmupMs + gate.interleaved.budgetMs;
  return (readyMs ?? PATIENCE.deadlineMs) + (meetMs ?? MEET_MS) + loadMs;
}

/** The flags that the pods have as well, as they were written. */
function handedOn(written: Readonly<Record<string, string | boolean | undefined>>): string[] {
  const own = flagsOf('kubernetes').map(({ name }) => name);
  return flagsOf('run').flatMap(({ name, value }) => {
    const given = written[name];
    if (name === 'config' || given === undefined || !own.includes(name)) return [];
    return [value === null ? `--${name}` : `--${name}=${given}`];
  });
}

async function readNamed(folder: string, path: string): Promise<PodFile> {
  const content = await readBytesInside(folder, path, MOST_BYTES);
  if (content === null) throw new ConfigurationError('there is no such file', { file: path });
  return { path: inPod(path), content };
}

/** Pod 0 compares with it. */
async function readBaselineOf({ baseline }: Plan, folder: string): Promise<PodFile[]> {
  if (baseline?.kind !== 'file') return [];
  const text = await readAnywhere(folder, baseline.file);
  if (text === null) throw new ConfigurationError('there is no such file', { file: baseline.file });
  return [{ path: inPod(baseline.file), content: new TextEncoder().encode(text) }];
}

/** Its path in a pod, which is the one that the configuration names. */
function inPod(path: string): string {
  const plain = normalize(path).replaceAll('\\', '/');
  if (!isAbsolute(plain) && !plain.startsWith('../')) return plain;
  throw new ConfigurationError('is outside this folder: the pods only have what is below it', { file: path });
}
