/** What `tailgate kubernetes` writes, held to Kubernetes' own description of the kinds, and to what it is for. */
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parseAllDocuments } from 'yaml';
import { command } from '../cli/in-process.ts';
import { testInFull } from '../part.ts';

interface Description {
  readonly kinds: Readonly<Record<string, string>>;
  readonly versions: Readonly<Record<string, { readonly $defs: object }>>;
}
const description = JSON.parse(
  readFileSync(join(import.meta.dirname, 'openapi.json'), 'utf8'),
) as Description;
const VERSIONS = Object.keys(description.versions);

const validators = new Map<string, ValidateFunction>();

/** Compiled once, which takes a while. */
function validatorOf(version: string, kind: string): ValidateFunction {
  const key = `${kind} of ${version}`;
  const known = validators.get(key) ?? compile(version, kind);
  validators.set(key, known);
  return known;
}

function compile(version: string, kind: string): ValidateFunction {
  const ajv = new Ajv2020({ strict: false, inlineRefs: false, code: { optimize: false } });
  const { $defs } = description.versions[version] as { $defs: object };
  return ajv.compile({ $defs, $ref: `#/$defs/${description.kinds[kind]}` });
}

const CONFIG = `name: shop
load: { connections: 16, duration: 10s }
scenario:
  headers: { authorization: 'Bearer {{env.TAILGATE_TOKEN}}' }
  data: { users: { file: data/users.csv, take: random } }
  requests:
    - { name: list, get: '/items?as={{users.email}}' }
    - name: upload
      post: /plans
      multipart: { plan: { path: plan.bin } }
gate: { p99: { max: 1 s } }
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-kubernetes-'));
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'tailgate.yml'), CONFIG);
  await writeFile(join(folder, 'data/users.csv'), 'email\na@example.com\n');
  await writeFile(join(folder, 'plan.bin'), Buffer.from([0, 255, 1, 2]));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const WORDS = [
  '--image',
  'registry.example.com/tailgate:1',
  '--target-url',
  'http://shop.shop.svc',
  '--secret',
  'shop-load',
];
const write = (...more: string[]) => command(folder, ['kubernetes', ...WORDS, ...more]);

// biome-ignore lint/suspicious/noExplicitAny: Kubernetes' description says what they are.
type Manifest = any;

async function manifests(...more: string[]): Promise<Record<string, Manifest>> {
  const { exitCode, out, err } = await write(...more);
  expect([exitCode, err]).toEqual([0, '']);
  const documents = parseAllDocuments(out) as { toJS(): Manifest; errors: readonly unknown[] }[];
  expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
  return Object.fromEntries(documents.map((one) => one.toJS()).map((one) => [one.kind, one]));
}
const podOf = ({ Job }: Record<string, Manifest>) => Job.spec.template.spec;
const containerOf = (all: Record<string, Manifest>) => podOf(all).containers[0];

describe.each(VERSIONS)('Kubernetes %s', (version) => {
  const testHere = version === VERSIONS[0] ? test : testInFull;

  testHere.each<[string, string[]]>([
    ['as few words as there can be', []],
    [
      'all of them',
      [
        '--shards',
        '256',
        '--name',
        'night',
        '--namespace',
        'load',
        '--duration',
        '20s',
        '--allow-private-hosts',
        '--shard-timeout',
        '10m',
      ],
    ],
  ])('takes what is written: %s', async (_, more) => {
    if (more.length > 0)
      await writeFile(join(folder, 'tailgate.yml'), CONFIG.replace('connections: 16', 'connections: 512'));
    const all = await manifests(...more);
    expect(Object.keys(all)).toEqual(['Secret', 'ConfigMap', 'Service', 'Job']);
    for (const [kind, one] of Object.entries(all)) {
      const validate = validatorOf(version, kind);
      expect([kind, validate(one), validate.errors]).toEqual([kind, true, null]);
    }
  });

  testHere.each<[string, (job: Manifest) => void]>([
    [
      'a field that there is none',
      (job: Manifest) => {
        job.spec.shards = 8;
      },
    ],
    [
      'a number in place of a text',
      (job: Manifest) => {
        job.spec.template.spec.containers[0].env[0].name = 8;
      },
    ],
    [
      'a container without a name',
      (job: Manifest) => {
        delete job.spec.template.spec.containers[0].name;
      },
    ],
    [
      'a term without its key',
      (job: Manifest) => {
        delete job.spec.template.spec.affinity.podAntiAffinity
          .preferredDuringSchedulingIgnoredDuringExecution[0].podAffinityTerm.topologyKey;
      },
    ],
  ])('would object to %s', async (_, spoil) => {
    const { Job } = await manifests();
    spoil(Job);
    expect(validatorOf(version, 'Job')(Job)).toBe(false);
  });
});

test('a Job with a pod for each shard, none of which is started twice, spread over the nodes', async () => {
  const all = await manifests('--shards', '8');
  expect(all.Job.spec).toMatchObject({
    completionMode: 'Indexed',
    completions: 8,
    parallelism: 8,
    backoffLimit: 0,
  });
  expect(all.Job.spec.activeDeadlineSeconds).toBeGreaterThan(0);
  const [{ podAffinityTerm: term }] =
    podOf(all).affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution;
  expect(term.topologyKey).toBe('kubernetes.io/hostname');
  expect(term.labelSelector.matchLabels).toEqual(all.Job.spec.template.metadata.labels);
});

test('a headless Service gives pod 0 the name by which the others look for it, also before it is ready', async () => {
  const all = await manifests('--name', 'night');
  expect(all.Service.metadata.name).toBe(podOf(all).subdomain);
  expect(all.Service.spec).toMatchObject({ clusterIP: 'None', publishNotReadyAddresses: true });
  expect(all.Service.spec.selector).toEqual(all.Job.spec.template.metadata.labels);
  const { ports, args } = containerOf(all);
  expect(args).toContain(`--meet=http://night-0.night:${ports[0].containerPort}`);
});

