import type { Language } from '../config/language.ts';
import type { RemarkCode } from '../evidence/result/remarks.ts';
import type { Result } from '../evidence/result/schema.ts';
import type { Publication } from './report.ts';
import { wordsIn } from './words/language.ts';

/** Where the result comes from, as GitHub tells; nothing of it is the file's word. */
export interface ForkRun {
  /** Commit that the run was for. */
  readonly headSha: string;
  /** Page of the run that measured. */
  readonly url: string;
  /** Version of the Tailgate that publishes. */
  readonly version: string;
  /** Instant at which it is published, ISO 8601 in UTC. */
  readonly now: string;
  /** Of the workflow that publishes; English where it says nothing. */
  readonly language?: Language | undefined;
}

/** What somebody did on this pull request, as the file tells it. */
const ACCEPTING: ReadonlySet<RemarkCode> = new Set([
  'accepted',
  'open-when-accepted',
  'not-acceptable',
  'acceptance-void',
]);

/**
 * A result file that a fork's own run wrote, as it is published. Whoever wrote the pull request could have written the
 * file by hand: its commit is the one that GitHub names, and nothing that it says of the target's identity counts, nor
 * that somebody accepted what failed: on a fork's pull request nobody can.
 */
export function publishFork(
  result: Result,
  { headSha, url, version, now, language = 'en' }: ForkRun,
): Publication {
  const { bannerTitle, banner, inArtifact } = wordsIn(language).sections;
  return {
    language,
    result: {
      ...result,
      verdict: result.accepted === null ? result.verdict : 'fail',
      accepted: null,
      commit: headSha,
      servedCommit: null,
      asksCommit: true,
      warnings: result.warnings.filter(({ code }) => !ACCEPTING.has(code)),
    },
    run: { version, now, runUrl: url, command: null, variables: [], resultFile: null },
    banner: { title: bannerTitle, says: banner, elsewhere: inArtifact },
  };
}

/** `Measured by the fork’s own run: fail.`, in English, for places where only words of ours may stand. */
export function forkSentence({ verdict }: Result): string {
  return `${wordsIn('en').sections.bannerTitle}: ${verdict}. The reason that it gives is in the comment.`;
}
