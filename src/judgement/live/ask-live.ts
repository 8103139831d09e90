/** What a live comparison leaves open, and what would decide it. */
import { fewestResponses, METRICS, responsesWanted } from '../../config/metrics.ts';
import { formatChangeSize, formatCount, formatSeconds } from '../format.ts';
import type { OpenQuestion, Scope } from '../row.ts';
import { median } from '../statistics/signed-rank.ts';
import { firstLook } from '../statistics/spending-plan.ts';
import { beginSentence, enumerate, nameRow } from '../wording.ts';
import type { LiveStanding, StandingGate } from './standing.ts';

/** Nobody waits so many times as long as the budget is. */
const HARDLY = 10;

/** A quantile of fewer answers than a gate on it takes at all, on either side; null where there are enough. */
export function askFewAnswers(gate: StandingGate, scope: Scope, live: LiveStanding): OpenQuestion | null {
  if (METRICS[gate.metric].kind !== 'latency') return null;
  if (gate.standing.state === 'failed' || gate.standing.n === 0) return null;
  const enough = fewestResponses(gate.metric);
  const base = gate.blocks.reduce((sum, block) => sum + (block?.base.latencies ?? 0), 0);
  const target = gate.blocks.reduce((sum, block) => sum + (block?.target.latencies ?? 0), 0);
  const fewest = Math.min(base, target);
  if (fewest >= enough) return null;
  const needed = Math.ceil(scope.seconds * (enough / Math.max(1, fewest)));
  return {
    why: `${nameRow(gate)} can't be judged by only ${formatCount(fewest)} answers on one side (it takes ${enough})`,
    note: `only ${formatCount(fewest)} answers on one side`,
    secondsMore: null,
    advice: `${enough} answers take about ${formatSeconds(needed)} of load on each side: lengthen gate.rounds.measure, or give the request a larger weight.`,
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
  const tooShort = tellTooShort(open, live);
  if (tooShort !== null) return tooShort;
  const advice = [tellDetectable(open), tellBlocks(open, live), ...open.flatMap(tellAnswers)];
  return advice.filter((sentence) => sentence !== null).join(' ');
}

/** The blocks of the budget can be too few for any pass, or for a fail, which takes more; null where they are enough. */
function tellTooShort(open: readonly StandingGate[], { nmax, budgetSeconds }: LiveStanding): string | null {
  const passes = Math.max(...open.map(({ rule }) => firstLook(rule.nmax, rule.beta, rule.nmin)));
  const fails = open.map(({ rule }) => firstLook(rule.nmax, rule.alpha, rule.nmin));
  const most = Math.max(passes, ...fails);
  if (most <= nmax) return null;
  const names = enumerate(open.filter((_, i) => (fails[i] ?? 0) > nmax).map(nameRow));
  const held = `The budget holds ${formatCount(nmax)} ${nmax === 1 ? 'block' : 'blocks'}`;
  const few =
    passes > nmax
      ? `nothing can be decided in fewer than ${passes}, nor a regression of ${names} be shown in fewer than ${most}`
      : `a regression of ${names} can't be shown in fewer than ${most}`;
  return `${held}, and ${few}: raise gate.rounds.budget to at least ${formatSeconds((budgetSeconds * most) / nmax)}.`;
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
  const easier = gates.some(({ metric }) => METRICS[metric].scale === 'log')
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

/** Where a round has too few answers for its quantile to hold still, more of the same blocks are the long way. */
function tellAnswers({ metric, endpoint, tolerance, blocks }: StandingGate): string | null {
  const wanted = responsesWanted(metric, tolerance);
  if (wanted === 0) return null;
  const answers = blocks.flatMap((block) => (block ? [block.base.latencies, block.target.latencies] : []));
  if (answers.length === 0) return null;
  const typical = median(answers.sort((a, b) => a - b));
  if (typical >= wanted) return null;
  const name = nameRow({ metric, endpoint });
  const weight = endpoint === null ? 'more load' : 'a larger weight';
  return beginSentence(
    `${name} rests on about ${formatCount(typical)} answers a round, and a tolerance of ${formatChangeSize(metric, tolerance)} wants ${formatCount(wanted)}: lengthen gate.rounds.measure, or give it ${weight}.`,
  );
}
