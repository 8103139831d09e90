export const USAGE = `Usage: tailgate COMMAND [options]

  run        load the target with the scenario, judge it, print the tables
    --config FILE        the scenario (default: tailgate.yml, then .github/tailgate.yml)
    --target-url URL     scheme, host and port of the environment to load (required)
    --base-url URL       an environment to compare with, measured in turn with the target
    --profile NAME       light, realistic, medium, heavy or soak, in place of the file's load
    --baseline SOURCE    FILE or FILE#section to compare with, in place of the file's
    --duration TIME      such as 20s or 2m, in place of the profile's, or of the budget with a base
    --json FILE          write the result file
    --markdown FILE      write the comment that a pull request would get

  baseline FILE[#section] [--json]
             list what could be compared with in a report, wrk's output or a result file
  schema     print the JSON Schema of tailgate.yml, for editors
  init       write a tailgate.yml and a workflow to start from

Values for {{env.TAILGATE_...}} come from the environment.
Exit codes: 0 pass, 1 fail, 2 a mistake in the configuration, 3 inconclusive, 4 invalid, 70 a bug.`;
