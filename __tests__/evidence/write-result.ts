import type { Plan } from '../../src/config/plan.ts';
import type { Baseline } from '../../src/evidence/baseline.ts';
import type { InterleavedEvidence } from '../../src/evidence/interleaved.ts';
import type { Measurement } from '../../src/evidence/measurement.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { judge } from '../../src/judgement/judge.ts';
import type { Verdict } from '../../src/judgement/verdict.ts';
import { toResult } from '../../src/report/result.ts';

const RUN = {
  version: '0.1.0',
  now: '2026-11-02T10:00:00Z',
  runUrl: null,
  command: null,
  resultFile: null,
  headSha: null,
};

interface Judged {
  readonly plan: Plan;
  readonly measurement: Measurement | null;
  readonly baseline?: Baseline | null;
  readonly interleaved?: InterleavedEvidence | null;
  /** What the run came to; it is judged where nobody says so. */
  readonly verdict?: Verdict;
}

/** The result of a run, as it comes out of its file. */
export function writeResult({
  plan,
  measurement,
  baseline = null,
  interleaved = null,
  verdict,
}: Judged): Result {
  if (!verdict && !measurement) throw new Error('what was not measured has to have its verdict');
  const found = verdict ?? judge(plan, measurement as Measurement, baseline, interleaved).verdict;
  const result = toResult({ plan, measurement, baseline, interleaved, verdict: found, run: RUN });
  return JSON.parse(JSON.stringify(result));
}
