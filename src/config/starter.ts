import type { Draft } from './start/draft.ts';
import { type Project, readProject } from './start/project.ts';
import { variablesOf, writeDraft } from './start/write-draft.ts';
import { writeWorkflow } from './start/write-workflow.ts';

/** What `tailgate init` writes: a file and the text to start from. Both are to be edited. */
interface StarterFile {
  /** Path from the top of the repository. */
  readonly path: string;
  readonly text: string;
}

interface Wanted {
  readonly project?: Project;
  /** The action's reference, OWNER/REPO@SHA; null where nobody said. */
  readonly uses?: string | null;
  /** What was read of a source; null: an example, to be edited. */
  readonly draft?: Draft | null;
}

/** @param name of the project: two scenarios of one repository are told apart by theirs */
export function writeStarter(
  name: string,
  { project = readProject({}), uses = null, draft = null }: Wanted = {},
): readonly StarterFile[] {
  const config =
    draft === null ? writeStarterConfig(quote(plainName(name))) : writeDraft(plainName(name), draft);
  const variables = draft === null ? [] : variablesOf(config);
  return [
    { path: 'tailgate.yml', text: config },
    { path: '.github/workflows/tailgate.yml', text: writeWorkflow({ project, uses, variables }) },
  ];
}

const LONGEST_NAME = 100;

/** A name that a scenario may have. */
export function plainName(project: string): string {
  const plain = project
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .trim();
  return [...plain].slice(0, LONGEST_NAME).join('').trim() || 'tailgate';
}

/** As YAML, which takes some words for other things than text. */
function quote(name: string): string {
  const isWord = /^(true|false|yes|no|on|off|null|y|n)$/i.test(name);
  return /^[a-z][\w./-]*( [\w./-]+)*$/i.test(name) && !isWord ? name : JSON.stringify(name);
}

function writeStarterConfig(name: string): string {
  return `# One scenario and its gate. The target's URL comes from the action's input target-url, or from --target-url.
name: ${name}

target:
  # Polled until it responds as expected several times in a row; only then does the load start.
  ready: /health

# light (GET only) · realistic · medium · heavy (GET only) · soak (GET only), or a load of your own:
# load: { connections: 10, duration: 2m, warmup: 10s, timeout: 10s }
# or one at a fixed rate, however fast the service responds (arrivals: constant, or poisson, as independent users arrive):
# load: { connections: 50, rate: 300/s, arrivals: poisson, duration: 2m }
load: realistic

scenario:
  headers: { accept: application/json }

  # A login, once before the load. What it captures can be used as {{token}} in headers, paths and bodies.
  # login:
  #   post: /auth/login
  #   json: { email: "{{env.TAILGATE_EMAIL}}", password: "{{env.TAILGATE_PASSWORD}}" }
  #   capture: { token: /token }
  # Then, beside accept above:
  #   authorization: "Bearer {{token}}"

  # Flows of several steps, rows of data, checks, uploads and clean-up: docs/scenarios.md of Tailgate.
  # The mix. Weights are shares of their sum. Templates: {{unique}} {{uuid}} {{now}} {{int 1 100}} {{pick a b c}}
  requests:
    - { name: health, weight: 10, get: /health }
    - { name: list items, weight: 70, get: /items }
    - name: create item
      weight: 20
      post: /items
      json: { name: "item {{unique}}", quantity: 3 }
      expect: 201

# What regressions are judged against: a report, wrk's output or a result of Tailgate; or history, the recorded runs.
# baseline: docs/performance-report.md#a-heading

# What the service uses under this load: as a process on this machine (the action needs the input allow-probes: process),
# from its metrics, or from its database. The series are shown in a table, and the gate below can limit them.
# probes:
#   - process: {}
#   - prometheus: { url: "{{target}}/metrics", series: { heap: nodejs_heap_size_used_bytes } }
#   - postgres: { url: "{{env.TAILGATE_PG}}" }

gate:
  # Limits hold in every run; regressions, where there is something to compare with: the base, or a baseline.
  p99: { max: 250 ms, regression: 10 % }
  throughput: { min: 50 /s }
  errors: { max: 1 %, regression: 0.5 pp }
  endpoints:
    create item: { p99: { max: 400 ms } }
  # With probes, how much of the server's resources it may use:
  # server:
  #   cpu: { max: 1.5 }
  #   memory: { max: 300 MiB }
`;
}
