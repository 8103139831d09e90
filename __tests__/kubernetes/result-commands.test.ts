/** The commands of docs/kubernetes.md that fetch the result, in one go as a script has them, on a cluster that lags. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/kubernetes.md'), 'utf8');
const SCRIPT = /```sh\n(pod0=[\s\S]+?)```/.exec(PAGE)?.[1] ?? '';
/** Pod 0 is made a while after its Job; the end of its container is told a while after its log has ended. */
const KUBECTL = `#!/bin/sh
look() { n=$(($(cat "$1" 2> /dev/null || echo 0) + 1)); echo "$n" > "$1"; }
case "$*" in
  *'-o name'*) look made; if [ "$n" -ge 3 ]; then echo pod/tailgate-0-abcde; fi ;;
  wait*) if [ "$(cat made 2> /dev/null || echo 0)" -lt 3 ]; then echo 'error: no matching resources found' >&2; exit 1; fi ;;
  logs*) printf 'P99 …\\n-----BEGIN TAILGATE RESULT-----\\n{"verdict":"fail"}\\n-----END TAILGATE RESULT-----\\n' ;;
  *exitCode*) look ended; if [ "$n" -ge "$ENDS_AT" ]; then printf 1; fi ;;
  *) exit 1 ;;
esac
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tailgate-result-'));
  await writeFile(join(folder, 'kubectl'), KUBECTL, { mode: 0o755 });
  await symlink('/bin/true', join(folder, 'sleep'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const fetchResult = (endsAt: number) =>
  spawnSync('sh', ['-e', '-c', SCRIPT], {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}`, ENDS_AT: String(endsAt) },
  });

test('they wait for pod 0 to be there, and for the kubelet to tell its exit code', async () => {
  const { status, stdout, stderr } = fetchResult(3);
  expect([status, stdout, stderr]).toEqual([0, '1\n', '']);
  expect(JSON.parse(await readFile(join(folder, 'result.json'), 'utf8'))).toEqual({ verdict: 'fail' });
});

test('of a pod whose end is never told they say so', () => {
  expect(fetchResult(1000).stdout).toBe('no exit code: pod 0 is gone\n');
});
