/**
 * The comment on a fork's pull request, from a result file that the fork's own run wrote. Whoever wrote the pull request
 * could have written that file by hand, so the label comes first, and everything from it is escaped here.
 */
import { peakConnections, totalSeconds } from '../../evidence/result/conditions.ts';
import type { ResultFile } from '../../evidence/result-file.ts';
import { formatSeconds } from '../../judgement/format.ts';
import { asCode, asText } from '../escape.ts';
import { kindsOf } from '../facts/error-table.ts';
import { plural } from '../facts/fact.ts';
import { blocksLine } from '../facts/live-facts.ts';
import { OUTCOMES } from '../facts/signs.ts';
import { type Block, fitTo } from '../markdown/fit.ts';
import { alert, link } from '../markdown/pieces.ts';
import { leftOut } from '../markdown/tables.ts';
import { ELSEWHERE, forkFigures, forkRequests } from './tables.ts';

/** Where the result comes from, as GitHub tells; nothing of it is the file's word. */
export interface ForkRun {
  /** Commit that the run was for. */
  readonly headSha: string;
  /** Page of the run that measured. */
  readonly url: string;
  /** Version of the Tailgate that publishes. */
  readonly version: string;
}

/** Below GitHub's limit of 65,536 characters, with room for the hidden marker. */
const LIMIT = 64_500;
const LABEL = 'Measured by the fork’s own run';

/** Markdown in at most `limit` UTF-16 code units, without the hidden marker that finds the comment again. */
export function renderForkComment(
  result: ResultFile,
  run: ForkRun,
  { limit = LIMIT }: { readonly limit?: number } = {},
): string {
  const blocks: Block[] = [
    `## ${LABEL}: ${OUTCOMES[result.verdict].emoji} ${result.verdict} · Tailgate ${asCode(result.name)}`,
    alert('WARNING', [
      `**${LABEL}.** The author of this pull request controls the code that measured and the file that these figures ` +
        'come from. They are the author’s own statement; nobody has repeated the measurement.',
    ]),
    asText(result.reason),
    forkFigures(result),
    setting(result, run),
    {
      head: '**Worth knowing, according to that run**\n',
      rows: result.warnings.map((warning) => `- ${asText(warning, 400)}`),
      foot: '',
      left: (count) => leftOut(count, ['warning', 'warnings'], ELSEWHERE),
    },
    forkRequests(result),
    footer(run),
  ];
  return fitTo(blocks, limit);
}

/** `Measured by the fork’s own run: fail.`, for places where only words of ours may stand. */
export function forkSentence({ verdict }: ResultFile): string {
  return `${LABEL}: ${verdict}. The reason that it gives is in the comment.`;
}

function setting({ target, conditions, metrics, baseline, live }: ResultFile, run: ForkRun): string {
  const load = conditions && [
    plural(peakConnections(conditions), 'connection'),
    live ? blocksLine(live) : formatSeconds(totalSeconds(conditions)),
    live
      ? `${plural(live.requests.target + live.requests.base, 'request')} on both sides`
      : metrics && plural(metrics.requests, 'request'),
    asText(conditions.tool, 80),
    asText(conditions.machine, 120),
  ];
  const against = live
    ? `the base ${asCode(live.base, 120)}, measured in turn`
    : baseline && asCode(baseline.source, 160);
  const errors = metrics && kindsOf(metrics.errors);
  return [
    `**Target:** ${asCode(target, 120)} for commit ${run.headSha}`,
    load && `**Load:** ${load.filter(Boolean).join(' · ')}`,
    errors && `**Errors:** ${asText(errors, 200)}`,
    against && `**Compared with:** ${against}`,
  ]
    .filter(Boolean)
    .join('<br>\n');
}

function footer({ url, version }: ForkRun): string {
  const parts = [link('The run that measured', url), `published by Tailgate ${version}`];
  return `<sub>${parts.filter(Boolean).join(' · ')}</sub>`;
}
