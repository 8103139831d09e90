import { type Flag, flagsOf } from '../config/flags.ts';
import { COMMANDS, type CommandName } from '../config/option.ts';
import { wrapAtBlanks } from '../config/wording/wrap.ts';

interface Page {
  /** What follows the command's name. */
  readonly words?: string;
  readonly summary: string;
}

const PAGES: Readonly<Record<CommandName, Page>> = {
  run: { summary: 'Load-test the target with the scenario, judge the results, and print the tables.' },
  gate: {
    words: 'RESULT…',
    summary:
      'Judge results of your own load generator (k6, Locust, JMeter, …) as a run. Several results are runs of one load.',
  },
  merge: {
    words: 'FILE…|FOLDER',
    summary: "Combine the files of a load's shards (tailgate run --shard), and judge them as one run.",
  },
  check: {
    summary:
      'Send each request once, the login first. If a response isn’t as expected, say what to change, and exit 2.',
  },
  baseline: {
    words: 'FILE[#section]',
    summary:
      "List the runs in a report, wrk's output or a result file that you can compare with. If there are none, say why and exit 2.",
  },
  history: {
    words: 'list|show|page|prune',
    summary:
      'List the recorded runs, show what a new run would be compared with, write all of them as a page, or remove old runs.',
  },
  compare: {
    words: 'A.json B.json [C.json …]',
    summary:
      'Compare results of several environments, releases or regions, side by side. Exit 0, whichever is better; 3 if none of them can be compared with the first.',
  },
  calibrate: {
    summary: 'Measure the same code on both sides, and recommend tolerances, rounds and allowance.',
  },
  selftest: {
    summary:
      'Check the gate on the target: it must fail with 20 % added to every response, and pass without.',
  },
  bisect: {
    words: '[GOOD [BAD]]',
    summary:
      "Find the first commit after GOOD that fails when compared with it: both are checked out, started and compared by the gate. With only GOOD, or with --target-url, it is a step for git bisect run. Exit codes as git expects them: 0 good (or found), 1 bad (or nothing to find), 125 can't be judged, 128 and above for mistakes.",
  },
  kubernetes: {
    summary:
      'Write a Kubernetes Indexed Job that generates the load from several pods: pod 0 merges their results, and its exit code is the verdict.',
  },
  schema: { summary: 'Print the JSON Schema of tailgate.yml, for editors.' },
  init: {
    summary:
      'Write a tailgate.yml and a workflow to start from: an example to edit or, with --from, one based on a document, a recording or a log.',
  },
};

const HEAD = 'Usage: tailgate COMMAND [options]';
const TAIL = `Values for {{env.TAILGATE_...}} come from the environment.
Exit codes: 0 pass, 1 fail, 2 configuration error, 3 inconclusive, 4 invalid, 70 a bug in Tailgate.`;

const WIDTH = 100;
/** Where the texts of commands and of flags begin. */
const COMMAND_COLUMN = 13;
const FLAG_COLUMN = 29;

export const USAGE = [HEAD, ...COMMANDS.map(writePage), TAIL].join('\n\n');

/** The part of one command, with what holds for all; all of it for a word that is none. */
export function usageOf(name: string): string {
  const command = COMMANDS.find((known) => known === name);
  return command === undefined ? USAGE : [HEAD, writePage(command), TAIL].join('\n\n');
}

function writePage(command: CommandName): string {
  const { words, summary } = PAGES[command];
  const title = `  ${command}${words === undefined ? '' : ` ${words}`}`;
  return [...writeEntry(title, summary, COMMAND_COLUMN), ...flagsOf(command).flatMap(writeFlag)].join('\n');
}

function writeFlag({ name, value, usage, default: fallback }: Flag): string[] {
  const title = `    --${name}${value === null ? '' : ` ${value}`}`;
  return writeEntry(title, fallback === null ? usage : `${usage} (default: ${fallback})`, FLAG_COLUMN);
}

/** The text beside its title, or below a title that leaves no room for it. */
function writeEntry(title: string, text: string, column: number): string[] {
  const lines = wrapAtBlanks(text, WIDTH - column).map((line) => `${' '.repeat(column)}${line}`);
  if (title.length >= column) return [title, ...lines];
  const [first = '', ...rest] = lines;
  return [`${title}${first.slice(title.length)}`, ...rest];
}
