// What a bench of simulated sessions is asked: how many, and whether to write. Ends the process with 2 where it is asked
// wrongly, or nothing is built.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** @param {string} built a file of lib/ that the bench reads */
export function readSessions(built) {
  if (!existsSync(fileURLToPath(new URL(`../../lib/${built}`, import.meta.url)))) {
    console.error('lib/ is missing; build it first: npm run build');
    process.exit(2);
  }
  const { values } = parseArgs({
    options: { sessions: { type: 'string', default: '10000' }, write: { type: 'boolean', default: false } },
  });
  const sessions = Number(values.sessions);
  if (!(Number.isInteger(sessions) && sessions >= 1)) {
    console.error('--sessions takes a whole number from 1');
    process.exit(2);
  }
  return { sessions, write: values.write };
}
