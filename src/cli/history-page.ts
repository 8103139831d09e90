import { ConfigurationError } from '../config/configuration-error.ts';
import type { FlagsOf } from '../config/flags.ts';
import { showValue } from '../config/wording/show-value.ts';
import { parseResult } from '../evidence/readers/result-file.ts';
import type { Suite } from '../report/history/list.ts';
import { type HistoryPage, renderHistoryPage } from '../report/html/history/history-page.ts';
import { checkFilePlace } from '../store/check-place.ts';
import { readAnywhere } from '../store/read-inside.ts';
import { writePage } from '../store/write-page.ts';
import { VERSION } from '../version.ts';
import type { Terminal } from './terminal.ts';

type PageFlags = Pick<FlagsOf<'history'>, 'html' | 'shown-result' | 'repository' | 'language'>;

/** Where it goes unless something else is said. */
const PAGE_FILE = 'tailgate-history.html';

const TAKEN = '--result takes a result file, as written by tailgate run --json FILE and by the action';

/** `tailgate history page`. Throws ConfigurationError. */
export async function writeHistoryPage(
  suites: readonly Suite[],
  place: string,
  { html = PAGE_FILE, 'shown-result': result, repository, language }: PageFlags,
  terminal: Terminal,
): Promise<void> {
  if (suites.every(({ records }) => records.length === 0))
    throw new ConfigurationError(`${place} has no run that a page could show`, { key: '--history' });
  const file = await checkFilePlace(terminal.folder, { key: '--html', written: html });
  const shown = result === undefined ? null : await readShown(result, suites, terminal);
  const page: HistoryPage = {
    language: language ?? 'en',
    suites: suites.map((suite) => ({ ...suite, issue: null, ranges: [] })),
    place,
    repository: repository ?? null,
    shown,
    version: VERSION,
    now: new Date().toISOString(),
  };
  await writePage(file, terminal.distFolder, (assets) => renderHistoryPage(page, assets), 'history');
  terminal.err(`wrote ${file}\n`);
}

async function readShown(
  path: string,
  suites: readonly Suite[],
  { folder }: Terminal,
): Promise<HistoryPage['shown']> {
  const text = await readAnywhere(folder, path);
  if (text === null) throw new ConfigurationError('there is no such file', { file: path });
  const result = parseResult(text, path, TAKEN);
  const names = suites.flatMap(({ records }) => records.at(-1)?.name ?? []);
  if (!names.includes(result.name)) {
    throw new ConfigurationError(
      `is a result of the scenario ${showValue(result.name)}, but the history has ${[...new Set(names)].map(showValue).join(', ')}`,
      { key: '--result' },
    );
  }
  return { result, file: path };
}
