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
      merge: 'configuration file that the shards had (default: tailgate.yml, then .github/tailgate.yml)',
      bisect: 'configuration file, read once (default: tailgate.yml, then .github/tailgate.yml)',
    },
    again: (_, plan) => plan.configFile,
  },
  result: {
    read: readers.patterns,
    input:
      'Results of your own load generator, such as k6’s, one per line or as a pattern such as results/*.json: they are judged, and nothing is loaded. Several are runs of one load, by which their spread is learnt. docs/generators.md tells more.',
    default: null,
  },
  'allow-load-command': {
    read: readers.trueOrFalse,
    input:
      'Set to true to run load.command of the configuration file, which starts your own load generator. Whoever can change the file in a pull request can then run commands on the runner.',
    default: 'false',
    overrides: 'allowLoadCommand',
  },
  'target-url': {
    read: readers.text,
    input:
      "Environment to measure: its URL, such as https://preview-7.example.com, or https://example.com/preview-7 where the service lies below a path. Default: Tailgate waits for the commit's deployment, or for a commit status such as Netlify's, and takes its URL.",
    value: 'URL',
    flag: {
      ...loading('environment to measure: its URL, with the path that it lies below, if any (required)'),
      bisect: 'in place of the commits and --start: what serves the commit that is checked out',
    },
    overrides: 'targetUrl',
    // Where none was found, its place is kept: what to put there is what the reader has to find out.
    again: (_, plan) => urlOf(plan.target) || 'https://…',
  },
  'base-url': {
    read: readers.text,
    input:
      "Environment to compare with, such as the base branch's. Tailgate measures both, block by block, and judges regressions against it. Default: regressions are judged against the baseline.",
    value: 'URL',
    flag: {
      run: 'environment to compare with, measured alternately with the target',
      calibrate: 'another environment that serves the same code, to learn how the two differ',
      bisect: 'with --target-url: what serves the good commit',
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
      merge: 'the profile that the shards had',
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
      run: "how long to measure, such as 20s or 2m: replaces the load's duration, of all its stages together, or the budget with a base; limits the warm-up to half of it",
      merge: 'the time that the shards had',
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
      'A fault on purpose: a moment of the load and a command for the shell, such as 30s: docker stop db. Errors while it lasts and the recovery after it are measured. Only from here: the configuration file can name no command.',
    default: null,
    value: 'TIME:COMMAND',
    flag: { run: 'run a command at a moment of the load, such as "30s: docker stop db": a fault on purpose' },
    overrides: 'fault',
    again: asGiven,
    write: writeMoment,
  },
  'fault-end': {
    read: readers.timedCommand,
    input:
      'What undoes the fault: a later moment and a command, such as 45s: docker start db. It runs as well if the load ends before or is cancelled. Default: the fault is over when its own command has ended.',
    default: null,
    value: 'TIME:COMMAND',
    flag: {
      run: 'undo the fault at a later moment, such as "45s: docker start db"; also if the load ends before',
    },
    overrides: 'faultEnd',
    again: asGiven,
    write: writeMoment,
  },
  shard: {
    read: parseShard,
    input:
      'Which part of the load this machine makes, such as 3/8: the third of eight. It measures its part at the same time as the others, judges nothing, and leaves one file, which a later step with the input merge puts together with theirs. Default: it makes all of the load.',
    default: null,
    value: 'N/M',
    flag: {
      run: 'make one part of the load of several machines, such as 3/8, and write what it saw to --json (default: shard-3-of-8.json)',
    },
    write: writeShard,
  },
  'start-at': {
    read: readers.instant,
    input:
      'With shard: when all shards begin, such as 2026-03-01T04:00:00Z or seconds since 1970. The clocks of the machines have to agree.',
    default: null,
    value: 'TIME',
    flag: {
      run: 'with --shard: when all of them begin, such as 2026-03-01T04:00:00Z or seconds since 1970, by clocks that agree',
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
      bisect: { usage: 'how long to wait until a commit is ready, its build included', default: '10m' },
    },
  },
  commit: {
    read: readers.commitSha,
    value: 'SHA',
    flag: { run: 'commit that the target has to serve, checked by target.identity' },
    again: asGiven,
  },
  sha: {
    read: readers.fullSha,
    input:
      'Commit under test, in full, for events that name none of their own, such as workflow_dispatch. Default: the one that the event names; with pull-request, the head of that pull request.',
    default: null,
  },
  'pull-request': {
    read: readers.wholeWithin(1, 4_294_967_295),
    input:
      'Number of the pull request that the run is for, where the event names none: its head is measured, and the comment is written there. Default: the one that the event names, or whose head was deployed.',
    default: null,
  },
  'shard-timeout': {
    read: readers.durationWithin(MEET_TIME),
    input:
      'How long a shard waits until all others are there, such as 10m. Not all there by then: the verdict is invalid and names who is missing.',
    default: '5m',
    value: 'TIME',
    flag: {
      run: { usage: 'how long a shard waits until all others are there', default: '5m' },
      kubernetes: 'how long a pod waits until all others are there (default: 5m)',
    },
  },
  meet: {
    read: readers.meetingPlace,
    value: 'PLACE',
    flag: {
      run: 'where the shards of a load meet: a folder that all of them see, such as /shared/run-7, or http://host:port of the first one, which also merges',
    },
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
    flag: {
      ...loading('allow addresses in private networks'),
      init: 'with --try: allow them, too',
      bisect: 'allow addresses in private networks',
    },
    again: asGiven,
  },
  'allow-probes': {
    read: readers.wordsOf(LOCAL_PROBES),
    input:
      'Probes of the runner’s own machine that the configuration may ask for: process, docker, or both. Probes of other hosts than the target’s need allowed-hosts. Default: none.',
  },
  'allow-production': {
    read: readers.trueOrFalse,
    input: 'Set to true to allow a production deployment as the target.',
    default: 'false',
  },
} as const satisfies Readonly<Record<string, Option>>;
