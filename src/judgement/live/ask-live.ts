/** What a live comparison leaves open, and what would decide it. */
import { formatChangeSize, formatCount, formatSeconds } from '../format.ts';
import { FEWEST_ANSWERS } from '../limits/p99.ts';
import type { OpenQuestion, Scope } from '../row.ts';
import { median } from '../statistics/signed-rank.ts';
import { planLevels } from '../statistics/spending-plan.ts';
import { beginSentence, enumerate, nameRow } from '../wording.ts';
import type { LiveStanding, StandingGate } from './standing.ts';

/** Answers that a round's P99 wants where 10 % are tolerated; it goes with the square of the tolerance. */
const ANSWERS_A_ROUND = 900;

/** Nobody waits so many times as long as the budget is. */
const HARDLY = 10;

/** A P99 of fewer answers than a gate on P99 takes at all, on either side; null where there are enough. */
export function askFewAnswers(gate: StandingGate, scope: Scope, live: LiveStanding): OpenQuestion | null {
  if (gate.metric !== 'p99' || gate.standing.state === 'failed' || gate.standing.n === 0) return null;
  const base = gate.blocks.reduce((sum, block) => sum + (block?.base.latencies ?? 0), 0);
  const target = gate.blocks.reduce((sum, block) => sum + (block?.target.latencies ?? 0), 0);
  const fewest = Math.min(base, target);
  if (fewest >= FEWEST_ANSWERS) return null;
  const needed = Math.ceil(scope.seconds * (FEWEST_ANSWERS / Math.max(1, fewest)));
  return {
    why: `${nameRow(gate)} can't be judged by only ${formatCount(fewest)} answers on one side (it takes ${FEWEST_ANSWERS})`,
    note: `only ${formatCount(fewest)} answers on one side`,
    secondsMore: null,
    advice: `${FEWEST_ANSWERS} answers take about ${formatSeconds(needed)} of load on each side: lengthen gate.rounds.measure, or give the request a larger weight.`,
    // More blocks bring more answers, so it is worth going on.
    beyondLimit: live.evidence.blocks.length < live.nmax,
  };
}

/** All undecided gates together are one question. */
export function askUndecided(live: LiveStanding): OpenQuestion {
  const open = live.gates.filter(({ standing }) => standing.state === 'undecided');
  const blocks = live.evidence.blocks.length;
  const after = `after ${formatCount(blocks)} ${blocks === 1 ? 'block' : 'blocks'}`;
  const names = enumerate(open.map(nameRow));
  const why = `${names} ${open.length === 1 ? 'is' : 'are'} undecided ${after}`;
  return { why, note: why, secondsMore: null, advice: advise(open, live), beyondLimit: false };
}

function advise(open: readonly StandingGate[], live: LiveStanding): string {
  const least = firstDecision(open);
  if (least > live.nmax) {
    return `The budget holds ${formatCount(live.nmax)} blocks, and nothing can be decided in fewer than ${least}: raise gate.rounds.budget.`;
  }
  const advice = [tellDetectable(open), tellBlocks(open, live), ...open.flatMap(tellAnswers)];
  return advice.filter((sentence) => sentence !== null).join(' ');
}

/** The number of blocks before which no gate can pass; a fail takes at least as many. */
function firstDecision(open: readonly StandingGate[]): number {
  const firsts = open.map(({ rule }) => {
    const first = planLevels(rule.nmax, rule.beta, rule.nmin).findIndex((level) => level > 0);
    return first < 0 ? rule.nmin + 2 : first;
  });
  return Math.max(...firsts);
}

function tellDetectable(open: readonly StandingGate[]): string | null {
  const parts = open.flatMap((gate) =>
    gate.detectable === null ? [] : [`${formatChangeSize(gate.metric, gate.detectable)} (${nameRow(gate)})`],
  );
  if (parts.length === 0) return null;
  return `With as much noise as there was, a worsening is probably shown from ${enumerate(parts)} on.`;
}

function tellBlocks(open: readonly StandingGate[], live: LiveStanding): string {
  const { gates, nmax, evidence } = live;
  const easier = gates.some(({ metric }) => metric !== 'errors')
    ? 'a quieter environment, a wider tolerance or more load'
    : 'a wider tolerance or more load';
  const more = Math.max(0, ...open.map(({ blocksMore }) => blocksMore ?? 0));
  if (more === 0) return `A longer gate.rounds.budget, ${easier} would help.`;
  const needed = evidence.blocks.length + more;
  if (needed > HARDLY * nmax) return `More blocks hardly decide it; ${easier} would.`;
  const seconds = (live.budgetSeconds * needed) / nmax;
  const blocks = `${formatCount(more)} more ${more === 1 ? 'block' : 'blocks'}`;
  return `About ${blocks} would decide it: raise gate.rounds.budget to ${formatSeconds(seconds)}; ${easier} would need fewer.`;
}

/** Where a round has too few answers for its P99 to hold still, more of the same blocks are the long way. */
function tellAnswers({ metric, endpoint, tolerance, blocks, rule }: StandingGate): string | null {
  if (metric !== 'p99') return null;
  const answers = blocks.flatMap((block) => (block ? [block.base.latencies, block.target.latencies] : []));
  if (answers.length === 0) return null;
  const typical = median(answers.sort((a, b) => a - b));
  const wanted = answersWanted(rule.tolerance);
  if (typical >= wanted) return null;
  const name = nameRow({ metric, endpoint });
  const weight = endpoint === null ? 'more load' : 'a larger weight';
  return beginSentence(
    `${name} rests on about ${formatCount(typical)} answers a round, and a tolerance of ${formatChangeSize(metric, tolerance)} wants ${formatCount(wanted)}: lengthen gate.rounds.measure, or give it ${weight}.`,
  );
}

/** Answers that each round wants for a P99 gate. @param logTolerance ln 1.1 for 10 % */
export function answersWanted(logTolerance: number): number {
  return Math.ceil(ANSWERS_A_ROUND * (Math.log(1.1) / logTolerance) ** 2 - 1e-9);
}
