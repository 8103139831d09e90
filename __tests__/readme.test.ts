/** What README and docs say is held against the code: snippets parse, commands, flags, links and codes exist. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { USAGE } from '../src/cli/usage.ts';
import { inputsSchema } from '../src/config/inputs.ts';
import { namesOfFiles, parseConfig } from '../src/config/parse-config.ts';
import { TEMPLATE_FUNCTIONS } from '../src/config/scenario/template-functions.ts';
import { writeStarter } from '../src/config/starter.ts';
import { EXIT } from '../src/exit-codes.ts';
import { readNamedFiles } from '../src/store/read-named-files.ts';
import { ACTION_REFERENCE } from './action-reference.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'SECURITY.md',
  'UPGRADING.md',
  'src/README.md',
  'examples/preview/README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const readme = read('README.md');

const blocksOf = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'gm'))].map(
    (match) => match[1] as string,
  );

interface Workflow {
  readonly permissions: Record<string, string>;
  readonly jobs: Record<
    string,
    {
      permissions?: Record<string, string>;
      steps: { uses?: string; with?: Record<string, unknown> }[];
    }
  >;
}

const snippets = PAGES.flatMap((page) =>
  blocksOf(read(page), 'yaml').map((text, i) => ({ name: `${page}, YAML ${i + 1}`, text })),
);
const isWorkflow = ({ text }: { text: string }) => 'jobs' in parseYaml(text);
const isPermissions = ({ text }: { text: string }) => Object.keys(parseYaml(text)).join() === 'permissions';
const isSteps = ({ text }: { text: string }) => Array.isArray(parseYaml(text));
const configs = snippets.filter(
  (snippet) => !isWorkflow(snippet) && !isPermissions(snippet) && !isSteps(snippet),
);

describe('snippets', () => {
  test('of each kind there is one at least', () => {
    expect(configs.length).toBeGreaterThanOrEqual(3);
    expect(snippets.filter(isWorkflow).length).toBeGreaterThanOrEqual(2);
  });

  test.each(configs)('$name is a tailgate.yml', async ({ text }) => {
    // What a snippet leaves out is what the text around it doesn't speak of.
    const given = parseYaml(text) as object;
    const rest = [
      'scenario' in given || text.includes('{{out}}') ? '' : 'scenario: { requests: [{ get: / }] }\n',
      'gate' in given ? '' : 'gate: { p99: { max: 1 s } }\n',
    ];
    const whole = text + rest.join('');
    const plan = parseConfig(whole, 'tailgate.yml', {
      files: await readNamedFiles(root, namesOfFiles(whole, 'tailgate.yml')),
      inputs: {
        door: 'terminal',
        targetUrl: 'http://127.0.0.1:3000',
        // Only the command line orders one.
        ...(text.includes('fault-errors') && { fault: { atMs: 30_000, command: 'docker restart db' } }),
      },
      env: Object.fromEntries(
        [...text.matchAll(/env\.(TAILGATE_\w+)/g)].map(([, name]) => [
          name,
          name === 'TAILGATE_PG' ? 'postgres://reader@127.0.0.1/shop' : 'a value',
        ]),
      ),
    });
    expect(plan.notices).toEqual([]);
  });

  test.each(snippets.filter(isWorkflow))('$name is a workflow with inputs that exist', ({ text }) => {
    const workflow = parseYaml(text) as Workflow;
    const own = Object.values(workflow.jobs).flatMap((job) =>
      job.steps.filter(({ uses }) => uses === ACTION_REFERENCE).map((step) => ({ job, step })),
    );
    expect(own.length).toBeGreaterThan(0);
    for (const { job, step } of own) {
      const permissions = job.permissions ?? workflow.permissions;
      expect(permissions).toHaveProperty('contents');
      const given = Object.keys(step.with ?? {});
      expect(Object.keys(inputsSchema.shape)).toEqual(expect.arrayContaining(given));
      // Without a URL the target is found by deployments, and that takes a permission.
      if (!given.includes('target-url')) expect(permissions.deployments).toBe('read');
    }
  });
});

test('every checkout that is shown or written leaves no token behind', () => {
  const starter = writeStarter('shop').map(({ path, text }) => ({ name: `tailgate init, ${path}`, text }));
  const shown = [...snippets, ...starter]
    .filter((snippet) => isWorkflow(snippet))
    .flatMap(({ name, text }) =>
      Object.values((parseYaml(text) as Workflow).jobs)
        .flatMap(({ steps }) => steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
        .map((step) => [name, step.with?.['persist-credentials']]),
    );
  expect(shown.length).toBeGreaterThan(6);
  expect(shown.filter(([, kept]) => kept !== false)).toEqual([]);
});

describe('commands', () => {
  const commands = PAGES.flatMap((page) => blocksOf(read(page), 'sh'))
    .flatMap((text) => text.split('\n'))
    .flatMap((line) => line.split(/&&/).map((part) => part.trim()));

  test('the two of the README are there', () => {
    expect(blocksOf(readme, 'sh')[0]).toBe('npm ci && npm run demo\nnpm ci && npm test\n');
  });

  test('scripts of npm exist', () => {
    const scripts = Object.keys(JSON.parse(read('package.json')).scripts);
    const named = commands.flatMap((line) => /^npm run ([\w:-]+)/.exec(line)?.[1] ?? []);
    expect(named.length).toBeGreaterThan(0);
    expect(scripts).toEqual(expect.arrayContaining(named));
  });

  test('those of the terminal, and their flags, are in its help', () => {
    const own = commands.filter((line) => line.startsWith('tailgate '));
    expect(own.length).toBeGreaterThan(0);
    for (const line of own) {
      const [, command] = line.split(' ');
      expect(USAGE).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
      for (const [flag] of line.matchAll(/--[\w-]+/g)) expect(USAGE).toContain(`${flag} `);
    }
  });
});

describe('facts', () => {
  test('the reference is current', () => {
    const check = () =>
      execFileSync(process.execPath, ['scripts/write-reference.mjs', '--check'], {
        cwd: root,
        stdio: 'pipe',
      });
    expect(check).not.toThrow();
  });

  test('the README is read in a minute or two', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(151);
  });

  test('every exit code is told', () => {
    const table = readme.slice(readme.indexOf('| Verdict | Means |'));
    for (const code of Object.values(EXIT)) expect(table).toMatch(new RegExp(`exits ${code}\\b`));
  });

  test('every template function is told', () => {
    for (const name of Object.keys(TEMPLATE_FUNCTIONS))
      expect(read('docs/configuration.md')).toMatch(new RegExp(`^\\| \`{{${name}\\b`, 'm'));
  });

  test.each(PAGES)('%s: links lead somewhere', (page) => {
    const text = read(page);
    const links = [...text.matchAll(/\]\((?!https?:)([^)\s#]*)(?:#([\w-]+))?\)/g)];
    const broken = links.filter(([, path = '', anchor]) => {
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && !anchorsOf(read(file)).includes(anchor);
    });
    expect(broken.map(([link]) => link)).toEqual([]);
  });
});

test('every page of docs/ is in its index and in the sidebar of the site', () => {
  const [index, sidebar] = [read('docs/index.md'), read('site/.vitepress/config.mjs')];
  const names = PAGES.flatMap((page) => /^docs\/(.+)\.md$/.exec(page)?.[1] ?? []).filter(
    (name) => name !== 'index',
  );
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !index.includes(`(${name}.md`))).toEqual([]);
  expect(names.filter((name) => !sidebar.includes(`, '${name}')`))).toEqual([]);
});

/** As GitHub makes them of headings. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  );
}
