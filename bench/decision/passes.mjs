/**
 * How often the comparison of few whole passes fails, without a change and with one.
 *
 *   npm run bench:decision:passes                      10,000 sessions a cell, about a minute on two cores
 *   npm run bench:decision:passes -- --sessions 1000   fewer
 *   npm run bench:decision:passes -- --write           the table to docs/decision.md too
 *
 * The same number of sessions gives the same figures on every machine. Ends with 1 where more than 1 % of unchanged
 * sessions fail in one of the usual regimes.
 */
import { commandOf, writeSection } from './page.mjs';
import { readSessions } from './read-sessions.mjs';
import { table } from './table.mjs';
import { wrap } from './wrap.mjs';

const { sessions, write } = readSessions('judgement/passes/change.js');
// Only now: they read lib/.
const { cut, startCrew } = await import('./simulation/crew.mjs');
const { PASS_EFFECTS, PASS_REGIMES, PASSES, SCOPES } = await import('./simulation/passes.mjs');
const { REGIMES, SERVICE } = await import('./simulation/regimes.mjs');

const MOST_FALSE_FAILS = 0.01;
const crew = startCrew();
const cells = [];
for (const scope of SCOPES.keys()) {
  for (const regime of PASS_REGIMES.keys()) {
    for (const passes of PASSES) {
      const jobs = cut(sessions).map((part) => ({ ...part, regime, scope, passes }));
      cells.push({ scope, regime, passes, counts: await crew.run(jobs) });
    }
    console.error(`${SCOPES[scope].name}, ${PASS_REGIMES[regime].name}: ${sessions} sessions each`);
  }
}
await crew.close();

const share = (counts, rule, effect) => counts[rule][effect] / sessions;
const percent = (value) => (value === 0 ? '0' : (100 * value).toFixed(value < 0.1 ? 2 : 1));
const lines = cells.map(({ scope, regime, passes, counts }) => [
  SCOPES[scope].name,
  PASS_REGIMES[regime].name,
  passes,
  PASS_EFFECTS.map((effect) => percent(share(counts, 'own', effect))).join(' / '),
  percent(share(counts, 'student', 0)),
]);
const usual = cells.filter(({ regime }) => regime < REGIMES.length);
const worst = Math.max(...usual.map(({ counts }) => share(counts, 'own', 0)));
// Of a share of 1 % the figures themselves are uncertain.
const slack = 3 * Math.sqrt((MOST_FALSE_FAILS * (1 - MOST_FALSE_FAILS)) / sessions);
const met = worst <= MOST_FALSE_FAILS + slack;

const text = `${wrap(`With a base, a load of several stages is measured as whole passes that alternate, two to six on each side. The P99 of each stage, and of the whole pass, is compared once ([the rule](verdict.md#several-stages-beside-a-base)). ${sessions.toLocaleString('en-US')} sessions per cell, with
    the noise of the simulation above: ${SERVICE.responsesPerSecond} responses a second, passes of three minutes, a coin for each pair. In addition, a bimodal service that changes between two modes from pass to pass, which can't be detected from two passes. Tolerance 10 %, spread 10 %, no
    allowance. Share of sessions that fail, in %, if P99 is unchanged / ${PASS_EFFECTS.slice(1)
      .map((effect) => `+${100 * effect} %`)
      .join(
        ' / ',
      )}; and in the last column, for an unchanged service, what Student's test on the same passes would fail, without assuming any spread.`)}

${table(['what', 'regime', 'passes a side', 'fails %', 'Student alone, unchanged %'], lines)}

Two passes can't reveal that a service has two modes further apart than the assumed spread: if yours does, set gate.spread
to the distance between them, or measure more passes.

- ${met ? 'met' : '**missed**'}: in quiet, typical and noisy regimes at most 1 % of unchanged sessions fail (at most ${percent(worst)} %)
`;
console.log(text);
if (write) {
  writeSection('passes', text.trim(), commandOf('bench:decision:passes'));
  console.log('Written: docs/decision.md');
}
process.exitCode = met ? 0 : 1;
