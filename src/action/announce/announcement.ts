import { ConfigurationError } from '../../config/configuration-error.ts';
import type { Publication } from '../../report/report.ts';
import type { Conclusion } from '../conclude.ts';

/** An outcome, without secrets. */
export interface RunEnd {
  readonly publication: Publication;
  readonly conclusion: Conclusion;
  /** The run was cancelled: its result tells no more than that. */
  readonly cancelled: boolean;
}

/**
 * One place on GitHub where the run is followed. What GitHub refuses is explained in the log and thrown nowhere; what
 * the workflow has wrong is a ConfigurationError.
 */
export interface Announcer {
  /** Says that the measurement is under way. What is refused here is told when the outcome is refused, too. */
  begin(): Promise<void>;
  /** Tells the outcome; gives the page to link to, where there is one. */
  tell(outcome: RunEnd): Promise<string | null>;
  /** Says that nothing had to be measured, and why, in a sentence without secrets; gives the page, if there is one. */
  skip(why: string): Promise<string | null>;
  /** Says that there will be no result, and why, in a sentence without secrets. */
  stop(why: string): Promise<void>;
}

export interface Announcement {
  /** What the workflow has wrong, as it showed when something was told; null while nothing has. */
  readonly refusal: ConfigurationError | null;
  /** Begins everywhere, in the background. */
  begin(announcers: readonly Announcer[]): void;
  /** Settled once it has begun everywhere, or failed to. */
  begun(): Promise<unknown>;
  /** The first page that an announcer gives. Nothing is told after the last word, as of a run that crashed. */
  tell(outcome: RunEnd): Promise<string | null>;
  /** Says in all these places, in which nothing was begun, that nothing had to be measured. */
  skip(announcers: readonly Announcer[], why: string): Promise<string | null>;
  /** Ends what was begun. Where the last word has been said already, it only waits until that has arrived. */
  stop(why: string): Promise<void>;
}

/** Keeps the order: the last word is said once, and in each place only after the first has arrived there or failed. */
export function createAnnouncement(): Announcement {
  let all: readonly { readonly one: Announcer; readonly begun: Promise<unknown> }[] = [];
  let last: Promise<unknown> | null = null;
  let refusal: ConfigurationError | null = null;
  const note = (error: unknown) => {
    if (error instanceof ConfigurationError) refusal ??= error;
  };
  const end = <T>(say: (one: Announcer) => Promise<T>): Promise<T[]> => {
    const said = Promise.all(all.map(({ one, begun }) => begun.then(() => say(one))));
    last = said;
    return said;
  };
  return {
    get refusal() {
      return refusal;
    },
    begin(announcers) {
      all = announcers.map((one) => ({ one, begun: one.begin().catch(note) }));
    },
    begun: () => Promise.all(all.map(({ begun }) => begun)),
    async tell(outcome) {
      if (last !== null) return null;
      const tellOne = (one: Announcer) =>
        one.tell(outcome).catch((error: unknown) => {
          if (!(error instanceof ConfigurationError)) throw error;
          note(error);
          return null;
        });
      const pages = await end(tellOne);
      return pages.find((page) => page !== null) ?? null;
    },
    async skip(announcers, why) {
      const pages = await Promise.all(announcers.map((one) => one.skip(why)));
      return pages.find((page) => page !== null) ?? null;
    },
    async stop(why) {
      await Promise.allSettled([last ?? end((one) => one.stop(why))]);
    },
  };
}
