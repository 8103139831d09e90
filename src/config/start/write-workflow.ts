/** The workflow that starts base and head side by side and measures them in turn. */
import type { Project, StartWay } from './project.ts';

/**
 * What stands in `uses:` until a version is chosen, here and in every example: a commit that nobody can make, whoever
 * comes to own that name. scripts/set-uses.mjs sets another one everywhere.
 */
const PLACEHOLDER = 'tailgate/tailgate@0000000000000000000000000000000000000000';

interface Wanted {
  readonly project: Project;
  /** OWNER/REPO@SHA; null where nobody said. */
  readonly uses: string | null;
  /** Names of the environment that tailgate.yml takes. */
  readonly variables: readonly string[];
}

export function writeWorkflow({ project, uses, variables }: Wanted): string {
  const { port } = project;
  const basePort = port < 65_535 ? port + 1 : port - 1;
  const pinned =
    uses === null
      ? '      # There is no release yet: use the owner of your copy, and the SHA of a commit instead of the zeros.\n'
      : '';
  return `name: tailgate

on:
  pull_request:

permissions:
  contents: read # to check out the code
  pull-requests: write # to write the comment; without it everything else still works

# A newer push makes the figures of the older one useless.
concurrency:
  group: tailgate-\${{ github.ref }}
  cancel-in-progress: true

jobs:
  gate:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      # Base and head are measured alternately on one machine, so nothing differs but the code.
      - uses: actions/checkout@v5
        with:
          ref: \${{ github.event.pull_request.base.sha }}
          path: base
          persist-credentials: false # the code that runs here needs no token
      - uses: actions/checkout@v5
        with:
          ref: \${{ github.event.pull_request.head.sha }}
          path: head
          persist-credentials: false
${writeStart(project.start, 'base', basePort)}
${writeStart(project.start, 'head', port)}
${pinned}      - uses: ${uses ?? PLACEHOLDER}
        with:
          config: head/tailgate.yml
          target-url: http://127.0.0.1:${port}
          base-url: http://127.0.0.1:${basePort}
${writeEnvironment(variables)}`;
}

function writeEnvironment(variables: readonly string[]): string {
  const mark = variables.length > 0 ? '' : '# ';
  const named = variables.length > 0 ? variables : ['TAILGATE_EMAIL', 'TAILGATE_PASSWORD'];
  return [
    '        # Values for {{env.TAILGATE_…}} in tailgate.yml. Pull requests from forks get no secrets.',
    `        ${mark}env:`,
    ...named.map((name) => `        ${mark}  ${name}: \${{ secrets.${name} }}`),
    '',
  ].join('\n');
}

function writeStart(start: StartWay, side: 'base' | 'head', port: number): string {
  const { comment, lines, env } = linesOf(start, side, port);
  return [
    ...(comment === null ? [] : [`      # ${comment}`]),
    `      - name: Start the ${side}`,
    `        working-directory: ${side}`,
    ...(env ? ['        env:', `          PORT: ${port}`] : []),
    '        run: |',
    ...lines.map((line) => `          ${line}`),
  ].join('\n');
}

function linesOf(
  start: StartWay,
  side: string,
  port: number,
): { comment: string | null; lines: string[]; env: boolean } {
  const log = `"$RUNNER_TEMP/${side}.log"`;
  if (start.kind === 'compose') {
    const { file, service, inside, others } = start;
    const unpublished = others.map((name) => `, ${name}: { ports: !reset [] }`).join('');
    const own = `"$RUNNER_TEMP/${side}.yml"`;
    return {
      comment: `As in ${file}, each on its own port.`,
      lines: [
        `echo 'services: { ${service}: { ports: !override [ "127.0.0.1:${port}:${inside}" ] }${unpublished} }' > ${own}`,
        `docker compose --project-name ${side} --file ${file} --file ${own} up --build --detach --wait`,
      ],
      env: false,
    };
  }
  if (start.kind === 'docker') {
    return {
      comment: 'As in the Dockerfile.',
      lines: [
        `docker build --tag tailgate-${side} .`,
        `docker run --detach --publish 127.0.0.1:${port}:${start.inside} tailgate-${side}`,
      ],
      env: false,
    };
  }
  const lines = start.kind === 'shell' ? start.lines : ['npm ci', 'npm start'];
  const comment =
    start.kind === 'shell'
      ? `As in ${start.from}${start.from === 'Procfile' ? '; add what has to be installed first' : ''}. The service has to listen on the port in PORT.`
      : 'Replace these lines with the commands that build your service and start it on the port in PORT.';
  return { comment, lines: [...lines.slice(0, -1), `${lines.at(-1)} > ${log} 2>&1 &`], env: true };
}
