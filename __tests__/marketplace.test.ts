/**
 * What GitHub asks of an action in its Marketplace (docs.github.com, "Publishing actions in GitHub Marketplace" and
 * "Metadata syntax for GitHub Actions").
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const action = parse(readFileSync(join(root, 'action.yml'), 'utf8'));

/** The colours of a badge, and icons of Feather 4.28 that GitHub leaves out. */
const COLOURS = ['white', 'black', 'yellow', 'blue', 'green', 'orange', 'red', 'purple', 'gray-dark'];
const LEFT_OUT = [
  'coffee',
  'columns',
  'divide-circle',
  'divide-square',
  'divide',
  'frown',
  'hexagon',
  'key',
  'meh',
];

test('one metadata file at the top, with a name, a short description, an author and branding', () => {
  const files = readdirSync(root).filter((name) => /^action\.ya?ml$/.test(name));
  expect(files).toEqual(['action.yml']);
  expect(action.name).toMatch(/^[\w .-]{1,40}$/);
  expect(action.description.length).toBeLessThanOrEqual(125);
  expect(action.author).toBeTruthy();
  expect(COLOURS).toContain(action.branding.color);
  expect(action.branding.icon).toMatch(/^[a-z]+(-[a-z0-9]+)*$/);
  expect(LEFT_OUT).not.toContain(action.branding.icon);
});

test('its name is no category and no feature of GitHub’s', () => {
  const taken = [
    'github',
    'actions',
    'security',
    'testing',
    'deployment',
    'monitoring',
    'code quality',
    'utilities',
  ];
  expect(taken).not.toContain(action.name.toLowerCase());
});

test('it runs by a file of the repository, on a Node that runners have', () => {
  expect(action.runs.using).toBe('node24');
  expect(existsSync(join(root, action.runs.main))).toBe(true);
});

test('there is a README, a licence and a page about security', () => {
  for (const name of ['README.md', 'LICENSE', 'SECURITY.md']) expect(existsSync(join(root, name))).toBe(true);
});

test('every input and output says what it is, and none is required without a word of it', () => {
  for (const [name, { description, required }] of Object.entries<{ description: string; required?: boolean }>(
    {
      ...action.inputs,
      ...action.outputs,
    },
  )) {
    expect([name, description.trim().length > 10]).toEqual([name, true]);
    expect(required ?? false).toBe(false);
  }
});
