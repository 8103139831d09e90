import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runGate, startBurner, startPreview, stopAll } from './children.mjs';

/** Of both previews; long enough that the machine's own time is small beside it. */
export const DELAY_MS = 20;
const SCENARIO = 'bench/decision/live/scenario.yml';
/** Exit codes of a run that was judged: pass, fail, inconclusive, invalid. */
const JUDGED = [0, 1, 3, 4];

/**
 * One real session: two fresh previews, the command line's own gate, and what it said.
 * @returns {Promise<object>} verdict, reason, change of P99 and throughput, seconds of the gate
 */
export async function measureSession({ name, slow, busy }) {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-decision-'));
  const password = randomBytes(12).toString('hex');
  try {
    const previews = [1, slow].map((factor) => startPreview({ delayMs: DELAY_MS, slow: factor, password }));
    const [base, target] = await Promise.all(previews);
    if (busy) startBurner();
    const file = join(folder, 'result.json');
    const started = performance.now();
    const { code, out } = await runGate(
      ['--config', SCENARIO, '--target-url', target, '--base-url', base, '--json', file],
      password,
    );
    const seconds = Math.round((performance.now() - started) / 1000);
    if (!JUDGED.includes(code)) throw new Error(`tailgate run ended with ${code}:\n${out.trim()}`);
    const result = JSON.parse(readFileSync(file, 'utf8'));
    const change = (metric) =>
      result.comparisons.find((row) => row.metric === metric && row.endpoint === null)?.change ?? null;
    return {
      cell: name,
      verdict: result.verdict,
      reason: result.reason,
      p99Change: change('p99'),
      throughputChange: change('throughput'),
      seconds,
      at: new Date().toISOString(),
    };
  } finally {
    await stopAll();
    rmSync(folder, { recursive: true, force: true });
  }
}
