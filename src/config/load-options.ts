/** The options that say what is measured, and how hard: the first rows of options.ts. */

import { LOAD_TIME, MEET_TIME, WAIT_TIME } from './durations.ts';
import type { Option } from './option.ts';
import { asGiven, judging, loading, writeMoment } from './option-parts.ts';
import * as readers from './option-readers.ts';
import { PROFILE_NAMES } from './profiles.ts';
import { LOCAL_PROBES } from './server-series.ts';
import { parseShard, writeShard } from './shard.ts';
import { urlOf } from './target/location.ts';
import { writeDuration } from './units.ts';
import { listWords } from './wording/show-value.ts';

export const LOAD_OPTIONS = {
  config: {
    read: readers.fileName,
    input:
      'Path of the configuration file in the workspace. Default: tailgate.yml, then .github/tailgate.yml.',
    value: 'FILE',
    flag: {
      ...loading('configuration file (default: tailgate.yml, then .github/tailgate.yml)'),
      gate: 'configuration file (default: tailgate.yml, then .github/tailgate.yml)',
      merge: "the shards' configuration file (default: tailgate.yml, then .github/tailgate.yml)",
      bisect: 'configuration file, read once (default: tailgate.yml, then .github/tailgate.yml)',
    },
    again: (_, plan) => plan.configFile,
  },
  result: {
    read: readers.patterns,
    input:
      'Results of your own load generator, such as k6’s, one per line or as a pattern such as results/*.json: Tailgate judges them and generates no load. Several results are runs of one load, and show its spread. See docs/generators.md.',
    default: null,
  },
  'allow-load-command': {
    read: readers.trueOrFalse,
    input:
      'Set to true to run load.command from the configuration file, which starts your own load generator. Anyone who can change that file in a pull request can then run commands on the runner.',
    default: 'false',
    overrides: 'allowLoadCommand',
  },
  'target-url': {
    read: readers.text,
    input:
      "Environment to measure: its URL, such as https://preview-7.example.com, or https://example.com/preview-7 if the service is below a path. Default: Tailgate waits for the commit's deployment, or for a commit status such as Netlify's, and uses its URL.",
    value: 'URL',
    flag: {
      ...loading('environment to measure: its URL, including a path if the service is below one (required)'),
      bisect: 'instead of commits and --start: an environment that serves the checked-out commit',
    },
    overrides: 'targetUrl',
    // Where none was found, its place is kept: what to put there is what the reader has to find out.
    again: (_, plan) => urlOf(plan.target) || 'https://…',
  },
  'base-url': {
    read: readers.text,
    input:
      "Environment to compare with, such as the base branch's. Tailgate measures both alternately, block by block, and judges regressions against it. Default: regressions are judged against the baseline.",
    value: 'URL',
    flag: {
      run: 'environment to compare with, measured alternately with the target',
      calibrate: 'another environment with the same code, to measure how the two differ',
      bisect: 'with --target-url: an environment that serves the good commit',
      kubernetes: 'environment to compare with, measured alternately with the target',
    },
    overrides: 'baseUrl',
    again: (_, plan) => (plan.base === null ? '' : urlOf(plan.base)),
  },
  profile: {
    // Which there are is known once the file is read.
    read: readers.text,
    input: `Load profile that replaces the file's load: ${listWords([...PROFILE_NAMES, 'one of its profiles'])}.`,
    default: null,
    value: 'NAME',
    flag: {
      ...loading(`replace the file's load: ${listWords([...PROFILE_NAMES, 'one of its profiles'])}`),
      merge: "the shards' profile",
      bisect: `replace the file's load: ${listWords([...PROFILE_NAMES, 'one of its profiles'])}`,
    },
    overrides: 'profile',
    again: asGiven,
  },
  baseline: {
    read: readers.text,
    input:
      "Baseline that replaces the file's: FILE or FILE#section, a path in the workspace; or history, or history@REF with a release's tag or a commit.",
    value: 'SOURCE',
    flag: {
      ...judging("replace the file's baseline: FILE, FILE#section, history or history@REF"),
      bisect: "with --target-url: replace the file's baseline: FILE or FILE#section",
      kubernetes: "replace the file's baseline: FILE or FILE#section",
    },
    overrides: 'baseline',
    again: asGiven,
  },
  duration: {
    read: readers.durationWithin(LOAD_TIME),
    value: 'TIME',
    flag: {
      run: "how long to measure, such as 20s or 2m: replaces the load's duration (of all stages together), or the budget if there is a base; the warm-up takes at most half as long",
      merge: "the shards' duration",
      kubernetes: 'how long to measure, such as 20s or 2m',
      bisect: 'how long to measure each commit, at most, such as 2m',
      calibrate: { usage: 'how long to measure', default: '6m' },
    },
    overrides: 'durationMs',
    again: asGiven,
    write: writeDuration,
  },
  fault: {
    read: readers.timedCommand,
    input:
      'A fault on purpose: a moment of the load and a shell command, such as 30s: docker stop db. Errors while it lasts and the recovery after it are measured. It can only be set here, not in the configuration file.',
    default: null,
    value: 'TIME:COMMAND',
    flag: { run: 'inject a fault: run a command at a moment of the load, such as "30s: docker stop db"' },
    overrides: 'fault',
    again: asGiven,
    write: writeMoment,
  },
  'fault-end': {
    read: readers.timedCommand,
    input:
      'Reverts the fault: a later moment and a command, such as 45s: docker start db. It also runs if the load ends earlier or is cancelled. Default: the fault is over when its own command has finished.',
    default: null,
    value: 'TIME:COMMAND',
    flag: {
      run: 'revert the fault at a later moment, such as "45s: docker start db"; also if the load ends earlier',
    },
    overrides: 'faultEnd',
    again: asGiven,
    write: writeMoment,
  },
  shard: {
    read: parseShard,
    input:
      'Which part of the load this machine generates, such as 3/8: the third of eight. It measures its part at the same time as the others, judges nothing, and writes one file, which a later step with the input merge combines with theirs. Default: it generates the whole load.',
    default: null,
    value: 'N/M',
    flag: {
      run: 'generate one part of a load shared by several machines, such as 3/8, and write its results to --json (default: shard-3-of-8.json)',
    },
    write: writeShard,
  },
  'start-at': {
    read: readers.instant,
    input:
      "With shard: when all shards begin, such as 2026-03-01T04:00:00Z or seconds since 1970. The machines' clocks have to be synchronized.",
    default: null,
    value: 'TIME',
    flag: {
      run: 'with --shard: when all of them begin, such as 2026-03-01T04:00:00Z or seconds since 1970; needs synchronized clocks',
    },
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
    flag: {
      ...loading('how long to wait until the target is ready (default: 2m)'),
      bisect: { usage: 'how long to wait until a commit is ready, including its build', default: '10m' },
    },
  },
  commit: {
    read: readers.commitSha,
    value: 'SHA',
    flag: { run: 'commit that the target has to serve, checked with target.identity' },
    again: asGiven,
  },
  sha: {
    read: readers.fullSha,
    input:
      "Full SHA of the commit under test, for events that don't name one, such as workflow_dispatch. Default: the event's commit; with pull-request, the head of that pull request.",
    default: null,
  },
  'pull-request': {
    read: readers.wholeWithin(1, 4_294_967_295),
    input:
      "Number of the pull request, if the event doesn't name one: its head is measured, and the comment is written there. Default: the event's pull request, or the one whose head was deployed.",
    default: null,
  },
  'shard-timeout': {
    read: readers.durationWithin(MEET_TIME),
    input:
      'How long a shard waits for the others, such as 10m. If some are still missing, the verdict is invalid and names them.',
    default: '5m',
    value: 'TIME',
    flag: {
      run: { usage: 'how long a shard waits for the others', default: '5m' },
      kubernetes: 'how long a pod waits for the others (default: 5m)',
    },
  },
  meet: {
    read: readers.meetingPlace,
    value: 'PLACE',
    flag: {
      run: 'where the shards meet: a folder that all of them can access, such as /shared/run-7, or http://host:port of the first one, which also merges',
    },
  },
  'allowed-hosts': {
    read: readers.text,
    input:
      'Hosts that may be loaded, such as *.preview.example.com, one per line. Default: the hosts of target-url, base-url and the deployment.',
  },
  'allow-private-hosts': {
    read: readers.trueOrFalse,
    input: 'Set to true to allow addresses in private networks, and the runner itself for any event.',
    default: 'false',
    flag: {
      ...loading('allow addresses in private networks'),
      init: 'with --try: allow addresses in private networks',
      bisect: 'allow addresses in private networks',
    },
    again: asGiven,
  },
  'allow-probes': {
    read: readers.wordsOf(LOCAL_PROBES),
    input:
      'Probes of the runner’s own machine that the configuration may use: process, docker, or both. Probes of hosts other than the target’s need allowed-hosts. Default: none.',
  },
  'allow-production': {
    read: readers.trueOrFalse,
    input: 'Set to true to allow a production deployment as the target.',
    default: 'false',
  },
} as const satisfies Readonly<Record<string, Option>>;
