// The reference tables of docs/, from action.yml and the schema that parses tailgate.yml. Needs lib/ (npm run build).
// With --check nothing is written, and the exit code says whether the tables are current.
import { readFileSync, writeFileSync } from 'node:fs';
import { parse } from 'yaml';
import { writeReference } from '../lib/config/schema/reference.js';

const action = parse(readFileSync(new URL('../action.yml', import.meta.url), 'utf8'));

const tables = {
  inputs: writeTable(
    ['Input', 'Default', 'Meaning'],
    Object.entries(action.inputs).map(([name, input]) => [
      code(name),
      input.required ? '(required)' : input.default === '' ? '' : code(input.default),
      input.description,
    ]),
  ),
  outputs: writeTable(
    ['Output', 'Meaning'],
    Object.entries(action.outputs).map(([name, output]) => [code(name), output.description]),
  ),
  config: writeReference(),
};

const PAGES = { 'docs/action.md': ['inputs', 'outputs'], 'docs/configuration.md': ['config'] };

for (const [page, names] of Object.entries(PAGES)) {
  const file = new URL(`../${page}`, import.meta.url);
  const before = readFileSync(file, 'utf8');
  let after = before;
  for (const name of names) {
    const place = new RegExp(`(<!-- reference:${name},[^>]*-->\n)[^]*?(<!-- /reference -->)`);
    if (!place.test(after)) throw new Error(`${page} has no place for the ${name}`);
    after = after.replace(place, (_, start, end) => `${start}\n${tables[name]}\n${end}`);
  }
  if (!process.argv.includes('--check')) writeFileSync(file, after);
  else if (after !== before) {
    console.error(`${page} is not current: npm run build, then node scripts/write-reference.mjs`);
    process.exitCode = 1;
  }
}

function writeTable(head, rows) {
  const lines = [head, head.map(() => '---'), ...rows.map((row) => row.map(escapeCell))];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

function code(text) {
  return `\`${text}\``;
}

function escapeCell(text) {
  return text.trim().replaceAll('|', '\\|').replaceAll('\n', ' ');
}
