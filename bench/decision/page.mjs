/** docs/decision.md: each bench writes its own section and leaves the other's as it is. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const FILE = fileURLToPath(new URL('../../docs/decision.md', import.meta.url));

const INTRODUCTION = `# Can the decision be trusted?

How often does the gate fail if nothing has changed, and how often if something has? This page has the results of simulations,
in which thousands of sessions reveal rare mistakes, and of a real machine, where nothing is assumed. How the gate decides is
described in [verdict.md](verdict.md). The sections are written by the benchmarks; do not edit them by hand.
`;

const SECTIONS = ['simulated', 'passes', 'shards', 'measured', 'lead-in'];
const TITLES = {
  simulated: 'Simulated sessions',
  passes: 'Whole passes beside a base',
  shards: 'Several machines with an interleaved base',
  measured: 'Real sessions',
  'lead-in': 'How long a switch affects latency',
};

/** @param {'simulated' | 'passes' | 'shards' | 'measured' | 'lead-in'} name */
export function writeSection(name, text, command) {
  const page = existsSync(FILE) ? readFileSync(FILE, 'utf8') : '';
  const date = new Date().toISOString().slice(0, 10);
  const own = `Written by \`${command}\` on ${date}.\n\n${text}`;
  const parts = SECTIONS.map((section) => {
    const body = section === name ? own : (read(page, section) ?? 'Not measured yet.');
    return `## ${TITLES[section]}\n\n${mark(section)}\n${body}\n${mark(`/${section}`)}\n`;
  });
  writeFileSync(FILE, [INTRODUCTION, ...parts].join('\n'));
}

export function describeMachine() {
  return `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${process.platform} ${process.arch}, Node ${process.version}`;
}

/** The command as it was given. */
export function commandOf(script) {
  const words = process.argv.slice(2);
  return words.length > 0 ? `npm run ${script} -- ${words.join(' ')}` : `npm run ${script}`;
}

function read(page, section) {
  const [from, to] = [page.indexOf(mark(section)), page.indexOf(mark(`/${section}`))];
  return from < 0 || to < from ? null : page.slice(from + mark(section).length, to).trim();
}

function mark(section) {
  return `<!-- ${section} -->`;
}
