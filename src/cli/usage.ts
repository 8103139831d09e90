export const USAGE = `Usage: tailgate COMMAND [options]

  run        load the target with the scenario, judge it, print the tables
    --config FILE        the scenario (default: tailgate.yml, then .github/tailgate.yml)
    --target-url URL     scheme, host and port of the environment to load (required)
    --base-url URL       an environment to compare with, measured in turn with the target
    --profile NAME       light, realistic, medium, heavy or soak, in place of the file's load
    --baseline SOURCE    FILE, FILE#section, history or history@REF, in place of the file's
    --duration TIME      such as 20s or 2m, in place of the profile's, or of the budget with a base;
                         the warm-up is cut to half of it
    --target-timeout TIME  how long to wait for the target to be ready (default: 2m)
    --commit SHA         the commit that the target has to serve, by target.identity
    --allow-private-hosts  load addresses of private networks, too
    --policy NAME        pull-request (default), nightly or release; the last two record the run
    --release TAG        the release that is judged, under the policy release
    --history FOLDER     where runs are recorded (default: .tailgate/history)
    --comment-key KEY    which of the scenario's histories is meant: the action's input of this name
    --json FILE          write the result file
    --markdown FILE      write the comment that a pull request would get

  baseline FILE[#section] [--json]
             list what could be compared with in a report, wrk's output or a result file;
             where nothing could, say why, and exit 2
  history list|show|prune [--history FOLDER] [--suite NAME] [--comment-key KEY] [--json]
             list the recorded runs, or show what a new run would be held to; prune --keep N
             removes all but the newest N runs, and no release; NAME is the scenario's, or the
             folder's
  calibrate  measure the same code on both sides, and recommend tolerances, rounds and allowance
    --config, --target-url, --target-timeout, --profile and --allow-private-hosts as for run
    --base-url URL       another environment that serves the same code, to learn how the two differ
    --duration TIME      how long to measure (default: 6m)
    --json FILE          write what was found
  selftest   prove the gate on the target: with 20 % added to every answer it must fail, without
             it must pass
    --config, --target-url, --target-timeout, --profile and --allow-private-hosts as for run
    --json FILE          write what was found
  schema     print the JSON Schema of tailgate.yml, for editors
  init       write a tailgate.yml and a workflow to start from

Values for {{env.TAILGATE_...}} come from the environment.
Exit codes: 0 pass, 1 fail, 2 a mistake in the configuration, 3 inconclusive, 4 invalid, 70 a bug.`;

/** The part of one command, with what holds for all; all of it for a word that is none. */
export function usageOf(name: string): string {
  const [head, ...parts] = USAGE.split(/\n+(?= {2}[a-z])/);
  const [last = '', tail = ''] = (parts.pop() ?? '').split(/\n\n/);
  const own = [...parts, last].find((part) => part.trim().split(' ')[0] === name);
  return own === undefined ? USAGE : `${head}\n\n${own}\n\n${tail}`;
}
