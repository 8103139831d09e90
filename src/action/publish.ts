import { appendFile } from 'node:fs/promises';
import * as core from '@actions/core';
import { asText } from '../report/escape.ts';
import { renderJunit } from '../report/export/junit.ts';
import { renderPrometheus } from '../report/export/prometheus.ts';
import { renderAnnotation } from '../report/markdown/annotation.ts';
import { renderComment } from '../report/markdown/comment.ts';
import { renderSummary } from '../report/markdown/summary.ts';
import { renderOutputs } from '../report/outputs.ts';
import { publicationOf } from '../report/publication.ts';
import { withoutSecrets } from '../report/redact-report.ts';
import type { Publication, Report } from '../report/report.ts';
import { renderTerminal } from '../report/terminal/report.ts';
import { wordsFor } from '../report/words/language.ts';
import { sendOtlp } from '../store/export/send-otlp.ts';
import { sendWebhook } from '../store/export/send-webhook.ts';
import { writeReportPage } from '../store/write-page.ts';
import { writeResult } from '../store/write-result.ts';
import { writeWhole } from '../store/write-whole.ts';
import { attempt } from './attempt.ts';
import type { Conclusion } from './conclude.ts';
import { sayUntrusted } from './say.ts';

interface Places {
  /** Absolute paths of the result and of the comment's text. */
  readonly resultFile: string;
  readonly commentFile: string;
  /** The same of the report's page, and what it is made with: the bundle's folder, and where the docs are. */
  readonly reportFile: string;
  readonly distFolder: string;
  readonly docsUrl: string | null;
  /** The same of the verdict as JUnit's XML, and of the figures for Prometheus. */
  readonly junitFile: string;
  readonly prometheusFile: string;
  /** Where figures are sent to; '' where nobody said. */
  readonly receivers: {
    readonly otlp: string;
    readonly webhook: string;
    readonly env: Readonly<Record<string, string | undefined>>;
  };
  /** The runner's file for the step's summary, where there is one. */
  readonly summaryFile: string | undefined;
  /** A sentence without secrets that stands below the report in the summary. */
  readonly note: string | null;
}

/**
 * Tells GitHub of a result without secrets, and keeps what it was made of; gives the comment's page, or null where
 * there is none.
 */
type Announce = (publication: Publication, shown: Report) => Promise<string | null>;

/**
 * Tells the outcome wherever people and programs look: files first, since a run that is being cancelled may get no
 * further, the network last. What can't be told in one place is told in the others, and the verdict stays the same.
 * Throws where the secrets can't be taken out: then nothing is told, and what nobody is told of is no pass.
 */
export async function publish(
  report: Report,
  secrets: readonly string[],
  places: Places,
  conclusion: Conclusion,
  announce: Announce,
): Promise<void> {
  const { resultFile, commentFile, reportFile, distFolder, docsUrl, summaryFile, note } = places;
  // A path on the runner means nothing to a reader of the comment; programs get it as an output.
  const shown = withoutSecrets({ ...report, run: { ...report.run, resultFile: null } }, secrets);
  const publication = publicationOf(shown);

  const written = await attempt('The result file', async () => {
    await writeResult(resultFile, publication.result);
    return resultFile;
  });
  await attempt('The comment’s file', () => writeWhole(commentFile, `${renderComment(publication)}\n`));
  const page = await attempt('The report’s page', async () => {
    await writeReportPage(reportFile, publication, distFolder, docsUrl);
    return reportFile;
  });
  const { result, run } = publication;
  await attempt('JUnit’s file', () => writeWhole(places.junitFile, renderJunit(result)));
  await attempt('The metrics’ file', () => writeWhole(places.prometheusFile, renderPrometheus(result)));
  await attempt('The summary', async () => {
    const below = note === null ? '' : `\n${asText(wordsFor(publication).quoteEnglish(note), 1000)}\n`;
    if (summaryFile) await appendFile(summaryFile, `${renderSummary(publication)}\n${below}`);
  });
  await attempt('The outputs', () => {
    for (const [name, value] of Object.entries(renderOutputs(publication))) core.setOutput(name, value);
    core.setOutput('result', written ?? '');
    core.setOutput('report', page ?? '');
  });
  await attempt('The tables', () => {
    const told = { ...run, resultFile: written };
    // The log is in English, whatever the language of what GitHub shows.
    sayUntrusted(renderTerminal({ ...publication, language: 'en', run: told }, { colour: true, width: 120 }));
  });
  await attempt('The annotation', () => {
    const title = { title: 'Tailgate' };
    if (conclusion.annotation === 'error') core.error(renderAnnotation(publication), title);
    if (conclusion.annotation === 'warning') core.warning(`⚠️ ${renderAnnotation(publication)}`, title);
  });
  const { otlp, webhook, env } = places.receivers;
  if (otlp !== '') await attempt('The export to the input otlp', () => sendOtlp(otlp, result, run.now, env));
  if (webhook !== '')
    await attempt('The message to the input webhook', () => sendWebhook(webhook, result, run.runUrl, env));
  const url = await attempt('The comment', () => announce(publication, shown));
  await attempt('The output comment-url', () => core.setOutput('comment-url', url ?? ''));
}
