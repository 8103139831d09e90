/** Files that tailgate.yml names, through every command that reads it. */
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command } from './in-process.ts';

const CONFIG = `load: { connections: 2, duration: 2s }
scenario:
  data: { users: { file: load/users.csv, take: per-user } }
  requests: [ { post: /a, multipart: { mail: "{{users.email}}", file: { path: load/plan.pdf } } } ]
gate: { errors: { max: 1 % } }
`;

test.each([
  ['run', 'load/users.csv:2: has 2 values, and the first line has 1 column (email)'],
  ['check', 'load/users.csv:2: has 2 values, and the first line has 1 column (email)'],
  ['calibrate', 'load/users.csv:2: has 2 values, and the first line has 1 column (email)'],
  ['selftest', 'load/users.csv:2: has 2 values, and the first line has 1 column (email)'],
])('%s', async (name, broken) => {
  const folder = join(await mkdtemp(join(tmpdir(), 'cli-files-')), 'work');
  await mkdir(join(folder, 'load'), { recursive: true });
  await writeFile(join(folder, 'tailgate.yml'), CONFIG);
  const say = async () => {
    const { exitCode, err } = await command(folder, [
      name,
      '--target-url',
      'http://127.0.0.1:9',
      '--target-timeout',
      '1s',
    ]);
    return [exitCode, err];
  };
  const missing =
    'tailgate.yml:3 scenario.data.users.file: there is no file "load/users.csv" in the workspace';
  expect(await say()).toEqual([2, expect.stringContaining(missing)]);
  await writeFile(join(folder, 'load', 'users.csv'), '\ufeffemail\r\na@x.example,1\r\n');
  expect(await say()).toEqual([2, expect.stringContaining(broken)]);
  await writeFile(join(folder, 'load', 'users.csv'), 'email\na@x.example\n');
  const part = 'tailgate.yml:4 scenario.requests[0].multipart.file.path: there is no file "load/plan.pdf"';
  expect(await say()).toEqual([2, expect.stringContaining(part)]);
  await writeFile(join(folder, 'load', 'plan.pdf'), 'PDF');
  const few =
    'tailgate.yml:3 scenario.data.users.file: "load/users.csv" has 1 row, and the load has 2 connections';
  expect(await say()).toEqual([2, expect.stringContaining(few)]);
  await writeFile(join(folder, 'tailgate.yml'), CONFIG.replace('load/users.csv', '../users.csv'));
  await writeFile(join(folder, '..', 'users.csv'), 'email\na@x.example\n');
  const outside =
    'tailgate.yml:3 scenario.data.users.file: "../users.csv" is outside the workspace, and only files inside it are read';
  expect(await say()).toEqual([2, expect.stringContaining(outside)]);
});
