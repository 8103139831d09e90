import type { Round } from './round.ts';

/** Requests sent in these rounds, warm-ups included. */
export function sentIn(rounds: readonly Round[]): number {
  return rounds.reduce((sum, round) => sum + sentInRound(round), 0);
}

function sentInRound({ sent, requests }: Round): number {
  return sent ?? requests.reduce((sum, stats) => sum + stats.sent, 0);
}
