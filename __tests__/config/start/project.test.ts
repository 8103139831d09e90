import { parse } from 'yaml';
import { parseFlags } from '../../../src/config/flags.ts';
import { type ProjectFiles, readProject } from '../../../src/config/start/project.ts';
import { writeStarter } from '../../../src/config/starter.ts';

const manifest = (scripts: object, more: object = {}) =>
  JSON.stringify({ name: '@acme/shop', scripts, ...more });
const SHA = 'a'.repeat(40);

interface Workflow {
  readonly jobs: {
    readonly gate: {
      readonly steps: readonly {
        readonly name?: string;
        readonly uses?: string;
        readonly run?: string;
        readonly with?: Readonly<Record<string, string>>;
        readonly env?: Readonly<Record<string, unknown>>;
        readonly 'working-directory'?: string;
      }[];
    };
  };
}

function workflowOf(files: ProjectFiles, uses: string | null = null) {
  const project = readProject(files);
  const text =
    writeStarter('shop', { project, uses }).find(({ path }) => path.startsWith('.github'))?.text ?? '';
  const { steps } = (parse(text) as Workflow).jobs.gate;
  const start = steps.filter(({ name }) => name?.startsWith('Start'));
  return { project, start, action: steps.at(-1), text };
}

test.each<[string, ProjectFiles, number, readonly string[]]>([
  [
    'package.json',
    { 'package.json': manifest({ start: 'node server.js' }), 'package-lock.json': '' },
    3000,
    ['npm ci', 'npm start > "$RUNNER_TEMP/head.log" 2>&1 &'],
  ],
  [
    'a build, and pnpm',
    { 'package.json': manifest({ start: 'node .', build: 'tsc' }), 'pnpm-lock.yaml': '' },
    3000,
    [
      'corepack enable && pnpm install --frozen-lockfile',
      'pnpm run build',
      'pnpm start > "$RUNNER_TEMP/head.log" 2>&1 &',
    ],
  ],
  [
    'a port in the script',
    { 'package.json': manifest({ preview: 'vite preview --port 4173' }) },
    4173,
    ['npm install', 'npm run preview -- --port "$PORT" > "$RUNNER_TEMP/head.log" 2>&1 &'],
  ],
  [
    'a port that the script sets, whatever the environment says: not plainly',
    { 'package.json': manifest({ start: 'PORT=4000 node .' }) },
    4000,
    ['npm ci', 'npm start > "$RUNNER_TEMP/head.log" 2>&1 &'],
  ],
  [
    'pnpm hands two dashes on to the script',
    { 'package.json': manifest({ preview: 'vite preview --port 4173' }), 'pnpm-lock.yaml': '' },
    4173,
    [
      'corepack enable && pnpm install --frozen-lockfile',
      'pnpm run preview --port "$PORT" > "$RUNNER_TEMP/head.log" 2>&1 &',
    ],
  ],
  [
    'a Procfile beside a package.json',
    { Procfile: 'web: node server.js\n', 'package.json': manifest({}), 'package-lock.json': '' },
    3000,
    ['npm ci', 'node server.js > "$RUNNER_TEMP/head.log" 2>&1 &'],
  ],
  [
    'a Procfile',
    { Procfile: 'release: x\nweb: gunicorn app:app --bind 0.0.0.0:$PORT\n' },
    3000,
    ['gunicorn app:app --bind 0.0.0.0:$PORT > "$RUNNER_TEMP/head.log" 2>&1 &'],
  ],
  [
    'a Procfile whose line ends in a comment, to which nothing more may be added',
    { Procfile: 'web: node server.js # the API\n' },
    3000,
    ['(', 'node server.js # the API', ') > "$RUNNER_TEMP/head.log" 2>&1 &'],
  ],
  [
    'a Dockerfile',
    { Dockerfile: 'FROM x\nEXPOSE 8080/tcp\n' },
    8080,
    ['docker build --tag tailgate-head .', 'docker run --detach --publish 127.0.0.1:8080:8080 tailgate-head'],
  ],
  ['nothing', {}, 3000, ['npm ci', 'npm start > "$RUNNER_TEMP/head.log" 2>&1 &']],
  [
    'files that are broken',
    { 'package.json': '{', 'compose.yml': 'a: [', Procfile: '', Dockerfile: 'EXPOSE $PORT' },
    3000,
    ['npm ci', 'npm start > "$RUNNER_TEMP/head.log" 2>&1 &'],
  ],
])('how it is started: %s', (_, files, port, lines) => {
  const { project, start, action } = workflowOf(files);
  expect(project.port).toBe(port);
  expect(start.map((step) => step['working-directory'])).toEqual(['base', 'head']);
  expect(start[1]?.run?.trimEnd().split('\n')).toEqual(lines);
  expect(action?.with).toEqual({
    config: 'head/tailgate.yml',
    'target-url': `http://127.0.0.1:${port}`,
    'base-url': `http://127.0.0.1:${port + 1}`,
  });
});

test('of a compose file, each side is published at a port of its own', () => {
  const compose =
    // biome-ignore lint/suspicious/noTemplateCurlyInString: compose files have variables of their own
    'services:\n  db: { image: postgres, ports: ["5432:5432"] }\n  web: { build: ., ports: ["${PORT:-8000}:80"] }\n';
  const { start, project } = workflowOf({ 'compose.yml': compose, 'package.json': manifest({ start: 'x' }) });
  expect(project).toMatchObject({
    name: 'acme/shop',
    port: 8000,
    start: { kind: 'compose', service: 'web', inside: 80 },
  });
  const [override = '', up] = start[0]?.run?.split('\n') ?? [];
  const [, written = ''] = /^echo '(.*)' > /.exec(override) ?? [];
  // The database, which only the service itself asks, is there twice, and published nowhere.
  expect(parse(written, { logLevel: 'silent' })).toEqual({
    services: { web: { ports: ['127.0.0.1:8001:80'] }, db: { ports: [] } },
  });
  expect(written).toContain('db: { ports: !reset [] }');
  expect(up).toContain('--project-name base --file compose.yml');
});

test.each([
  ['a container', 'container_name: the-db'],
  ['the network', 'network_mode: host'],
])('a compose file that can be started only once, for %s, says nothing plainly', (_, more) => {
  const compose = `services: { db: { image: postgres, ${more} }, web: { build: ., ports: ["8000:80"] } }`;
  const { project } = workflowOf({ 'compose.yml': compose, 'package.json': manifest({ start: 'x' }) });
  expect(project).toMatchObject({ port: 8000, start: { kind: 'unknown' } });
});

test('two services that are published say nothing plainly', () => {
  const compose = 'services: { a: { build: a, ports: ["1000:1"] }, b: { build: b, ports: ["2000:2"] } }';
  expect(workflowOf({ 'compose.yml': compose }).project.start).toEqual({ kind: 'unknown' });
});

describe('--uses', () => {
  test('is the reference of the action', () => {
    const { action, text } = workflowOf({}, `acme/gate@${SHA}`);
    expect(action?.uses).toBe(`acme/gate@${SHA}`);
    expect(text).not.toContain('There is no release yet');
  });

  test.each([
    'acme/gate@v1',
    'acme@x',
    `acme/gate@${SHA}\n  run: x`,
    `a b/c@${SHA}`,
  ])('refuses %j', (uses) => {
    expect(() => parseFlags('init', { uses })).toThrow('is not an action at a commit');
  });
});