test('no rights, no root, nothing to write to', async () => {
  const all = await manifests();
  expect(Object.keys(all).filter((kind) => /Role|Account|Binding/.test(kind))).toEqual([]);
  expect(podOf(all)).toMatchObject({
    automountServiceAccountToken: false,
    restartPolicy: 'Never',
    securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  });
  expect(containerOf(all).securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(containerOf(all).resources.limits).not.toHaveProperty('cpu');
});

test('the files are there under their own paths, byte for byte', async () => {
  const all = await manifests();
  const { data, binaryData } = all.ConfigMap;
  const content = Object.fromEntries(
    containerOf(all).volumeMounts.map(({ mountPath, subPath }: Manifest) => [
      mountPath,
      data[subPath] ?? [...Buffer.from(binaryData[subPath], 'base64')],
    ]),
  );
  expect(content).toEqual({
    '/tailgate/tailgate.yml': CONFIG,
    '/tailgate/data/users.csv': 'email\na@example.com\n',
    '/tailgate/plan.bin': [0, 255, 1, 2],
  });
  expect(containerOf(all).workingDir).toBe('/tailgate');
  for (const key of Object.keys({ ...data, ...binaryData })) expect(key).toMatch(/^[-._a-zA-Z0-9]{1,253}$/);
});

test('a file that is needed for several reasons is there once: no two mounts have one path', async () => {
  await writeFile(join(folder, 'tailgate.yml'), CONFIG.replace('path: plan.bin', 'path: data/users.csv'));
  const paths = containerOf(await manifests()).volumeMounts.map(({ mountPath }: Manifest) => mountPath);
  expect(paths.sort()).toEqual(['/tailgate/data/users.csv', '/tailgate/tailgate.yml']);
});

test('the Job outlives its load, however long that is, and whatever its pods may wait for', async () => {
  const secondsOf = async (...more: string[]) => (await manifests(...more)).Job.spec.activeDeadlineSeconds;
  expect(await secondsOf()).toBe(5400);
  expect(await secondsOf('--duration=2h')).toBeGreaterThan(7200 + 300 + 120 + 1200);
  expect(await secondsOf('--duration=2h', '--shard-timeout=1h', '--target-timeout=1h')).toBeGreaterThan(
    4 * 3600,
  );
});

test('secrets are referred to, and the token of the meeting is another one each time', async () => {
  const [one, two] = [await manifests(), await manifests()];
  expect(containerOf(one).envFrom).toEqual([{ secretRef: { name: 'shop-load' } }]);
  const { valueFrom } = containerOf(one).env.find(({ name }: Manifest) => name === 'TAILGATE_MEET_TOKEN');
  expect(valueFrom.secretKeyRef).toEqual({ name: one.Secret.metadata.name, key: 'token' });
  expect(one.Secret.stringData.token).toMatch(/^[0-9a-f]{32}$/);
  expect(two.Secret.stringData.token).not.toBe(one.Secret.stringData.token);
});

test('the pods have the flags as they were written', async () => {
  const args = containerOf(await manifests('--duration=20s', '--allow-private-hosts')).args;
  expect(args).toEqual([
    'run',
    '--pod-of=2',
    '--meet=http://tailgate-0.tailgate:7717',
    '--json=-',
    '--config=tailgate.yml',
    '--target-url=http://shop.shop.svc',
    '--duration=20s',
    '--allow-private-hosts',
  ]);
});

test('no text of a flag is a variable of the pod', async () => {
  await writeFile(join(folder, 'now $(HOME).md'), '# Report');
  const { args } = containerOf(await manifests('--baseline', 'now $(HOME).md'));
  expect(args).toContain('--baseline=now $$(HOME).md');
});

test.each<[string, string[], RegExp]>([
  ['no image', ['kubernetes', '--target-url', 'http://shop'], /--image: is required/],
  ['no target', ['kubernetes', '--image', 'a'], /--target-url/],
  [
    'a name with capitals',
    ['kubernetes', ...WORDS, '--name', 'Night'],
    /--name: "Night" is not a name for a Job: use/,
  ],
  [
    'a namespace with dots',
    ['kubernetes', ...WORDS, '--namespace', 'a.b'],
    /--namespace: "a.b" is not a namespace: use/,
  ],
  ['no shard', ['kubernetes', ...WORDS, '--shards', '0'], /--shards: "0" does not fit/],
  [
    'more shards than connections',
    ['kubernetes', ...WORDS, '--shards', '100'],
    /--shards: 100 shards are too many/,
  ],
  [
    'a file elsewhere',
    ['kubernetes', ...WORDS, '--config', '../tailgate.yml'],
    /there is no file|lies outside of this folder/,
  ],
  [
    'a history',
    ['kubernetes', ...WORDS, '--baseline', 'history'],
    /baseline: history: is not in the cluster/,
  ],
])('%s is the user’s mistake', async (_, words, why) => {
  const { exitCode, err } = await command(folder, words);
  expect(exitCode).toBe(2);
  expect(err).toMatch(why);
});

test('a scenario that reads variables needs to know where they are', async () => {
  const { exitCode, err } = await command(folder, ['kubernetes', ...WORDS.slice(0, 4)]);
  expect([exitCode, err]).toEqual([
    2,
    expect.stringMatching(/--secret: is needed, because tailgate.yml reads TAILGATE_TOKEN/),
  ]);
});

test('a load of somebody else’s generator is told before eight pods have to', async () => {
  const generator = 'load: { command: "k6 run --summary-export {{out}} load.js", reads: k6 }';
  await writeFile(join(folder, 'tailgate.yml'), `name: shop\n${generator}\ngate: { p99: { max: 1 s } }\n`);
  expect(await write()).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('--shards: is for a load that Tailgate makes'),
  });
});

test('a mistake in the file is told before any pod has to', async () => {
  await writeFile(join(folder, 'tailgate.yml'), CONFIG.replace('p99', 'p98'));
  expect(await write()).toMatchObject({ exitCode: 2, err: expect.stringContaining('p98') });
});

test('more than a ConfigMap holds is refused', async () => {
  await writeFile(join(folder, 'plan.bin'), Buffer.alloc(1_000_001));
  expect(await write()).toMatchObject({
    exitCode: 2,
    err: expect.stringContaining('and a ConfigMap holds 1000000'),
  });
});
