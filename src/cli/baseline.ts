import { parseBaselineSource } from '../config/baseline/baseline-source.ts';
import { ConfigurationError } from '../config/configuration-error.ts';
import { asFound, listRuns, readRuns } from '../evidence/readers/list-runs.ts';
import type { FoundRun } from '../evidence/readers/listing.ts';
import { selectRun } from '../evidence/readers/select-run.ts';
import { EXIT } from '../exit-codes.ts';
import { asJson } from '../report/escape.ts';
import { renderListing } from '../report/terminal/listing.ts';
import { readAnywhere } from '../store/read-inside.ts';
import type { Command } from './main.ts';
import { readFlags } from './read-flags.ts';

/** Lists what a file offers to compare with; with `#section`, the one run that it picks. Nothing is a mistake, too. */
export const listBaseline: Command = async (words, terminal) => {
  const { flags, positionals } = readFlags('baseline', words, {
    count: 1,
    missing: 'baseline: say which FILE, or FILE#section',
  });
  const source = parseBaselineSource(positionals[0] ?? '', { key: 'FILE' }, 'anywhere');
  if (source.kind === 'history') {
    throw new ConfigurationError('needs a file; `tailgate history list` and `show` show the recorded runs', {
      key: 'FILE',
    });
  }
  const text = await readAnywhere(terminal.folder, source.file);
  if (text === null) throw new ConfigurationError('there is no such file', { file: source.file });
  const listing = listRuns(text, source.file);
  const picked =
    source.section === null
      ? listing
      : {
          ...listing,
          runs: [asFound(selectRun(readRuns(text, source.file), source.section, source.written))],
        };
  terminal.out(
    flags['as-json']
      ? asJson({ file: source.file, ...picked, runs: picked.runs.map(forScripts) })
      : renderListing(picked, source.file),
  );
  return picked.runs.length === 0 ? EXIT.configuration : EXIT.pass;
};

/**
 * Of a load of one stage, its connections and its duration stand among the conditions as well. What explains a
 * regression is left to the file itself, which has it whole.
 */
function forScripts({ told: _, ...run }: FoundRun): object {
  const [stage, ...others] = run.conditions.stages ?? [];
  if (stage === undefined || others.length > 0) return run;
  const { connections, durationSeconds } = stage;
  return {
    ...run,
    conditions: {
      ...run.conditions,
      ...(connections !== undefined && { connections }),
      ...(durationSeconds !== undefined && { durationSeconds }),
    },
  };
}
