/** Pull requests that change nothing which paths of tailgate.yml names: a pass in seconds, and it says why. */
import { appendFile } from 'node:fs/promises';
import * as core from '@actions/core';
import type { Inputs } from '../config/inputs.ts';
import type { Language } from '../config/language.ts';
import { plainPath } from '../config/measurement-id.ts';
import type { Concern } from '../config/parse-config.ts';
import { isRelevant } from '../config/paths.ts';
import { EXIT } from '../exit-codes.ts';
import { clean } from '../report/escape.ts';
import { renderUntouched } from '../report/markdown/placeholder.ts';
import { untouchedOutputs } from '../report/outputs.ts';
import { wordsIn } from '../report/words/language.ts';
import type { Announcement, Announcer } from './announce/announcement.ts';
import { attempt } from './attempt.ts';
import type { RunnerEvent } from './event/read-event.ts';
import { lookAtCommits, lookAtPull, type Touched } from './github/changed-files.ts';
import { connect } from './github/client.ts';
import { explainUnread } from './github/explain-unread.ts';
import { isBug } from './github/retry.ts';

interface Looking {
  readonly inputs: Inputs;
  readonly signal: AbortSignal;
  tell(line: string): void;
}

/** The job waits for it. */
const LOOK_MS = 30_000;

/** Why nothing has to be measured: how many files have changed, and what would have concerned it. */
interface Untouched {
  readonly files: number;
  readonly configFile: string;
  readonly patterns: string;
}

/** Null where something has to be measured, or where that can't be told, which is logged. No secret is in it. */
export async function findUntouched(
  { paths, configFile, baselineFile, sentFiles }: Concern,
  event: RunnerEvent,
  { inputs, signal, tell }: Looking,
): Promise<Untouched | null> {
  const own = [configFile, baselineFile ?? configFile, ...sentFiles].map(plainPath);
  // The repository may be checked out into a folder of the workspace.
  const isOwn = (path: string) => own.some((file) => file === path || file.endsWith(`/${path}`));
  const touched = await look(event, inputs, signal, (path) => isOwn(path) || isRelevant(path, paths));
  if (touched === null) return null;
  const named = `paths in ${configFile}`;
  if (touched.kind === 'irrelevant') return { files: touched.files, configFile, patterns: paths.join(', ') };
  if (touched.kind === 'relevant') tell(clean(`${touched.path} has changed, which affects ${configFile}.`));
  else
    core.warning(
      clean(`It is unknown whether the changes match ${named}, so it is measured: ${touched.why}.`),
    );
  return null;
}

/** Null where the run is for no change: then everything is measured. */
async function look(
  { pull, group, repository, apiUrl }: RunnerEvent,
  { token }: Inputs,
  signal: AbortSignal,
  isNamed: (path: string) => boolean,
): Promise<Touched | null> {
  if (pull === null && group === null) return null;
  if (token === '' || repository === null) return { kind: 'unknown', why: 'the input token is empty' };
  const github = connect({ token, apiUrl, signal, patienceMs: LOOK_MS });
  try {
    if (pull !== null) return await lookAtPull(github, pull, isNamed);
    const { baseSha: base, headSha: head } = group ?? { baseSha: null, headSha: null };
    if (base === null || head === null) return { kind: 'unknown', why: 'the event names no commits' };
    return await lookAtCommits(github, repository, { base, head }, isNamed);
  } catch (error) {
    if (isBug(error)) throw error;
    const permission = pull === null ? 'contents: read' : 'pull-requests: read';
    return { kind: 'unknown', why: explainUnread(error, 'the changed files', permission).words };
  }
}

interface Telling {
  readonly announcement: Announcement;
  readonly announcers: readonly Announcer[];
  readonly subject: Parameters<typeof renderUntouched>[0];
  readonly summaryFile: string | undefined;
}

/** Tells it wherever a result would be told: people in their language, programs and the log in English. */
export async function publishUntouched(
  { files, configFile, patterns }: Untouched,
  { announcement, announcers, subject, summaryFile }: Telling,
): Promise<number> {
  const sayIn = (language: Language) => wordsIn(language).placeholders.untouched(files, configFile, patterns);
  const english = sayIn('en');
  const why = sayIn(subject.language ?? 'en');
  await attempt('The summary', async () => {
    if (summaryFile) await appendFile(summaryFile, `${renderUntouched(subject, why, null, 10_000)}\n`);
  });
  await attempt('The outputs', () => {
    for (const [name, value] of Object.entries(untouchedOutputs(clean(english)))) core.setOutput(name, value);
    core.setOutput('result', '');
  });
  core.notice(clean(english), { title: 'Tailgate' });
  const url = await attempt('The comment', () => announcement.skip(announcers, why));
  await attempt('The output comment-url', () => core.setOutput('comment-url', url ?? ''));
  return EXIT.pass;
}
