/**
 * Requests a second that one core makes: Tailgate beside wrk, autocannon, and hey, oha and k6 where they are; or beside
 * an earlier version of itself.
 *
 *   npm run bench:throughput                            5 alternations of all of them, about 8 minutes
 *   npm run bench:throughput -- --alternations 9
 *   npm run bench:throughput -- --seconds 3             seconds of load for each run
 *   npm run bench:throughput -- --only tailgate,wrk     these tools
 *   npm run bench:throughput -- --against               dist/ beside that of the last commit before flows came: is a mix
 *                                                       without flows as fast? 20 pairs of each mix, about 15 minutes
 *   npm run bench:throughput -- --against REF           dist/ beside that of another commit
 *   npm run bench:throughput -- --write                 the tables to docs/speed.md too, each kind to its own section
 *
 * They take turns, so that whatever else the machine does meets all of them. The generator has one core, the server
 * another. Load goes to this machine's loopback only. Ends with 1 where a goal is missed, 2 where it was asked wrongly
 * (or where the earlier version isn't in this clone: it says how to fetch it).
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { BEFORE_FLOWS } from './earlier-bundles.mjs';

const BUILT = ['lib/engine/engine.js', 'dist/cli/index.js', 'dist/worker/index.js'];

process.exitCode = await main();

async function main() {
  const missingFile = BUILT.find((file) => !existsSync(new URL(`../../${file}`, import.meta.url)));
  if (missingFile) return explain(`${missingFile} is missing; build it first: npm run build`);
  try {
    const { values } = parseArgs({
      args: withDefaultRef(process.argv.slice(2)),
      options: {
        alternations: { type: 'string' },
        seconds: { type: 'string', default: '5' },
        only: { type: 'string' },
        against: { type: 'string' },
        write: { type: 'boolean', default: false },
      },
    });
    const { only, against, write } = values;
    if (only !== undefined && against !== undefined)
      throw new Error('--only chooses among other tools, and --against runs none of them');
    const seconds = wholeNumber(values.seconds, '--seconds', 1, 60);
    const alternations =
      values.alternations === undefined
        ? undefined
        : wholeNumber(values.alternations, '--alternations', 1, 50);
    // Only now: these read lib/.
    if (against === undefined) {
      const { raceOthers } = await import('./beside-others.mjs');
      return await raceOthers({ alternations, seconds, only, write });
    }
    const { raceEarlier } = await import('./beside-earlier.mjs');
    return await raceEarlier({ alternations, seconds, ref: against, write });
  } catch (error) {
    return explain(error.message);
  }
}

/** `--against` may stand without a commit; parseArgs has no options whose value may be left out. */
function withDefaultRef(args) {
  return args.map((arg, i) =>
    arg === '--against' && (args[i + 1] ?? '-').startsWith('-') ? `${arg}=${BEFORE_FLOWS}` : arg,
  );
}

function wholeNumber(text, flag, least, most) {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new Error(`${flag} takes a whole number from ${least} to ${most}`);
}

function explain(message) {
  console.error(`bench:throughput: ${message}`);
  return 2;
}
