/** docs/speed.md: one page, a section for each of the benches that write it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';

const page = fileURLToPath(new URL('../../docs/speed.md', import.meta.url));
const SECTIONS = ['throughput', 'against', 'overhead', 'memory', 'users', 'page', 'history'];

const EMPTY = `# Speed, overhead and memory

Each section is written by its command with \`--write\`; do not edit them by hand.

${SECTIONS.map((name) => `${begin(name)}\n${end(name)}`).join('\n\n')}
`;

/** Puts a section in place of what the page has for it. */
export function writeSection(name, text) {
  const before = existsSync(page) ? readFileSync(page, 'utf8') : EMPTY;
  const from = before.indexOf(begin(name));
  const to = before.indexOf(end(name));
  if (from < 0 || to < from)
    throw new Error(`docs/speed.md has no place for ${name}: it lacks ${begin(name)}`);
  writeFileSync(page, `${before.slice(0, from)}${begin(name)}\n${text.trim()}\n${before.slice(to)}`);
}

/** Where and when the figures were taken, in a line. */
export function describeRun(command) {
  const [first] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const machine = `${cpus().length} cores (${first?.model.trim() ?? 'unknown'}), ${memory} GiB, ${process.platform} ${process.arch}`;
  return `Written by \`${command}\` on ${new Date().toISOString().slice(0, 10)}. Machine: ${machine}, Node ${process.version}.`;
}

function begin(name) {
  return `<!-- ${name}: begin -->`;
}

function end(name) {
  return `<!-- ${name}: end -->`;
}
