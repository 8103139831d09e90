/**
 * Every bench at its smallest comes to its end and tells figures, so that none stops working unnoticed: most are run by
 * hand, months apart. What the figures are, and whether they meet a goal, is the bench's to say on a quiet machine.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { RUNS_ALL } from './part.ts';

const SCRIPTS: Readonly<Record<string, string>> = JSON.parse(readFileSync('package.json', 'utf8')).scripts;

/** By the name that package.json gives it: its smallest run, and a figure of ours that this prints. */
const SMALLEST: Readonly<Record<string, readonly [args: string, figure: RegExp]>> = {
  'bench:fidelity': ['--rows lognormal --seconds 1 --repeats 1', /^\| lognormal .* \| Tailgate \| \d/m],
  'bench:decision': ['--sessions 2', /^\| \*\*Tailgate, interleaved base\*\*.* \| \d/m],
  'bench:decision:passes': ['--sessions 2', /^\| the whole pass \| quiet \| 2 \| \d/m],
  'bench:decision:shards': ['--sessions 2', /^\| noisy \| .*[\d.]+ %/m],
  'bench:drift': ['--histories 1', /^\| .* \| \d+(\.\d)? % \|/m],
  'bench:trend': ['--soaks 1', /^\| 100 kB\/s \| \d/m],
  'bench:throughput': ['--only tailgate --alternations 1 --seconds 1', /^\| Tailgate.* \| \d/m],
  'bench:overhead': ['--runs 1', /^\| terminal: .* \| \d+ ms/m],
  'bench:memory': ['--minutes 0.05 --soak-minutes 0', /^\| full speed: peak \| \d/m],
  'bench:users': ['--seconds 1', /^\| peak of the whole process \| \d/m],
  'bench:probes': ['--pairs 3', /^\| metrics, process.* \| [+−]\d/m],
};

/** These take minutes or a Chromium at their smallest, or have a test of their own. */
const BY_HAND = [
  'bench:breakpoint',
  'bench:command',
  'bench:comparison',
  'bench:decision:live',
  'bench:history',
  'bench:page',
  'bench:shards',
  'bench:trend:live',
  'bench:why',
];

test('every bench of package.json is run here, or said to be run by hand', () => {
  const benches = Object.keys(SCRIPTS).filter((name) => name.startsWith('bench:'));
  expect([...Object.keys(SMALLEST), ...BY_HAND].sort()).toEqual(benches.sort());
});

(RUNS_ALL ? test : test.skip).each(Object.entries(SMALLEST))(
  '%s',
  async (name, [args, figure]) => {
    const { code, stdout, stderr } = await run(SCRIPTS[name] as string, args);
    expect(stderr).not.toMatch(/^ +at .*:\d+/m);
    expect([0, 1]).toContain(code);
    expect(stdout).toMatch(figure);
  },
  180_000,
);

function run(command: string, args: string): Promise<{ code: unknown; stdout: string; stderr: string }> {
  const [, script = ''] = command.split(' ');
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...args.split(' ')], (error, stdout, stderr) =>
      resolve({ code: error ? error.code : 0, stdout, stderr }),
    );
  });
}
