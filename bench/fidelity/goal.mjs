import { OUTCOMES } from './rows.mjs';

const RELATIVE = 0.02;
const ABSOLUTE_MS = 0.5;
/** Of the faults of a kind that the server made. */
const FAULT_TOLERANCE = 0.01;

/** P99 as the tool reports it less P99 as the server knows it, in ms; null where the tool reports none. */
export function errorMs({ seen, truth }) {
  return seen?.p99Ms == null || truth.p99Ms === null ? null : seen.p99Ms - truth.p99Ms;
}

/** Requests that the server read and the tool counted neither as responses nor as errors; null where it failed. */
export function unaccountedOf({ seen, truth }) {
  return seen === null ? null : truth.read - seen.counted;
}

/** Faults of one row: kind at the server, injected, counted as that kind by Tailgate. */
export function faultsOf({ seen, truth }) {
  return Object.entries(OUTCOMES).flatMap(([kind, outcome]) => {
    const injected = truth.kinds[kind] ?? 0;
    const counted = seen?.outcomes[outcome] ?? 0;
    return injected > 0 || counted > 0 ? [{ kind, outcome, injected, counted }] : [];
  });
}

/**
 * Whether a row meets its goal.
 * @param {Map<string, object>} results tool's name → result, Tailgate's among them
 * @returns {{met: boolean, misses: string[]}} a sentence for each way in which it misses
 */
export function judgeRow(results) {
  const own = results.get('Tailgate');
  if (own.seen === null) return { met: false, misses: [`Tailgate failed: ${own.failure}`] };
  const misses = [...missedAccuracy(own, results), ...missedStages(own), ...missedAccounts(own)];
  const early = own.runs.find(({ seen }) => seen.ended !== 'complete');
  if (early) misses.push(`a round ended early: ${early.seen.ended}`);
  return { met: misses.length === 0, misses };
}

function missedAccuracy(own, results) {
  const ownMs = errorMs(own);
  if (ownMs === null) return ['Tailgate reported no P99'];
  const others = [...results].flatMap(([name, result]) => {
    const ms = errorMs(result);
    return name === 'Tailgate' || ms === null ? [] : [{ name, ms: Math.abs(ms) }];
  });
  const [best = { name: 'no other tool', ms: 0 }] = others.sort((a, b) => a.ms - b.ms);
  const allowedMs = best.ms + Math.max(RELATIVE * own.truth.p99Ms, ABSOLUTE_MS);
  if (Math.abs(ownMs) <= allowedMs) return [];
  const side = `${best.name} is off by ${best.ms.toFixed(2)} ms, so ${allowedMs.toFixed(2)} ms are allowed`;
  return [`P99 is off by ${ownMs.toFixed(2)} ms; ${side}`];
}

/** Of a load of several, each against its own requests. */
function missedStages({ seen, truth }) {
  return stageErrors({ seen, truth }).flatMap(({ stage, offMs, trueMs }) => {
    const allowedMs = Math.max(RELATIVE * trueMs, ABSOLUTE_MS);
    if (offMs !== null && Math.abs(offMs) <= allowedMs) return [];
    const off = offMs === null ? 'unknown' : `off by ${offMs.toFixed(2)} ms`;
    return [`P99 of stage ${stage} is ${off}, of ${allowedMs.toFixed(2)} ms that are allowed`];
  });
}

/** P99 of each stage as the tool reports it less what the server knows of the same requests; empty for one stage. */
export function stageErrors({ seen, truth }) {
  return (truth.stages ?? []).map(({ p99Ms: trueMs }, i) => {
    const ownMs = seen?.stages[i]?.p99Ms ?? null;
    return { stage: i + 1, trueMs, offMs: ownMs === null || trueMs === null ? null : ownMs - trueMs };
  });
}

function missedAccounts(own) {
  const misses = [];
  if (own.unaccounted !== 0) misses.push(`${own.unaccounted} requests unaccounted for`);
  for (const { kind, outcome, injected, counted } of own.runs.flatMap(faultsOf)) {
    if (Math.abs(counted - injected) <= FAULT_TOLERANCE * injected) continue;
    misses.push(`${counted} counted as ${outcome} where the server made ${injected} (${kind})`);
  }
  return misses;
}
