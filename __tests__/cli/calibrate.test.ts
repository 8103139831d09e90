/**
 * `tailgate calibrate` through the bundle, against a service of a process of its own. What it finds is the machine's; a
 * machine that does other things as well may leave it without a response, never with a wrong one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/parse-config.ts';
import { endWavering, startWavering } from '../action/wavering.ts';
import { freePort } from '../engine/servers.ts';
import { repeatWhile } from '../saturation.ts';
import { command } from './in-process.ts';
import { ending, openNoiseShell, PATIENCE_MS, SCENARIO } from './noise.ts';
import type { Ended, Shell } from './process.ts';

let shell: Shell;
beforeEach(async () => {
  shell = await openNoiseShell();
});
afterEach(() => shell.remove());
afterAll(endWavering);

interface CalibrationFile {
  readonly format: string;
  readonly cause?: { readonly code: string };
  readonly calibration?: { readonly warnings: readonly { readonly code: string }[] };
  readonly yaml?: string;
}

async function fileOf(name: string, { folder }: Shell = shell): Promise<CalibrationFile> {
  return JSON.parse(await readFile(join(folder, name), 'utf8'));
}

describe('calibrate', () => {
  let own: Shell;
  let url: string;
  /** To its end, cut short after nine blocks, and after one. Most of it is waiting, so two of them go side by side. */
  let whole: Ended;
  let enough: Ended;
  let early: Ended;
  beforeAll(async () => {
    own = await openNoiseShell();
    url = await startWavering(25, 7);
    const words = ['calibrate', '--target-url', url];
    const other = await startWavering(25, 8);
    const longer = ['calibrate', '--target-url', other, '--base-url', other, '--duration', '32s'];
    const cutShort = (name: string, sign: RegExp) =>
      own.tailgate([...longer, '--json', name], {
        interrupt: (err) => (sign.test(err) ? 'SIGINT' : null),
      });
    const cutAtOnce = async () => {
      const ended = await cutShort('early.json', /^block 1\b/m);
      return { ended, file: await fileOf('early.json', own) };
    };
    // A single block in which the machine stood still isn't believed, which comes before its being one.
    const isSpoilt = ({ file }: Awaited<ReturnType<typeof cutAtOnce>>) => file.cause?.code === 'not-believed';
    early = (await repeatWhile(cutAtOnce, isSpoilt, 8)).ended;
    [whole, enough] = await Promise.all([
      own.tailgate([...words, '--duration', '27s', '--json', 'out/calibration.json']),
      cutShort('enough.json', /^block 9:/m),
    ]);
  }, PATIENCE_MS);
  afterAll(() => own.remove());

  test('one address against itself: figures, and a gate that its own parser takes', async () => {
    // 4 where the machine could not even load it evenly.
    expect(ending(whole, [0, 3, 4])).toBe('as expected');
    const file = await fileOf('out/calibration.json', own);
    expect(file.format).toBe('tailgate-calibration/1');
    expect(whole.err).toMatch(/block \d+: single blocks differ by ±[\d,.]+ % in P99; \d+ s left/);
    if (whole.exitCode === 4) {
      expect(file.cause).toMatchObject({ code: 'not-believed', because: { code: 'generator-late' } });
      expect(whole.out).toMatch(/^! NOT CALIBRATED {2}noise\n/);
      return;
    }
    expect(whole.out).toMatch(/CALIBRATED.* {2}noise\n/);
    expect(whole.out).toContain(`${url} against itself`);
    expect(whole.out).toMatch(/^ {4}gate:$/m);
    const plan = parseConfig(SCENARIO + file.yaml, 'tailgate.yml', {
      inputs: { door: 'terminal', targetUrl: url, baseUrl: 'http://base.example' },
      env: {},
    });
    expect(plan.gate.whole.p99?.limit).toBe(900);
    expect(plan.gate.interleaved.measureMs).toBeGreaterThanOrEqual(1000);
  });

  test('ended by Ctrl-C: a recommendation from what there is, if that is enough', async () => {
    expect(ending(enough, [0, 3, 4])).toBe('as expected');
    const { cause, calibration } = await fileOf('enough.json', own);
    if (enough.exitCode === 4)
      expect(cause).toMatchObject({ code: 'not-believed', because: { code: 'generator-late' } });
    else expect(calibration?.warnings).toContainEqual(expect.objectContaining({ code: 'cut-short' }));
    expect(early.exitCode).toBe(4);
    expect((await fileOf('early.json', own)).cause).toMatchObject({ code: 'cut-short' });
    expect(early.out).toMatch(
      /^! NOT CALIBRATED .*\n {2}It was cut short after [12] blocks?, and a recommendation/,
    );
  });

  test('a target that is not there: no recommendation, and why', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const words = ['calibrate', '--target-url', url, '--target-timeout', '1s', '--json', 'c.json'];
    const ended = await shell.tailgate(words);
    expect(ended.exitCode).toBe(4);
    expect(ended.out).toMatch(/the connection was refused\s+\(ECONNREFUSED\)/);
    expect(await fileOf('c.json')).toMatchObject({
      outcome: 'invalid',
      reason: expect.stringContaining('ECONNREFUSED'),
      cause: { code: 'unmeasurable', because: { code: 'not-ready' } },
    });
  });

  test.each([
    [['--duration', '20s'], /--duration: 20 s hold 9 blocks of two rounds, .* write at least 27s/],
    [['--duration', '3h'], /--duration: "3h" is out of range: write at least 1s and at most 2h/],
    [['--duration', '9'], /--duration: "9" has no unit/],
    [['--baseline', 'x.md'], /flags of this command: --config, --target-url/],
  ])('%j is refused before anything is asked', async (flags, message) => {
    const words = ['calibrate', '--target-url', 'http://127.0.0.1:9', ...flags];
    const ended = await command(shell.folder, words);
    expect(ended.exitCode).toBe(2);
    expect(ended.err).toMatch(message);
  });
});
