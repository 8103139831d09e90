/** Reporter that says at the end which tests were skipped, and why: else a number would stand there without a word. */
import { relative } from 'node:path';

const isSkipped = ({ status }) => status === 'pending';

/** Folders of tests and how many of each were skipped, those with most first. */
function countByFolder(results, rootDir) {
  const counts = new Map();
  for (const { testFilePath, testResults } of results) {
    const skipped = testResults.filter(isSkipped).length;
    const [, folder] = relative(rootDir, testFilePath).split(/[/\\]/);
    if (skipped > 0) counts.set(folder, (counts.get(folder) ?? 0) + skipped);
  }
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** @returns nothing to say where no test was skipped, or where they were chosen by their names */
export function tellSkipped(results, { rootDir, testNamePattern }, runsAll) {
  const counts = countByFolder(results, rootDir);
  if (counts.length === 0 || testNamePattern) return '';
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  const where = counts.map(([folder, count]) => `${folder} ${count}`).join(', ');
  const why = runsAll
    ? 'They need what is not here: a PostgreSQL, Prometheus and its exporters, jq, or another system.'
    : `They are more of what was run: further rows of its tables, longer loads, a PostgreSQL in place of a service of the
tests' own. npm run test:all runs them too, as CI does; CONTRIBUTING.md tells more.`;
  return `\n${total} tests were skipped (${where}).\n${why}\n`;
}

export default class {
  constructor(config) {
    this.config = config;
  }

  onRunComplete(_, { testResults }) {
    const runsAll = process.env.TAILGATE_TESTS === 'all';
    process.stderr.write(tellSkipped(testResults, this.config, runsAll));
  }
}
