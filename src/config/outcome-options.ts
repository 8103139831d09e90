/** The options that say what becomes of a run: the last rows of options.ts. */
import { LANGUAGES } from './language.ts';
import type { Option } from './option.ts';
import { asGiven, HISTORY_FOLDER, judging, recording } from './option-parts.ts';
import * as readers from './option-readers.ts';
import { POLICIES } from './policy.ts';
import { listWords } from './wording/show-value.ts';

export const OUTCOME_OPTIONS = {
  policy: {
    read: readers.oneWordOf(POLICIES),
    input:
      'What the run is for. pull-request: compare. nightly: compare, record the run in the history, and report drift in one issue. release: compare with the last release, record the run under its tag, and fail if the verdict is inconclusive. Default: nightly on schedule, release for releases and tags, otherwise pull-request.',
    default: null,
    value: 'NAME',
    flag: {
      run: { usage: `${listWords(POLICIES)}; the last two record the run`, default: 'pull-request' },
      gate: { usage: `${listWords(POLICIES)}; the last two record the run`, default: 'pull-request' },
      merge: { usage: `${listWords(POLICIES)}; the last two record the run`, default: 'pull-request' },
    },
  },
  release: {
    read: readers.tag,
    value: 'TAG',
    flag: judging('tag of the release, needed by --policy release'),
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
    read: readers.oneWordOf(['always', 'changes', 'grouped', 'never']),
    input:
      'When to comment on the pull request. always: one comment, updated by each run. changes: only if something changed or failed, or the comment exists already. grouped: one comment for all measurements of the workflow run, a row each, the worst first. never: no comment.',
    default: 'always',
  },
  'comment-key': {
    read: readers.commentKeyText,
    input:
      'Identifies this measurement instead of its file and its job (with its matrix values): steps or workflows with the same key share comment, check and history, and the title shows it. Two jobs of one run must not share a key.',
    value: 'KEY',
    flag: recording("which of the scenario's histories to use, by the action's comment-key"),
    again: (given, plan) => (plan.baseline?.kind === 'history' ? given : ''),
  },
  matrix: {
    read: readers.matrixValues,
    input:
      "The job's matrix values, which distinguish its measurements. The runner fills this in; leave it as it is.",
    declared: `\${{ toJson(matrix) }}`,
  },
  'job-id': {
    read: readers.text,
    input:
      "The job's number, which distinguishes two jobs of one run with the same name. The runner fills this in; leave it as it is.",
    declared: `\${{ job.check_run_id }}`,
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
      "For workflows on workflow_run: publish a fork's result and measure nothing. The value names the artifact of the run that ended; Tailgate checks the result file in it and posts a comment that says the fork's own run measured it. Of the other inputs only token, comment, comment-key and language are used.",
  },
  merge: {
    read: readers.fileName,
    input:
      'Folder with the files of all shards: nothing is measured; they are combined and judged as one run. Use the same configuration and inputs as in the shards.',
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
    flag: {
      ...judging(
        'which suite of the history to use, by the name of its folder, for instance for one job of a matrix',
      ),
      history: "which suite of runs to use: the scenario's name, or the name of its folder",
    },
    again: (given, plan) => (plan.baseline?.kind === 'history' ? given : ''),
  },
  keep: {
    read: readers.wholeWithin(0, 999_999_999),
    value: 'N',
    flag: { history: 'prune only: how many of the newest runs to keep; releases are always kept' },
  },
  json: {
    read: readers.fileName,
    value: 'FILE',
    flag: {
      ...judging('write the result file; - prints it, between two markers'),
      compare: 'write the comparison as JSON',
      calibrate: 'write the findings as JSON',
      selftest: 'write the findings as JSON',
      bisect: 'with a good and a bad commit: write what was found as JSON',
    },
  },
  markdown: {
    read: readers.fileName,
    value: 'FILE',
    flag: {
      ...judging('write the comment that a pull request would get'),
      compare: 'write the comparison as Markdown',
    },
  },
  html: {
    read: readers.fileName,
    value: 'FILE',
    flag: {
      ...judging('write the report as a page for the browser'),
      compare: 'write the comparison as a page for the browser',
      history: 'page only: the file to write (default: tailgate-history.html)',
    },
  },
  'shown-result': {
    read: readers.fileName,
    flagName: 'result',
    value: 'FILE',
    flag: { history: "page only: a result to show in its scenario's history" },
  },
  repository: {
    read: readers.pageAddress,
    value: 'URL',
    flag: {
      history: 'page only: URL of the repository, such as https://github.com/acme/shop, for links to commits',
    },
  },
  pages: {
    read: readers.trueOrFalse,
    input:
      "Set to true to write the history as a page, whose folder is in the output pages and which a workflow can publish: every figure over all runs on the history's branch, with this run marked. Needs contents: read, and issues: read for links to drift issues.",
    default: 'false',
  },
  'report-artifact': {
    read: readers.artifact,
    input:
      "Name of the artifact under which the workflow uploads the output report. The comment then links to the run's artifacts, where you can download the page. Default: no link.",
  },
  junit: {
    read: readers.fileName,
    value: 'FILE',
    flag: judging('write the verdict and each gate as JUnit XML'),
  },
  prometheus: {
    read: readers.fileName,
    value: 'FILE',
    flag: judging("write the figures in Prometheus' text format, for a textfile collector or a Pushgateway"),
  },
  otlp: {
    read: readers.receiverUrl,
    input:
      'URL of an OpenTelemetry receiver, such as http://collector:4318, to send the figures to (OTLP/HTTP, JSON). Headers come from the environment variable OTEL_EXPORTER_OTLP_HEADERS. A failure is a warning, and never changes the verdict.',
    value: 'URL',
    flag: judging(
      'send the figures to an OpenTelemetry receiver, such as http://collector:4318, with the headers in OTEL_EXPORTER_OTLP_HEADERS',
    ),
  },
  webhook: {
    read: readers.receiverUrl,
    input:
      'URL to post the verdict and the figures to as JSON, signed with the environment variable TAILGATE_WEBHOOK_SECRET (HMAC-SHA256). A failure is a warning, and never changes the verdict.',
    value: 'URL',
    flag: judging('post the verdict and the figures to a URL, signed with TAILGATE_WEBHOOK_SECRET'),
  },
  names: {
    read: readers.columnNames,
    value: 'NAMES',
    flag: {
      compare:
        "names of the runs, in the order of the files, such as '1 vCPU, 4 vCPU' (default: the files' names)",
    },
  },
  language: {
    read: readers.oneWordOf(LANGUAGES),
    input: `Language of the comment, the check run and the step summary: ${listWords(LANGUAGES)}. Default: the file's language, or en. The log, the outputs and the result file are in English.`,
    default: null,
    value: 'NAME',
    flag: {
      ...judging(`language of the report: ${listWords(LANGUAGES)} (default: the file's, or en)`),
      compare: { usage: `language of the report: ${listWords(LANGUAGES)}`, default: 'en' },
      history: `page only: language of the page: ${listWords(LANGUAGES)} (default: en)`,
    },
    overrides: 'language',
    again: asGiven,
  },
  'as-json': {
    read: readers.trueOrFalse,
    flagName: 'json',
    flag: { baseline: 'print JSON', history: 'print JSON' },
  },
  from: {
    read: readers.fileName,
    value: 'FILE',
    flag: {
      init: 'start from what you have: an OpenAPI or Swagger document, a HAR file, a Postman collection, an access log, a k6 script or its samples',
    },
  },
  writes: {
    read: readers.trueOrFalse,
    flag: { init: 'with --from: include requests that may change stored data' },
  },
  try: {
    read: readers.text,
    value: 'URL',
    flag: {
      init: 'with --from: send each request once to this URL, fix paths and statuses, and leave out requests that fail',
    },
  },
  uses: {
    read: readers.pinnedAction,
    value: 'OWNER/REPO@SHA',
    flag: { init: "the action's reference in the workflow, such as your copy at a commit" },
  },
} as const satisfies Readonly<Record<string, Option>>;
