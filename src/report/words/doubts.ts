/** What makes a measurement one that can't be believed, in words. */
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { WordsOf } from './cause-words.ts';
import { lost } from './failures.ts';
import { formatCount, formatMs, formatSeconds, formatShare } from './format.ts';
import { adviseOnGuards, guardsSay, limiterSays } from './guards.ts';
import { describeMainErrors } from './main-errors.ts';
import { enumerate, formatBeside } from './names.ts';

export const DOUBT_WORDS: WordsOf<
  | 'intercepted'
  | 'rate-limited'
  | 'generator-late'
  | 'unaccounted'
  | 'cancelled'
  | 'login-lost'
  | 'base-lost'
  | 'base-broken'
> = {
  intercepted: {
    says: ({ side, guards }) =>
      `${side === 'base' ? 'on the base, ' : ''}${guardsSay(guards)}, so these are not the service's own figures`,
    advice: ({ guards }) => adviseOnGuards(guards),
  },
  'rate-limited': {
    says: ({ side, afterSeconds, share, seconds, retryAfterSeconds }) =>
      `A rate limiter${side === 'base' ? ' on the base' : ''} turned away ${formatShare(share)} of the requests of the last ${formatSeconds(seconds)} (${limiterSays(retryAfterSeconds)}), so the run was ended ${afterSeconds === 0 ? 'in its warm-up' : `after ${afterSeconds.toFixed(1)} s`}`,
    advice: ({ share, retryAfterSeconds }) =>
      adviseOnGuards([{ by: 'rate-limiter', share, retryAfterSeconds }]),
  },
  'generator-late': {
    says: (cause) => `The load generator was saturated${where(cause)}: ${enumerate(lateness(cause))}`,
    advice: ({ model }) =>
      `Ask less of the generator (${ASK_LESS[model]}), give the runner more cores, or move what else is busy on it elsewhere.`,
  },
  unaccounted: {
    says: ({ requests }) =>
      `${formatCount(requests)} ${requests === 1 ? 'request is' : 'requests are'} not accounted for, which is a bug of Tailgate's, so its figures can't be believed`,
    advice: () => 'Please report it with the log of this run; another run may well be sound.',
  },
  cancelled: {
    says: ({ ran, detail }) => {
      if (detail !== null) return detail;
      const when =
        ran === null
          ? 'The run ended before its first round'
          : `The run was cancelled after ${ran.afterSeconds.toFixed(1)} s of ${ran.plannedSeconds.toFixed(1)} s`;
      return `${when}, before it could be judged`;
    },
    advice: () => 'Run it again.',
  },
  'login-lost': {
    says: ({ side, afterSeconds, detail }) =>
      `The login${side === 'base' ? ' on the base' : ''} was no longer accepted after ${afterSeconds.toFixed(1)} s: ${detail}`,
    advice: () => 'Check how long the login of this account holds, and whether others log it out.',
  },
  'base-lost': {
    says: ({ side, afterSeconds, detail }) => lost(side, afterSeconds, detail),
    advice: () =>
      'See what became of the base environment, and run it again: without it nothing can be compared.',
  },
  'base-broken': {
    says: ({ errorRate, targetErrorRate, main }) => {
      const errors = describeMainErrors(main);
      return `The base is broken: ${formatShare(errorRate)} of its requests failed${errors ? `, ${errors}` : ''} (target ${formatShare(targetErrorRate)}), so nothing can be compared`;
    },
    advice: () =>
      'See why the base fails, and run it again; to judge the target by its limits alone, leave the base out.',
  },
};

const ASK_LESS = { closed: 'fewer connections', open: 'a lower rate' } as const;

function where({ blocks }: CauseOf<'generator-late'>): string {
  return blocks === null ? '' : ` in ${blocks.late} of ${blocks.of} blocks`;
}

function lateness({ cpuShare, delayMs, lateShare }: CauseOf<'generator-late'>): string[] {
  const why: string[] = [];
  if (cpuShare) {
    const [used, limit] = [formatShare(cpuShare.seen), formatShare(cpuShare.limit)];
    why.push(`its busiest thread used ${used} of a core (limit ${limit})`);
  }
  if (delayMs) {
    const limit = formatMs(delayMs.limit);
    why.push(
      `its event loop came round ${formatBeside('p99', delayMs.seen, limit)} late (P99; limit ${limit})`,
    );
  }
  if (lateShare) {
    const limit = formatShare(lateShare.limit);
    const late = formatBeside('errors', lateShare.seen, limit);
    why.push(
      `it sent ${late} of the requests more than 1 ms after they were due though a connection was free (limit ${limit})`,
    );
  }
  return why;
}
