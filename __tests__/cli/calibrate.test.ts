/**
 * `tailgate calibrate` through the bundle, against a service of a process of its own. What it finds is the machine's; a
 * machine that does other things as well may leave it without a response, never with a wrong one.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseConfig } from '../../src/config/parse-config.ts';
import { endWavering, startWavering } from '../action/wavering.ts';
import { freePort } from '../engine/servers.ts';
import { RUNS_ALL, testInFull } from '../part.ts';
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
  /** Cut short as soon as the progress shows the sign. */
  async function cutShort(own: Shell, sign: RegExp, url: string) {
    const words = [
      'calibrate',
      '--target-url',
      url,
      '--base-url',
      url,
      '--duration',
      '45s',
      '--json',
      'c.json',
    ];
    const ended = await own.tailgate(words, { interrupt: (err) => (sign.test(err) ? 'SIGINT' : null) });
    return { ended, file: await fileOf('c.json', own) };
  }
  // Blocks in which the machine stood still aren't believed, which comes before their number.
  const isSpoilt = ({ file }: Awaited<ReturnType<typeof cutShort>>) => file.cause?.code === 'not-believed';

  testInFull(
    'ended by Ctrl-C too early: no recommendation, and why',
    async () => {
      const url = await startWavering(25, 8);
      const { ended, file } = await repeatWhile(() => cutShort(shell, /^block 1\b/m, url), isSpoilt, 8);
      expect(ended.exitCode).toBe(4);
      expect(file.cause).toMatchObject({ code: 'cut-short' });
      // However late the signal comes, it is before the eighth block, which would be enough.
      expect(ended.out).toMatch(
        /^! NOT CALIBRATED .*\n {2}It was cut short after [1-7] blocks?, and a recommendation/,
      );
    },
    PATIENCE_MS,
  );

  describe('in the time that it needs', () => {
    let own: Shell;
    let url: string;
    /** To its end, and cut short after some blocks more than eight. Most of it is waiting, so both go side by side. */
    let whole: Ended;
    let enough: Awaited<ReturnType<typeof cutShort>>;
    beforeAll(async () => {
      if (!RUNS_ALL) return;
      own = await openNoiseShell();
      const other = await openNoiseShell();
      url = await startWavering(25, 7);
      const otherUrl = await startWavering(25, 9);
      const words = ['calibrate', '--target-url', url, '--duration', '27s', '--json', 'out/calibration.json'];
      [whole, enough] = await Promise.all([
        own.tailgate(words),
        cutShort(other, /^block 1[2-9]:/m, otherUrl),
      ]);
      await other.remove();
    }, PATIENCE_MS);
    afterAll(() => own?.remove());

    testInFull('one address against itself: figures, and a gate that its own parser takes', async () => {
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

    testInFull('ended by Ctrl-C: a recommendation from what there is, if that is enough', () => {
      const { ended, file } = enough;
      expect(ending(ended, [0, 3, 4])).toBe('as expected');
      if (ended.exitCode === 4)
        expect(file.cause).toMatchObject({ code: 'not-believed', because: { code: 'generator-late' } });
      else expect(file.calibration?.warnings).toContainEqual(expect.objectContaining({ code: 'cut-short' }));
    });
  });

  test('a target that is not there: no recommendation, and why', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const words = ['calibrate', '--target-url', url, '--target-timeout', '1s', '--json', 'c.json'];
    const ended = await shell.tailgate(words);
    expect(ended.exitCode).toBe(4);
    expect(ended.out.replace(/\s+/g, ' ')).toContain('the connection was refused (ECONNREFUSED)');
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
