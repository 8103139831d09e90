/** What a run says on GitHub, without its load: the announcers against the tests' GitHub. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Announcement, createAnnouncement } from '../../src/action/announce/announcement.ts';
import { createAnnouncers } from '../../src/action/announce/announcers.ts';
import { conclude } from '../../src/action/conclude.ts';
import { type RunnerEvent, readEvent } from '../../src/action/event/read-event.ts';
import { parseInputs } from '../../src/config/inputs.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Report } from '../../src/report/report.ts';
import type { LocalGitHub } from '../github/server.ts';
import { makePlan } from '../report/make-report.ts';
import { pullRequest } from './runner.ts';

export interface Run {
  readonly event: RunnerEvent;
  /** Begun. */
  readonly announcement: Announcement;
  tell(report: Report, cancelled?: boolean): Promise<string | null>;
  /** As the runner's signal does, and a moment later. */
  cancel(): void;
  giveUpBeginning(): void;
}

export interface RunShape {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly runId?: number;
  readonly sha?: string;
  readonly from?: string;
  readonly secrets?: readonly string[];
  /** Only read the event. */
  readonly silent?: boolean;
}

const TREATMENTS = { inconclusive: 'neutral', invalid: 'fail' } as const;

export async function startRun(github: LocalGitHub, shape: RunShape = {}): Promise<Run> {
  const event = await eventOf(github, shape);
  const [cancelled, firstCall] = [new AbortController(), new AbortController()];
  const announcement = createAnnouncement();
  const { announcers } = createAnnouncers({
    inputs: parseInputs({ token: 'workflow-token', ...shape.inputs }),
    event,
    plan: makePlan({ configFile: 'tailgate.yml', secrets: shape.secrets ?? [] }),
    cancelling: {
      signal: cancelled.signal,
      firstCall: firstCall.signal,
      lastCall: new AbortController().signal,
      abandon() {},
      stop() {},
    },
  });
  if (!shape.silent) announcement.begin(announcers);
  return {
    event,
    announcement,
    tell: (report, isCancelled = false) =>
      announcement.tell({
        publication: publicationOf(report),
        conclusion: conclude(report.verdict.outcome, TREATMENTS),
        cancelled: isCancelled,
      }),
    cancel: () => cancelled.abort(),
    giveUpBeginning: () => firstCall.abort(),
  };
}

/** A push to the pull request, unless the payload is another. */
export async function eventOf(
  github: LocalGitHub,
  { runId = 100, sha, from, payload }: RunShape & { readonly payload?: object } = {},
): Promise<RunnerEvent> {
  const folder = await mkdtemp(join(tmpdir(), 'tailgate-event-'));
  try {
    const file = join(folder, 'event.json');
    const text = JSON.stringify(payload ?? pullRequest(github, from));
    const head = github.pulls[0]?.head.sha ?? '';
    await writeFile(file, sha === undefined ? text : text.replaceAll(head, sha));
    return await readEvent({
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: file,
      GITHUB_REPOSITORY: github.repository,
      GITHUB_RUN_ID: String(runId),
      GITHUB_RUN_ATTEMPT: '1',
      ...github.addresses,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is printed meanwhile, as the runner sees it. */
export async function heard(act: () => Promise<unknown>): Promise<string> {
  const { write } = process.stdout;
  let log = '';
  process.stdout.write = ((text: string) => {
    log += text;
    return true;
  }) as typeof write;
  try {
    await act();
  } finally {
    process.stdout.write = write;
  }
  return log.replaceAll('%0A', '\n');
}

/** Keeps what the runner would read out of the tests' own output; `heard` still gets it. */
export function muteRunner(): void {
  const { write } = process.stdout;
  beforeEach(() => {
    process.stdout.write = (() => true) as typeof write;
  });
  afterEach(() => {
    process.stdout.write = write;
  });
}

export async function until(reached: () => boolean): Promise<void> {
  while (!reached()) await new Promise((resolve) => setTimeout(resolve, 10));
}
