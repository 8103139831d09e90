/**
 * How often several machines that load target and base in turn fail an unchanged service, and find a change.
 *
 *   npm run bench:decision:shards                      10,000 sessions a cell, some minutes on two cores
 *   npm run bench:decision:shards -- --sessions 1000   fewer
 *   npm run bench:decision:shards -- --write           the table to docs/decision.md too
 *
 * The same number of sessions gives the same figures on every machine. Ends with 1 where more than 1 % of unchanged
 * sessions fail.
 */
import { commandOf, writeSection } from './page.mjs';
import { readSessions } from './read-sessions.mjs';
import { table } from './table.mjs';
import { wrap } from './wrap.mjs';

const { sessions, write } = readSessions('judgement/interleaved/declared-gates.js');
// Only now: they read lib/.
const { cut, startCrew } = await import('./simulation/crew.mjs');
const { EFFECTS, REGIMES } = await import('./simulation/regimes.mjs');
const { SHARD_BLOCKS, SHARDS_ALLOWANCES, SLOT_SECONDS } = await import('./simulation/shards.mjs');

const MOST_FALSE_FAILS = 0.01;
const crew = startCrew();
const cells = [];
for (const regime of REGIMES.keys()) {
  for (const blocks of SHARD_BLOCKS)
    cells.push({
      regime,
      blocks,
      counts: await crew.run(cut(sessions).map((part) => ({ ...part, regime, blocks }))),
    });
  console.error(`${REGIMES[regime].name}: ${sessions} sessions each`);
}
await crew.close();

const percent = (count) => {
  const share = count / sessions;
  return share === 0 ? '0' : (100 * share).toFixed(share < 0.1 ? 2 : 1);
};
const lines = cells.flatMap(({ regime, blocks, counts }) =>
  SHARDS_ALLOWANCES.map((allowance) => {
    const ofEffects = (name, outcome) =>
      EFFECTS.map((effect) => percent(counts[`${name}/${allowance}/${effect}`][outcome])).join(' / ');
    return [
      REGIMES[regime].name,
      `${blocks} (${Math.round((2 * SLOT_SECONDS * blocks) / 60)} min)`,
      `${100 * allowance} %`,
      ofEffects('once', 'fail'),
      ofEffects('once', 'pass'),
      ofEffects('looks', 'fail'),
    ];
  }),
);
const worst = Math.max(
  ...cells.flatMap(({ counts }) =>
    SHARDS_ALLOWANCES.map((allowance) => counts[`once/${allowance}/0`].fail / sessions),
  ),
);
// Of a share of 1 % the figures themselves are uncertain.
const slack = 3 * Math.sqrt((MOST_FALSE_FAILS * (1 - MOST_FALSE_FAILS)) / sessions);
const met = worst <= MOST_FALSE_FAILS + slack;
const text = `${wrap(`Several machines can't share results during the load, so the number of blocks is fixed in advance,
    and the gate looks once, at the end, with the whole false-alarm budget ([how they meet](shards.md)).
    ${sessions.toLocaleString('en-US')} sessions per cell, with the noise of the simulation above; a round begins every ${SLOT_SECONDS} s, since all machines wait
    for their last responses. Gate as above: P99 10 %, throughput 10 %, errors 0.5 pp. Share of sessions, in %, if P99 is
    unchanged / ${EFFECTS.slice(1)
      .map((effect) => `+${100 * effect} %`)
      .join(
        ' / ',
      )}; in the last column, what a single machine's gate, which looks after each block, would fail on the same blocks.`)}

${table(['regime', 'blocks', 'allowance', 'fails %', 'passes %', 'fails %, a look after each block'], lines)}

- ${met ? 'met' : '**missed**'}: at most 1 % of unchanged sessions fail (at most ${(100 * worst).toFixed(2)} %)
`;
console.log(text);
if (write) {
  writeSection('shards', text.trim(), commandOf('bench:decision:shards'));
  console.log('Written: docs/decision.md');
}
process.exitCode = met ? 0 : 1;
