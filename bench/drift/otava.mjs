/** Apache Otava on the same nights, where Python has it: told is a change point for the worse of 5 % or more. */
import { execFileSync, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { drifts } from './kinds.mjs';
import { changeOf, drawNights } from './nights.mjs';

/** It is asked after every night, and is slow at it. */
const HISTORIES = 10;
const SCRIPT = fileURLToPath(new URL('otava-told.py', import.meta.url));

/**
 * Of the nights that vary by 5 %, and those that creep.
 *
 * @returns what waits for rows by seed as in before.mjs, and a sentence on what was done or why it wasn't
 */
export async function startOtava(python, unitOf, most, kinds) {
  const count = Math.min(HISTORIES, most);
  let version;
  try {
    version = execFileSync(python, [SCRIPT, '--version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return () => ({ rows: new Map(), words: 'Apache Otava was skipped: this Python has no apache-otava.' });
  }
  const asked = kinds
    .filter(({ spread, creep }) => spread === 0.05 || creep)
    .map((kind) => {
      const random = unitOf(kind.seed);
      const histories = Array.from({ length: count }, () => [...drawNights(kind, random)]);
      return { kind, histories };
    });
  const input = asked.map(({ histories }) =>
    histories.map((nights) => nights.map(({ whole }) => whole.latencyMs.p99)),
  );
  const running = await start(python, JSON.stringify(input));
  return async () => {
    const told = JSON.parse(await running.output);
    const rows = asked.map(({ kind, histories }, i) => [kind.seed, rowOf(kind, histories, told[i])]);
    return {
      rows: new Map(rows),
      words: `Apache Otava ${version.trim()}, window 50, p .001, the first ${count} histories of each kind whose nights vary by 5 % or creep: what counts is the first change point for the worse of 5 % or more.`,
    };
  };
}

/** Comes back once the child has read everything: what computes after that leaves no time to write. */
function start(python, input) {
  const child = spawn(python, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const output = new Promise((resolve, reject) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part;
    });
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`Otava ended with exit code ${code}`)),
    );
  });
  return new Promise((resolve) => child.stdin.end(input, () => resolve({ output })));
}

/** @param told index of the night after which something was told, of each history; null where nothing was */
function rowOf(kind, histories, told) {
  const at = histories.map((nights, i) => (told[i] === null ? null : nights[told[i]].night));
  const isDrift = drifts(kind);
  const early = at.filter((night) => night !== null && (!isDrift || night <= changeOf(kind))).length;
  const percent = (hits, of) => (of === 0 ? 0 : (100 * hits) / of);
  if (!isDrift) return [percent(early, at.length), null, null];
  const delays = at
    .filter((night) => night === null || night > changeOf(kind))
    .map((night) => (night === null ? Number.POSITIVE_INFINITY : night - changeOf(kind)))
    .sort((a, b) => a - b);
  const median = delays[Math.floor(delays.length / 2)];
  const within = delays.filter((delay) => delay <= 7).length;
  return [percent(early, at.length), percent(within, delays.length), Number.isFinite(median) ? median : null];
}
