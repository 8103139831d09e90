/**
 * How often nights are suspected of a drift that isn't there, and how soon one that is there is told: simulated.
 *
 *   npm run bench:drift                      200 histories of each kind, some minutes
 *   npm run bench:drift -- --histories 50    fewer
 *   npm run bench:drift -- --write           the table to docs/nightly.md too
 *
 * Nights are drawn independently: ln P99 = ln 100 ms + s · N(0, 1), and from night 41 on ln(1 + drift) more. In half of
 * the rows one night in twenty stalls, and its P99 is twice that. After every night from the 8th on, it is asked what the
 * issue would be about. The same number of histories gives the same figures on every machine.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAGE = `${ROOT}docs/nightly.md`;
const NIGHTS = 100;
const CHANGE_AT = 40;
/** Standard deviations of ln P99 from night to night. */
const SPREADS = [0.03, 0.1];
const DRIFTS = [0, 0.1, 0.2, 0.5];
/** Share of the nights that stall, and what that makes of their P99. */
const STALLS = [0, 0.05];
const STALLED = 2;

async function main() {
  if (!existsSync(`${ROOT}lib/judgement/drift/watch.js`))
    return explain('lib/ is missing; build it first: npm run build');
  let flags;
  try {
    flags = parseArgs({ options: { histories: { type: 'string' }, write: { type: 'boolean' } } }).values;
  } catch (error) {
    return explain(error.message);
  }
  const count = Number(flags.histories ?? 200);
  if (!(Number.isInteger(count) && count >= 1 && count <= 10_000))
    return explain('--histories takes a whole number from 1 to 10000');
  const { watch } = await import('../../lib/judgement/drift/watch.js');
  const { seededRandom } = await import('../../lib/engine/random.js');
  const { seriesOf } = await import('../../lib/evidence/history/series.js');
  // A record that is no longer one would make a history without figures, in which nothing ever drifts.
  if (seriesOf([record(1, 100)], 'p99', null)[0]?.value !== 100) throw new Error('the records have no P99');
  const kinds = STALLS.flatMap((stalls) =>
    SPREADS.flatMap((spread) => DRIFTS.map((drift) => ({ spread, stalls, drift }))),
  );
  const rows = kinds.map((kind) => {
    const { spread, stalls, drift } = kind;
    const seed = stalls === 0 ? `${spread} ${drift}` : `${spread} ${drift} ${stalls}`;
    return measure(watch, seededRandom(seed).unit, count, kind);
  });
  const table = render(rows, count);
  console.log(table);
  if (flags.write) {
    const page = readFileSync(PAGE, 'utf8');
    const marks = /<!-- drift -->[\s\S]*<!-- \/drift -->/;
    if (!marks.test(page)) return explain('docs/nightly.md has no place for the table');
    writeFileSync(PAGE, page.replace(marks, `<!-- drift -->\n${table}\n<!-- /drift -->`));
    console.log('Written: docs/nightly.md');
  }
  return 0;
}

function measure(watch, random, count, { spread, stalls, drift }) {
  let early = 0;
  const delays = [];
  for (let history = 0; history < count; history++) {
    const nights = [];
    let toldAt = null;
    for (let n = 1; n <= NIGHTS && toldAt === null; n++) {
      const shift = drift > 0 && n > CHANGE_AT ? Math.log(1 + drift) : 0;
      const stall = stalls > 0 && random() < stalls ? STALLED : 1;
      nights.push(record(n, stall * 100 * Math.exp(spread * normal(random) + shift)));
      if (n >= 8 && watch(nights, [], keyOf).worse.length > 0) toldAt = n;
    }
    if (drift === 0 || (toldAt !== null && toldAt <= CHANGE_AT)) early += Number(toldAt !== null);
    else delays.push(toldAt === null ? Infinity : toldAt - CHANGE_AT);
  }
  return { spread, stalls, drift, early, delays: delays.sort((a, b) => a - b) };
}

function render(rows, count) {
  const head = [
    '| P99 varies from night to night by | Nights that stall | Drift | Told without one | Told within 7 nights | within 30 | Median |',
    '| --- | --- | --- | --: | --: | --: | --: |',
  ];
  const lines = rows.map(({ spread, stalls, drift, early, delays }) => {
    const within = (nights) => `${share(delays.filter((delay) => delay <= nights).length, delays.length)}`;
    const median = delays[Math.floor(delays.length / 2)];
    const found =
      drift === 0
        ? ['', '', '']
        : [within(7), within(30), Number.isFinite(median) ? `${median} nights` : 'not within 60'];
    return `| ${percent(spread)} | ${stalls === 0 ? 'none' : `${percent(stalls)}, twice as slow`} | ${drift === 0 ? 'none, 100 nights' : `+${percent(drift)}`} | ${share(early, count)} | ${found.join(' | ')} |`;
  });
  return [...head, ...lines].join('\n');
}

const percent = (value) => `${Math.round(value * 100)} %`;
const share = (hits, of) => `${((100 * hits) / of).toFixed(1)} %`;
const keyOf = ({ metric, endpoint }) => `${metric}/${endpoint}`;

function record(n, p99Ms) {
  return {
    at: new Date(Date.UTC(2026, 0, n, 3)).toISOString(),
    commit: n.toString(16).padStart(40, '0'),
    run: { id: String(n), attempt: 1 },
    policy: 'nightly',
    verdict: 'pass',
    excluded: null,
    release: null,
    // Only the P99 wavers: what is counted is one figure's alarms.
    whole: { requests: 20_000, latencyMs: { p99: p99Ms }, throughputPerSecond: 300, errorRate: 0 },
    endpoints: [],
  };
}

/** Box and Muller. */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function explain(message) {
  console.error(message);
  return 2;
}

process.exitCode = await main();
