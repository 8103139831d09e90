import { wrap } from '../wrap.mjs';
import { MEAN_SD } from './growing.mjs';
import {
  BLOCKS,
  DRIFT_TIMES_SECONDS,
  MEASURE_SECONDS,
  RATE,
  REGIMES,
  SERVICE,
  SESSION_LEVEL,
  STALL,
} from './regimes.mjs';
import { SLICED_BLOCKS } from './slices.mjs';
import { ordersTable, outcomesTable, rulesTable, slicedTable, stallTable, TIMES } from './tables.mjs';

/** What the sessions are made of, in words: printed with the tables. */
export function sayParameters({ sessions }) {
  const regimes = REGIMES.map(
    ({ name, driftSd, stalledShare }) =>
      `${name}: drift sd ${percent(driftSd)}, ${percent(stalledShare)} of rounds stalled`,
  );
  const answers = SERVICE.responsesPerSecond * MEASURE_SECONDS;
  const samplingSd = SERVICE.tailScale * Math.sqrt(99 / answers);
  return wrap(`${count(sessions)} sessions of each regime (${regimes.join('; ')}). A round is ${TIMES}; a session has up to
    ${BLOCKS} blocks of two rounds. The P99 of a round is ${SERVICE.p99Ms} ms, times a drift (two AR(1) processes on the log scale, with
    correlation times of ${DRIFT_TIMES_SECONDS.join(' and ')} s and half of the variance each), times a level for the whole session (sd
    ${SESSION_LEVEL} × that of the drift), times the sampling error of about ${count(answers)} responses (${percent(samplingSd)}; e times fewer requests are
    slower for each ${percent(SERVICE.tailScale)} on top of P99). A stall is a pause that hits ${percent(STALL.slowShare)} of a round's requests: its P99 is
    ${STALL.p99Factor} times as high, its throughput ${percent(1 - STALL.rateFactor)} lower, and ${percent(STALL.errorShare)} of its requests fail (otherwise
    ${percent(SERVICE.errorShare)}). Throughput moves by ${RATE.driftShare} of the drift, and by ${percent(RATE.sd)} by chance. The target's P99 is that of its place in
    the session times 1 + change. The P99 of several rounds is that of all their requests together. Every rule gets the same sessions.`);
}

export function simulationSection(results, goals) {
  return `${sayParameters(results)}

### Rules against each other

${wrap(`Share of sessions that fail, in %, with standard errors, if P99 is unchanged / +5 % / +10 % / +20 %. The first figure should be small and the last one large; +5 % is below the tolerance of 10 %, and +10 % is exactly at it. A 0 means less than
${percent(3 / results.sessions)}, at 95 %.`)}

${rulesTable(results)}

**Equal time.** Tailgate stops by itself. Every other rule gets as many rounds as Tailgate needs on average in that regime
if nothing has changed, which is the time in the table's header: half of them for each side, or all of them for the
target if the other side is a stored number (from an earlier session of the same length). The exception is the row of 30 s
runs, which states its own time. Tailgate judges P99, throughput and errors here, so its false alarms are those of all
three; the others look only at P99. Kayenta's judge compares two services at the same time, which alternating rounds come
closest to; its rule is implemented from its published description, with 98 % confidence.

### Tailgate's outcomes

Three gates: P99 and throughput 10 %, errors 0.5 pp. Seconds include measured and discarded rounds, but not the first warm-up.

${outcomesTable(results)}

### Rounds and slices

The tables above use rounds of 3 s, as on two hosts or with a rate. If both sides share a host, blocks are cut into
slices: here two pairs of 500 ms, up to ${SLICED_BLOCKS} blocks, a coin for each pair, and the stall guard. A stall lasts as long and hits
a larger share of fewer requests. Both have an allowance of 2 %.

${slicedTable(results)}

### Goals

${goals.map(({ goal, met, seen }) => `- ${met ? 'met' : '**missed**'}: ${goal} (${seen})`).join('\n')}

### Where the plan's level isn't exact

${wrap(`Each look keeps its level whatever the noise. All looks together keep the sum if differences of any size can come at any time. If the noise grows during a session, they don't quite. One gate of α = 1 %, ${BLOCKS} blocks of an average sd of
${percent(MEAN_SD)}, nothing changed, ${count(results.orders[0].sessions)} sessions for each line. The actual gate also requires an estimate of at least the tolerance, and stops once it has passed: it fails less often than its level allows.`)}

${ordersTable(results)}

### What counts as a stall

${wrap(`How much of a stalled round is slow is a choice of this simulation, and it affects how a run of many rounds looks. The tables above assume ${percent(STALL.slowShare)} of the round's requests. If it were all of them, one stalled round would raise the P99 of the whole run. False alarms in %, as above → in that case; Tailgate with a base, Mann–Whitney and Kayenta look at rounds and are not affected.`)}

${stallTable(results)}

### What to make of it

- At +10 %, the tolerance itself, both answers are defensible. The gate requires the estimate to reach the tolerance, so it
  fails later and less often there than a rule with a smaller floor would, and seldom at +5 %.
- In noisy environments the gate is often inconclusive rather than wrong. Longer rounds or a wider tolerance help to decide.
- Mann–Whitney on rounds that were not interleaved mistakes drift for a change; a ratio of single runs mistakes everything
  for one. More time doesn't help a stored number: the level of that day stays in it.
- The rule for one stored number keeps its promise only if runs differ by no more than the assumed
  spread of 10 %. In the noisy regime they differ by more, and it fails too often until \`spread\` is set to the real value;
  then it can show little. If stalls last for seconds, it fails too often in every regime, and a spread that only includes
  the drift doesn't help. That is how little a single number is worth.
- A ratio of 200 % fails hardly anything, neither noise nor a regression of a fifth.`;
}

function percent(share) {
  return `${Number((100 * share).toPrecision(3))} %`;
}

function count(number) {
  return number.toLocaleString('en-US');
}
