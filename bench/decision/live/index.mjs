/**
 * The gate on this machine: real sessions of two previews, with and without a slower target and a busy core beside.
 *
 *   npm run bench:decision:live                      eight sessions of each cell; an hour or two
 *   npm run bench:decision:live -- --cell plus20     this cell alone (see cells.mjs)
 *   npm run bench:decision:live -- --sessions 2      so many of each
 *   npm run bench:decision:live -- --folder PATH     where sessions are kept (default .tailgate/decision-live)
 *   npm run bench:decision:live -- --write           the table so far to docs/decision.md too
 *   npm run bench:decision:live -- --write --note T  with what a reader has to know of the machine
 *
 * What the folder holds already is not measured again; `--sessions 0` only tells the table so far. Load goes to this
 * machine's loopback only. Ends with 1 where a goal is missed, 2 where it was asked for wrongly, 130 where it was stopped.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeSection } from '../page.mjs';
import { CELLS, judgeGoals, SESSIONS } from './cells.mjs';
import { stopAll } from './children.mjs';
import { liveSection, liveTable, sayGoals } from './section.mjs';
import { measureSession } from './session.mjs';
import { openSessions } from './sessions-file.mjs';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const MOST_SESSIONS = 1000;

process.exitCode = await main();

async function main() {
  const missing = ['dist/cli/index.js', 'dist/worker/index.js'].find((file) => !existsSync(ROOT + file));
  if (missing) return explain(`${missing} is missing; build it first: npm run build`);
  const options = {
    cell: { type: 'string' },
    sessions: { type: 'string' },
    folder: { type: 'string' },
    note: { type: 'string' },
  };
  let flags;
  try {
    flags = parseArgs({ options: { ...options, write: { type: 'boolean' } } }).values;
  } catch (error) {
    return explain(error.message);
  }
  const wanted = Number(flags.sessions ?? SESSIONS);
  if (!(Number.isInteger(wanted) && wanted >= 0 && wanted <= MOST_SESSIONS))
    return explain(`--sessions takes a whole number from 0 to ${MOST_SESSIONS}`);
  const cells = CELLS.filter(({ name }) => flags.cell === undefined || name === flags.cell);
  if (cells.length === 0)
    return explain(`no cell "${flags.cell}"; there are: ${CELLS.map(({ name }) => name).join(', ')}`);
  const sessions = openSessions(flags.folder ? resolve(flags.folder) : `${ROOT}.tailgate/decision-live`);
  return bench(cells, wanted, sessions, flags);
}

async function bench(cells, wanted, sessions, { write, note }) {
  let interrupted = false;
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      interrupted = true;
      stopAll();
    });
  }
  // Cell by cell in turn: whatever the machine does over the hours meets all of them.
  for (let round = 1; round <= wanted; round++) {
    for (const cell of cells) {
      if (sessions.read().filter((session) => session.cell === cell.name).length >= round) continue;
      try {
        const session = await measureSession(cell);
        if (interrupted) return 130;
        sessions.add(session);
        console.error(
          `${cell.name} ${round}/${wanted}: ${session.verdict} in ${session.seconds} s. ${session.reason}`,
        );
      } catch (error) {
        if (interrupted) return 130;
        console.error(`${cell.name} ${round}/${wanted}: ${error.message}`);
        return 70;
      }
    }
  }
  return tell(sessions, write, note ?? '');
}

function tell(sessions, write, note) {
  const all = sessions.read();
  const goals = judgeGoals(all);
  console.log(`\n${liveTable(all)}\n\n${sayGoals(goals)}\n\nSessions: ${sessions.file}`);
  if (write) {
    writeSection('measured', liveSection(all, goals, note), 'npm run bench:decision:live -- --write');
    console.log('Written: docs/decision.md');
  }
  return goals.every(({ met }) => met !== false) ? 0 : 1;
}

function explain(message) {
  console.error(message);
  return 2;
}
