/**
 * The job that only publishes: it runs with rights after a fork's run without any, loads nothing, checks nothing out,
 * and takes from that run one file, which it treats as an attacker's. What can't be published is told, and fails
 * nothing: the gate is the fork's own run.
 */
import { appendFile } from 'node:fs/promises';
import * as core from '@actions/core';
import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Inputs } from '../../config/inputs.ts';
import { Unpublishable } from '../../evidence/unpublishable.ts';
import { EXIT } from '../../exit-codes.ts';
import { clean, truncate } from '../../report/escape.ts';
import { forkSentence, publishFork } from '../../report/fork-publication.ts';
import { renderComment } from '../../report/markdown/comment.ts';
import { renderOutputs } from '../../report/outputs.ts';
import { VERSION } from '../../version.ts';
import { attempt } from '../attempt.ts';
import type { Cancelling } from '../cancel.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import { connect } from '../github/client.ts';
import { fetchResult } from '../github/fork/fetch-result.ts';
import type { FetchCode } from '../github/fork/unfetchable.ts';
import { sayUntrusted } from '../say.ts';
import { postForkComment } from './post-comment.ts';

interface Publishing {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  readonly cancelling: Pick<Cancelling, 'lastCall'>;
  /** The runner's file for the step's summary, where there is one. */
  readonly summaryFile: string | undefined;
}

/** Publishes what the run that ended has measured. Gives the exit code; throws ConfigurationError. */
export async function publishRun({ inputs, event, cancelling, summaryFile }: Publishing): Promise<number> {
  const run = event.triggeredBy;
  if (run === null) {
    throw new ConfigurationError(
      `works in a workflow that starts on workflow_run (types: [completed]), and this one started on ${event.name || 'no event'}`,
      { key: 'input publish-artifact' },
    );
  }
  if (inputs.token === '') {
    throw new ConfigurationError('is empty, and no artifact can be read without it', { key: 'input token' });
  }
  const { lastCall } = cancelling;
  const github = connect({ token: inputs.token, apiUrl: event.apiUrl, signal: lastCall });
  try {
    const fetched = await fetchResult(github, run, inputs['publish-artifact'], lastCall);
    const publication = publishFork(fetched.result, {
      headSha: run.headSha,
      url: run.url,
      version: VERSION,
      now: new Date().toISOString(),
      language: inputs.language ?? undefined,
    });
    const url = await postForkComment(github, fetched, run, publication, inputs);
    const outputs = { ...renderOutputs(publication), 'comment-url': url ?? '' };
    await tell(outputs, renderComment(publication), summaryFile);
    core.info(`Pull request #${fetched.pull.number}: ${forkSentence(publication.result)}`);
  } catch (error) {
    if (!(error instanceof Unpublishable)) throw error;
    await tellNothing(error, summaryFile);
  }
  return EXIT.pass;
}

async function tell(
  outputs: Readonly<Record<string, string>>,
  summary: string,
  summaryFile: string | undefined,
): Promise<void> {
  await attempt('The outputs', () => {
    for (const [name, value] of Object.entries(outputs)) core.setOutput(name, value);
  });
  await attempt('The summary', async () => {
    if (summaryFile) await appendFile(summaryFile, `${summary}\n`);
  });
}

/** Where the run was none to be published, nothing is wrong: this workflow starts after every run. */
const EXPECTED: readonly FetchCode[] = ['not-a-pull-request', 'own-repository'];

async function tellNothing(
  { code, message, detail }: Unpublishable<string>,
  summaryFile: string | undefined,
): Promise<void> {
  const text = `Nothing was published: ${message}`;
  await tell({ verdict: '', reason: text, 'comment-url': '' }, text, summaryFile);
  if (EXPECTED.some((expected) => expected === code)) core.info(text);
  else core.warning(text, { title: 'Tailgate' });
  if (detail !== null) sayUntrusted(`What was refused: ${truncate(clean(detail), 500)}`);
}
