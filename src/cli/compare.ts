import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import { showValue } from '../config/wording/show-value.ts';
import { type ComparedRun, readComparedRun } from '../evidence/compare/compared-run.ts';
import { nameColumns } from '../evidence/compare/name-columns.ts';
import { EXIT } from '../exit-codes.ts';
import { compareRuns } from '../judgement/compare/decide.ts';
import { toComparisonFile } from '../report/compare/comparison-file.ts';
import { renderComparisonMarkdown } from '../report/compare/comparison-markdown.ts';
import { renderComparisonTerminal } from '../report/compare/comparison-terminal.ts';
import { writeComparison } from '../report/compare/write-comparison.ts';
import { clean, truncate } from '../report/escape.ts';
import { renderComparisonPage } from '../report/html/comparison-page.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { readAnywhere } from '../store/read-inside.ts';
import { writePage } from '../store/write-page.ts';
import { VERSION } from '../version.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';
import type { Terminal } from './terminal.ts';
import { writeAndTell, writeFigures, writeText } from './write-figures.ts';

/** More columns than that nobody reads. */
const MOST = 8;

interface ReadFile {
  /** As it was typed. */
  readonly path: string;
  readonly text: string;
}

/** Compares results that were written by `tailgate run --json` or by the action, side by side. */
export const compareResults: Command = async (words, terminal) => {
  const { flags, positionals } = readFlags('compare', words, {
    count: 2,
    most: MOST,
    missing: 'compare: name at least two result files: tailgate compare A.json B.json',
  });
  const places = await findPlaces(flags, terminal);
  const files = await readFiles(positionals, terminal);
  const names = namesOf(files, flags.names);
  const runs = files.map(({ path, text }, i): ComparedRun => readComparedRun(text, path, names[i] ?? path));
  const comparing = compareRuns(runs);
  const document = writeComparison(comparing, flags.language);
  const { colour, width } = terminal;
  terminal.out(renderComparisonTerminal(document, { colour, width }));
  if (places.json !== null) await writeFigures(places.json, toComparisonFile(comparing), terminal);
  if (places.markdown !== null)
    await writeText(places.markdown, `${renderComparisonMarkdown(document)}\n`, terminal);
  if (places.html !== null)
    await writeAndTell(places.html, terminal, (file) =>
      writePage(file, terminal.distFolder, (assets) =>
        renderComparisonPage(comparing, document, flags.language, VERSION, assets),
      ),
    );
  const isCompared = comparing.pairs.some(({ verdict }) => verdict !== 'not-comparable');
  return EXIT[isCompared ? 'pass' : 'inconclusive'];
};

async function findPlaces(
  { json, markdown, html }: FlagsOf<'compare'>,
  { folder }: Terminal,
): Promise<Record<'json' | 'markdown' | 'html', string | null>> {
  const place = (key: string, written: string | undefined) =>
    written === undefined ? null : checkFilePlace(folder, { key, written });
  return {
    json: await place('--json', json),
    markdown: await place('--markdown', markdown),
    html: await place('--html', html),
  };
}

/** A run beside itself shows nothing, whether its file is named twice, or copied. */
async function readFiles(paths: readonly string[], { folder }: Terminal): Promise<readonly ReadFile[]> {
  const seen = new Map<string, string>();
  const files: ReadFile[] = [];
  for (const path of paths) {
    const text = await readAnywhere(folder, path);
    if (text === null) throw new ConfigurationError('there is no such file', { file: path });
    const real = await realpath(resolve(folder, path));
    const before = seen.get(real) ?? seen.get(text);
    if (before !== undefined) {
      throw new ConfigurationError(
        before === path
          ? 'is named twice: a run can only be compared with others'
          : `is the same run as ${showValue(before)}: a run can only be compared with others`,
        { file: path },
      );
    }
    seen.set(real, path).set(text, path);
    files.push({ path, text });
  }
  return files;
}

function namesOf(files: readonly ReadFile[], given: readonly string[] | undefined): readonly string[] {
  if (given === undefined) {
    const names = nameColumns(files.map(({ path }) => path)).map((name) => truncate(clean(name), 40));
    // Long ones may be alike as far as they are shown.
    return names.map((name, i) => (name !== '' && names.indexOf(name) === i ? name : `${i + 1}: ${name}`));
  }
  if (given.length === files.length) return given;
  throw new ConfigurationError(
    `has ${given.length === 1 ? '1 name' : `${given.length} names`} for ${files.length} files: write one for each, with commas between`,
    { key: '--names' },
  );
}
