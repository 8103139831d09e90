import type { Redact } from '../config/secrets/redact.ts';
import type { Round } from '../engine/round.ts';

/** A last time, by all that is secret at the end: what a later login captured may be in an earlier sample. */
export function redactRounds(rounds: readonly Round[], redact: Redact): readonly Round[] {
  return rounds.map((round) => ({
    ...round,
    requests: round.requests.map((stats) => ({
      ...stats,
      samples: stats.samples.map((sample) => ({ ...sample, text: redact(sample.text) })),
    })),
    ended: 'why' in round.ended ? { ...round.ended, why: redact(round.ended.why) } : round.ended,
  }));
}
