/**
 * Whether what moved is told, and told first: seven troubles planted in the preview, one at a time, on a real PostgreSQL,
 * and none; base and head are measured side by side, as a pull request's would be.
 *
 *   npm run bench:why                       20 sessions of each, about an hour
 *   npm run bench:why -- --sessions 5       so many of each
 *   npm run bench:why -- --truth lock,pool  these alone (see truths.mjs)
 *   npm run bench:why -- --folder PATH      where sessions are kept (default .tailgate/why)
 *   npm run bench:why -- --write            the table so far to docs/why.md
 *
 * What the folder holds already is not measured again; `--sessions 0` only tells the table so far. Loopback only. Ends with
 * 1 where a goal is missed, 2 where it was asked wrongly or there is no PostgreSQL.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { hasPostgres } from '../servers/postgres.mjs';
import { describeRun } from '../throughput/speed-page.mjs';
import { BUDGET_SECONDS, runSessions } from './session.mjs';
import { isToldFirst, TRUTHS } from './truths.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const SESSIONS = 20;
/** Of 20. */
const GOAL = 19 / 20;
/** So many of a truth in a row, so that whatever the machine does over an hour meets all of them. */
const IN_A_ROW = 2;
const FINDINGS = { met: 'met', missed: '**missed**', open: 'open: too few sessions' };
const PAGE = join(root, 'docs/why.md');
const [BEGIN, END] = ['<!-- bench:why -->', '<!-- /bench:why -->'];

process.exitCode = await main();

async function main() {
  if (!existsSync(join(root, 'dist/cli/index.js')))
    return explain('dist/cli/index.js is missing; build it first: npm run build');
  try {
    const { values } = parseArgs({
      options: {
        sessions: { type: 'string', default: String(SESSIONS) },
        truth: { type: 'string' },
        folder: { type: 'string', default: join(root, '.tailgate/why') },
        write: { type: 'boolean', default: false },
      },
    });
    const wanted = Number(values.sessions);
    if (!(Number.isInteger(wanted) && wanted >= 0 && wanted <= 1000))
      throw new Error('--sessions takes a whole number from 0 to 1000');
    const wantedNames = values.truth?.split(',');
    const truths = TRUTHS.filter(({ name }) => wantedNames?.includes(name) ?? true);
    if (truths.length === 0)
      throw new Error(`--truth takes one of ${TRUTHS.map(({ name }) => name).join(', ')}`);
    if (wanted > 0 && !hasPostgres())
      throw new Error('there is no PostgreSQL on the PATH (initdb, postgres)');
    const folder = resolve(values.folder);
    mkdirSync(folder, { recursive: true });
    const kept = join(folder, 'sessions.jsonl');
    for (let upTo = Math.min(IN_A_ROW, wanted); ; upTo = Math.min(upTo + IN_A_ROW, wanted)) {
      for (const truth of truths) await measure(truth, upTo, kept);
      if (upTo === wanted) break;
    }
    return tell(kept, values.write);
  } catch (error) {
    return explain(error.stack);
  }
}

async function measure(truth, upTo, kept) {
  const missing = upTo - validOf(sessionsIn(kept), truth.name).length;
  if (missing <= 0) return;
  await runSessions(truth, missing, ({ verdict, why, measured }) => {
    const told = isToldFirst(truth, why);
    const found = (why?.found ?? []).map(describe);
    const seconds = 2 * (measured?.seconds ?? 0);
    const session = { name: truth.name, told, verdict, found, seconds };
    appendFileSync(kept, `${JSON.stringify(session)}\n`);
    console.error(`${truth.name}: ${told ? 'told first' : 'MISSED'} (${verdict}) ${found.join(' | ')}`);
  });
}

/** Of one that is invalid, since the machine kept the load waiting, nothing is known, and it is measured again. */
function validOf(sessions, name) {
  return sessions.filter((one) => one.name === name && one.verdict !== 'invalid');
}

function sessionsIn(kept) {
  if (!existsSync(kept)) return [];
  const lines = readFileSync(kept, 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

/** For whoever looks at what was missed. */
function describe({ kind, share, ...one }) {
  const about = one.endpoint ?? one.what ?? one.table ?? one.text?.slice(0, 60) ?? '';
  return `${kind} ${about}${one.kind === 'server-timing' ? ` ${one.name}` : ''} ${share.toFixed(2)}`;
}

function tell(kept, write) {
  const all = sessionsIn(kept);
  const rows = TRUTHS.map(({ name, planted, expected }) => {
    const own = validOf(all, name);
    const told = own.filter((one) => one.told).length;
    return { planted, expected, sessions: own.length, told, finding: findingOf(own.length, told) };
  });
  const table = [
    '| Planted in the head | To be told first | Sessions | Told so | goal, at least | |',
    '|---|---|--:|--:|--:|---|',
    ...rows.map(
      ({ planted, expected, sessions, told, finding }) =>
        `| ${planted} | ${expected} | ${sessions} | ${told} | 19 of 20 | ${FINDINGS[finding]} |`,
    ),
  ].join('\n');
  const loads = all.map(({ seconds }) => seconds).sort((a, b) => a - b);
  const typical = loads[Math.floor(loads.length / 2)] ?? 0;
  const text = `Sessions of at most ${BUDGET_SECONDS} s of load on both sides together, ${typical.toFixed(0)} s in the one in the middle.${tellInvalid(all)}\n\n${table}`;
  console.log(text);
  if (write) writePage(text);
  return rows.every(({ finding }) => finding === 'met') ? 0 : 1;
}

/** Of fewer sessions than there are to be nothing is met yet; what has failed too often can't be any more. */
function findingOf(sessions, told) {
  if (sessions >= SESSIONS) return told >= GOAL * sessions ? 'met' : 'missed';
  return sessions - told > SESSIONS * (1 - GOAL) + 1e-9 ? 'missed' : 'open';
}

function tellInvalid(all) {
  const invalid = all.filter(({ verdict }) => verdict === 'invalid').length;
  if (invalid === 0) return '';
  return ` Invalid, as the machine kept the load waiting, and measured again: ${invalid}.`;
}

function writePage(text) {
  const before = readFileSync(PAGE, 'utf8');
  const [from, to] = [before.indexOf(BEGIN), before.indexOf(END)];
  if (from < 0 || to < from) throw new Error(`docs/why.md has no place for it: it lacks ${BEGIN}`);
  const run = describeRun('npm run bench:why -- --write');
  writeFileSync(PAGE, `${before.slice(0, from)}${BEGIN}\n${run}\n\n${text}\n${before.slice(to)}`);
}

function explain(message) {
  console.error(`bench:why: ${message}`);
  return 2;
}
