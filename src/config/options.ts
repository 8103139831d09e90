/**
 * The options: a row each. From here come the action's inputs and action.yml, the terminal's flags and its usage, the
 * command that reproduces a run, and what tailgate.yml is read with. Their order is that of all these.
 */
import { LOAD_TIME, WAIT_TIME } from './durations.ts';
import type { Option } from './option.ts';
import * as readers from './option-readers.ts';
import { POLICIES } from './policy.ts';
import { PROFILE_NAMES } from './profiles.ts';
import { writeDuration } from './units.ts';
import { listWords } from './wording/show-value.ts';

/** Where a terminal keeps recorded runs. */
export const HISTORY_FOLDER = '.tailgate/history';

export const OPTIONS = {
  config: {
    read: readers.fileName,
    input:
      'Path of the configuration file in the workspace. Default: tailgate.yml, then .github/tailgate.yml.',
    value: 'FILE',
    flag: loading('configuration file (default: tailgate.yml, then .github/tailgate.yml)'),
    again: (_, plan) => plan.configFile,
  },
  'target-url': {
    read: readers.text,
    input:
      "Environment to measure: scheme, host and port without a path, such as https://preview-7.example.com. Default: Tailgate waits for the commit's deployment, or for a commit status such as Netlify's, and takes its URL.",
    value: 'URL',
    flag: loading('environment to measure: scheme, host and port (required)'),
    overrides: 'targetUrl',
    // Where none was found, its place is kept: what to put there is what the reader has to find out.
    again: (_, plan) => plan.target.origin || 'https://…',
  },
  'base-url': {
    read: readers.text,
    input:
      "Environment to compare with, such as the base branch's. Tailgate measures both, block by block, and judges regressions against it. Default: regressions are judged against the baseline.",
    value: 'URL',
    flag: {
      run: 'environment to compare with, measured alternately with the target',
      calibrate: 'another environment that serves the same code, to learn how the two differ',
    },
    overrides: 'baseUrl',
    again: (_, plan) => plan.base?.origin ?? '',
  },
  profile: {
    read: readers.profile,
    input: `Load profile that replaces the file's load: ${listWords(PROFILE_NAMES)}.`,
    default: null,
    value: 'NAME',
    flag: loading(`replace the file's load: ${listWords(PROFILE_NAMES)}`),
    overrides: 'profile',
    again: asGiven,
  },
  baseline: {
    read: readers.text,
    input:
      "Baseline that replaces the file's: FILE or FILE#section, a path in the workspace; or history, or history@REF with a release's tag or a commit.",
    value: 'SOURCE',
    flag: { run: "replace the file's baseline: FILE, FILE#section, history or history@REF" },
    overrides: 'baseline',
    again: asGiven,
  },
  duration: {
    read: readers.durationWithin(LOAD_TIME),
    value: 'TIME',
    flag: {
      run: "how long to measure, such as 20s or 2m: replaces the load's duration, or the budget with a base; limits the warm-up to half of it",
      calibrate: { usage: 'how long to measure', default: '6m' },
    },
    overrides: 'durationMs',
    again: asGiven,
    write: writeDuration,
  },
  environment: {
    read: readers.text,
    input:
      'Environment whose deployment is the target, as a pattern such as Preview*. The pattern also selects the context of a commit status. Default: any environment except production.',
  },
  'target-timeout': {
    read: readers.durationWithin(WAIT_TIME),
    input:
      'How long to wait for the target, such as 15m: first until it is found (default: 10m), then again until it is ready and serves the commit under test (default: 2m).',
    default: null,
    value: 'TIME',
    flag: loading('how long to wait until the target is ready (default: 2m)'),
  },
  commit: {
    read: readers.commitSha,
    value: 'SHA',
    flag: { run: 'commit that the target has to serve, checked by target.identity' },
    again: asGiven,
  },
  'allowed-hosts': {
    read: readers.text,
    input:
      'Hosts that may be loaded, such as *.preview.example.com, one per line. Default: the hosts of target-url, base-url and the deployment.',
  },
  'allow-private-hosts': {
    read: readers.trueOrFalse,
    input:
      'Set to true to allow addresses in private networks, and the runner itself whatever event started the run.',
    default: 'false',
    flag: loading('allow addresses in private networks'),
    again: asGiven,
  },
  'allow-production': {
    read: readers.trueOrFalse,
    input: 'Set to true to allow a production deployment as the target.',
    default: 'false',
  },
  'max-connections': {
    read: readers.wholeWithin(1, 100_000),
    input: 'Most connections that the configuration may ask for.',
    default: '1000',
    overrides: 'maxConnections',
  },
  'max-duration': {
    read: readers.durationWithin({ from: '1s', to: '24h' }),
    input:
      'Longest load in all: warm-ups, both sides, a second round and the wait for last responses. A configuration that asks for more is refused; a load that takes longer ends there, and what was seen is judged.',
    default: '1h',
    overrides: 'maxDurationMs',
  },
  'max-requests': {
    read: readers.wholeWithin(1, Number.MAX_SAFE_INTEGER),
    input: 'Most requests that a load with a rate may come to: rate × duration.',
    default: '20000000',
    overrides: 'maxRequests',
  },
  policy: {
    read: readers.oneWordOf(POLICIES),
    input:
      'What the run is for. pull-request: compare. nightly: compare, record the run in the history, and report drift in one issue. release: compare with the last release, record the run under its tag, and fail if the verdict is inconclusive. Default: nightly on schedule, release for releases and tags, otherwise pull-request.',
    default: null,
    value: 'NAME',
    flag: {
      run: { usage: `${listWords(POLICIES)}; the last two record the run`, default: 'pull-request' },
    },
  },
  release: {
    read: readers.tag,
    value: 'TAG',
    flag: { run: 'tag of the release, needed by --policy release' },
  },
  history: {
    read: readers.fileName,
    value: 'FOLDER',
    flag: recording(`folder of the recorded runs (default: ${HISTORY_FOLDER})`),
    again: asGiven,
  },
  'history-branch': {
    read: readers.branch,
    input:
      'Branch of this repository that holds the history and nothing else. The first recorded run creates it. Recording needs contents: write; "baseline: history" needs contents: read.',
    default: 'tailgate-history',
  },
  token: {
    read: readers.text,
    input:
      'Token for the GitHub API. Posting the comment needs pull-requests: write; without it, no comment is posted. Accepting a regression by label needs pull-requests: read.',
    declared: `\${{ github.token }}`,
  },
  comment: {
    read: readers.oneWordOf(['always', 'changes', 'never']),
    input:
      'When to comment on the pull request. always: one comment, updated by each run. changes: only if something changed or failed, or the comment exists already. never: no comment.',
    default: 'always',
  },
  'comment-key': {
    read: readers.commentKeyText,
    input: 'Separates the comments and histories of several steps or matrix jobs that run the same scenario.',
    value: 'KEY',
    flag: recording("which of the scenario's histories to use: the action's comment-key"),
    again: (given, plan) => (plan.baseline?.kind === 'history' ? given : ''),
  },
  'check-run': {
    read: readers.trueOrFalse,
    input:
      'Set to true to create a check run on the tested commit, in progress during the measurement. Needs checks: write. Few need it, because the job is a check already.',
    default: 'false',
  },
  'publish-artifact': {
    read: readers.artifact,
    input:
      "For workflows on workflow_run: publish a fork's result and measure nothing. The value names the artifact of the run that ended; Tailgate checks the result file in it and posts a comment that says the fork's own run measured it. Of the other inputs only token, comment and comment-key are used.",
  },
  'on-inconclusive': {
    read: readers.oneWordOf(['neutral', 'fail']),
    input:
      'What an inconclusive verdict does to the step: neutral (it passes, with a warning) or fail. Default: fail under the policy release, otherwise neutral.',
    default: null,
  },
  'on-invalid': {
    read: readers.oneWordOf(['fail', 'neutral']),
    input: 'What an invalid measurement does to the step: fail, or neutral (it passes, with a warning).',
    default: 'fail',
  },
  suite: {
    read: readers.text,
    value: 'NAME',
    flag: { history: "which suite of runs to use: the scenario's name, or the name of its folder" },
  },
  keep: {
    read: readers.wholeWithin(0, 999_999_999),
    value: 'N',
    flag: { history: 'prune only: how many of the newest runs stay; releases always stay' },
  },
  json: {
    read: readers.fileName,
    value: 'FILE',
    flag: {
      run: 'write the result file',
      calibrate: 'write the findings as JSON',
      selftest: 'write the findings as JSON',
    },
  },
  markdown: {
    read: readers.fileName,
    value: 'FILE',
    flag: { run: 'write the comment that a pull request would get' },
  },
  'as-json': {
    read: readers.trueOrFalse,
    flagName: 'json',
    flag: { baseline: 'print JSON', history: 'print JSON' },
  },
} as const satisfies Readonly<Record<string, Option>>;

/** The commands that load a target take the same. */
function loading(usage: string) {
  return { run: usage, calibrate: usage, selftest: usage };
}

/** The commands that know a history. */
function recording(usage: string) {
  return { run: usage, history: usage };
}

function asGiven(given: string): string {
  return given;
}
