import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readEvent } from '../../../src/action/event/read-event.ts';
import { publishRun } from '../../../src/action/fork/publish-run.ts';
import { parseInputs } from '../../../src/config/inputs.ts';
import { toResult } from '../../../src/report/result.ts';
import type { NewArtifact, NewRun, Run } from '../../github/entities.ts';
import { workflowRunEvent } from '../../github/events.ts';
import { type LocalGitHub, startGitHub } from '../../github/server.ts';
import { slow } from '../../report/cases.ts';
import { makeRun } from '../../report/make-report.ts';
import { makeArtifact } from '../../store/make-zip.ts';

export const FORK = 'mallory/service';
export const FORK_SHA = '5'.repeat(40);
/** Number of the fork's pull request; 7 is one of the repository itself. */
export const FORK_PULL = 8;

/** A result of the fork's commit, as its own run wrote it: a fail. */
export const forkResult = () => toResult({ ...slow, run: makeRun({ headSha: FORK_SHA }) });

export interface Told {
  readonly exitCode: number;
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

export interface Stage {
  readonly github: LocalGitHub;
  /** A run of the fork's pull request that has ended, with what is not said otherwise. */
  addRun(run?: Partial<NewRun>): Run;
  addArtifact(artifact?: Partial<NewArtifact>): void;
  /** What the runner hands over when that run has ended; `change` may make it another payload. */
  publish(inputs?: Readonly<Record<string, string>>, change?: (payload: Payload) => unknown): Promise<Told>;
  /** Takes away the folder that outputs and summary are written to. */
  loseFiles(): void;
  close(): Promise<void>;
}

/** The parts of the payload that tests change. */
export interface Payload {
  readonly workflow_run: object;
  readonly repository: object;
}

/** A GitHub with a fork's pull request, and the job that publishes, in this process. */
export async function setStage(): Promise<Stage> {
  const github = await startGitHub();
  const folder = await mkdtemp(join(tmpdir(), 'tailgate-fork-'));
  github.addPull({ number: FORK_PULL, head: { sha: FORK_SHA, ref: 'faster', repo: FORK } });
  let run: Run | undefined;
  let files = folder;
  const stage: Stage = {
    github,
    addRun(changes = {}) {
      run = github.addRun({
        id: 200,
        event: 'pull_request',
        head_sha: FORK_SHA,
        head_branch: 'faster',
        head_repository: FORK,
        conclusion: 'failure',
        ...changes,
      });
      return run;
    },
    addArtifact: (changes = {}) =>
      void github.addArtifact(run?.id ?? 0, {
        name: 'tailgate-attempt-1',
        zip: makeArtifact(forkResult()),
        ...changes,
      }),
    loseFiles: () => {
      files = join(folder, 'lost');
    },
    async publish(inputs = {}, change = (told) => told) {
      const place = (name: string) => join(folder, name);
      for (const name of ['output', 'summary']) await writeFile(place(name), '');
      const { payload } = workflowRunEvent(github, run as Run);
      await writeFile(place('event.json'), JSON.stringify(change(payload as Payload)));
      const env = {
        GITHUB_EVENT_NAME: 'workflow_run',
        GITHUB_EVENT_PATH: place('event.json'),
        GITHUB_REPOSITORY: github.repository,
        GITHUB_RUN_ID: '300',
        ...github.addresses,
      };
      const lastCall = new AbortController().signal;
      const before = { write: process.stdout.write, output: process.env.GITHUB_OUTPUT };
      let log = '';
      process.env.GITHUB_OUTPUT = join(files, 'output');
      process.stdout.write = ((text: string) => {
        log += text;
        return true;
      }) as typeof process.stdout.write;
      try {
        const exitCode = await publishRun({
          inputs: parseInputs({
            token: 'workflow-token',
            'publish-artifact': 'tailgate-attempt-1',
            ...inputs,
          }),
          event: await readEvent(env),
          cancelling: { lastCall },
          summaryFile: join(files, 'summary'),
        });
        const outputs = parseOutputs(await readFile(place('output'), 'utf8'));
        return { exitCode, log, outputs, summary: await readFile(place('summary'), 'utf8') };
      } finally {
        process.stdout.write = before.write;
        if (before.output === undefined) delete process.env.GITHUB_OUTPUT;
        else process.env.GITHUB_OUTPUT = before.output;
      }
    },
    async close() {
      await rm(folder, { recursive: true, force: true });
      await github.close();
    },
  };
  return stage;
}

function parseOutputs(text: string): Record<string, string> {
  const found = text.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm);
  return Object.fromEntries([...found].map(([, name, , value]) => [name, value]));
}
