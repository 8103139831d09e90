/** What makes a measurement one that can't be believed, in words. */
import type { CauseOf } from '../../evidence/result/causes.ts';
import type { WordsOf } from './cause-words.ts';
import { fromTo, lost } from './failures.ts';
import { formatBeside, formatCount, formatMs, formatSeconds, formatShare, plural } from './format.ts';
import { adviceOnGuard, adviseOnGuards, guardsSay, limiterSays } from './guards.ts';
import { describeMainErrors } from './main-errors.ts';
import { enumerate } from './names.ts';

export const DOUBT_WORDS: WordsOf<
  | 'intercepted'
  | 'rate-limited'
  | 'generator-late'
  | 'unaccounted'
  | 'shards-apart'
  | 'cancelled'
  | 'login-lost'
  | 'login-limited'
  | 'login-broken'
  | 'fault-failed'
  | 'base-lost'
  | 'silence-of-both'
  | 'base-often-silent'
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
    says: (cause) => `The load generator${onShard(cause)} was late: ${enumerate(lateness(cause))}`,
    advice: adviseLate,
  },
  unaccounted: {
    says: ({ requests }) =>
      `${formatCount(requests)} ${requests === 1 ? 'request is' : 'requests are'} not accounted for, which is a bug of Tailgate's, so its figures can't be believed`,
    advice: () => 'Please report it with the log of this run; another run may well be sound.',
  },
  'shards-apart': {
    says: ({ of, overlap, shards }) =>
      `The ${of} shards loaded together for ${formatShare(overlap)} of the time (95 % would do): ${enumerate(shards.map(apart))}`,
    advice: () =>
      'See the logs of the shards that are named, and run all of them again: fewer of them are another load.',
  },
  cancelled: {
    says: ({ ran, detail }) => {
      if (detail !== null) return detail;
      return `${howFar(ran)}, before it could be judged`;
    },
    advice: () => 'Run it again.',
  },
  'login-lost': {
    says: ({ side, afterSeconds, detail }) =>
      `The login${side === 'base' ? ' on the base' : ''} was no longer accepted after ${afterSeconds.toFixed(1)} s: ${detail}`,
    advice: () => 'Check how long the login of this account holds, and whether others log it out.',
  },
  'login-limited': {
    says: ({ side, afterSeconds, detail }) =>
      `A rate limiter${side === 'base' ? ' on the base' : ''} turned away the new login after ${afterSeconds.toFixed(1)} s: ${detail}`,
    advice: () => adviceOnGuard('rate-limiter'),
  },
  'login-broken': {
    says: ({ side, afterSeconds, detail }) =>
      `The ${side} could not be logged in to again after ${afterSeconds.toFixed(1)} s: ${detail}`,
    advice: () => SERVICE_FAILS,
  },
  'fault-failed': {
    says: ({ command, how, exitCode }) => `${COMMANDS[command]} ${ENDS[how](exitCode)}`,
    advice: ({ command }) =>
      command === 'fault'
        ? 'See its output in the log of the run, and run it again: what the service did is no answer to a fault that was not made as ordered.'
        : 'See its output in the log of the run, and undo the fault by hand: the environment may still be without what was taken from it.',
  },
  'base-lost': {
    says: ({ side, afterSeconds, detail }) => lost(side, afterSeconds, detail),
    advice: () =>
      'See what became of the base environment, and run it again: without it nothing can be compared.',
  },
  'silence-of-both': {
    says: ({ target, base }) =>
      `Nothing succeeded on the target ${fromTo(target)} of its load, and nothing on the base ${fromTo(base)}: what they share was silent, or both were`,
    advice: () =>
      'See what both stand on (this machine, a database, a proxy), and run it again: which of them it was can’t be told.',
  },
  'base-often-silent': {
    says: ({ stretches, silentSeconds, measuredSeconds }) =>
      `Nothing succeeded on the base for ${formatSeconds(silentSeconds)} of its ${formatSeconds(measuredSeconds)} of load, ${stretches === 1 ? 'at a stretch' : `in ${stretches} stretches`}: whatever is held against it looks sound`,
    advice: () =>
      'See why the base goes silent, and run it again; to judge the target by its limits alone, leave the base out.',
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

const APART = {
  late: (seconds: string) => `began ${seconds} late`,
  early: (seconds: string) => `ended ${seconds} early`,
  clock: (seconds: string) => `has a clock that may be ${seconds} off`,
  stopped: () => 'broke off while others went on',
} as const;

function apart({ shard, how, seconds }: CauseOf<'shards-apart'>['shards'][number]): string {
  return `shard ${shard} ${APART[how](formatSeconds(seconds))}`;
}

/** Which of several machines it was. */
export function onShard({ shard }: Pick<Late, 'shard'>): string {
  return shard === undefined ? '' : ` of shard ${shard}`;
}

const COMMANDS = {
  fault: 'The command of the fault',
  'fault-end': 'The command that undoes the fault',
} as const;

const ENDS: Readonly<Record<CauseOf<'fault-failed'>['how'], (exitCode: number | null) => string>> = {
  failed: (exitCode) => (exitCode === null ? 'was ended by a signal' : `ended with exit code ${exitCode}`),
  'timed-out': () => 'did not end in time, and was killed',
  'not-started': () => 'could not be started',
  'cut-short': () => 'had not ended when the run did',
  'not-reached': () => 'was never given, since the load ended before its moment',
};

/** Nothing that the configuration could mend. */
export const SERVICE_FAILS =
  'The service itself fails: see its log, and whether what it depends on is up, such as its database.';

function howFar(ran: CauseOf<'cancelled'>['ran']): string {
  if (ran === null) return 'The run ended before its first round';
  const { afterSeconds, plannedSeconds, blocks } = ran;
  if (!blocks)
    return `The run was cancelled after ${afterSeconds.toFixed(1)} s of ${plannedSeconds.toFixed(1)} s`;
  const measured = `${blocks.measured} of at most ${plural(blocks.of, 'block')}`;
  const budget = formatSeconds(plannedSeconds);
  return `The run was cancelled after ${measured} and ${formatSeconds(afterSeconds)} of load on both sides (budget ${budget})`;
}

type Late = Omit<CauseOf<'generator-late'>, 'code'>;

const ASK_LESS = { closed: 'fewer connections', open: 'a lower rate' } as const;

/** How it was late, how busy it was itself, and what the machine did meanwhile. */
export function lateness({ cpuShare, waitShare, machineShare, delayMs, lateShare }: Late): string[] {
  const why: string[] = [];
  if (delayMs) {
    const limit = formatMs(delayMs.limit);
    why.push(
      `it looked at responses up to ${formatBeside('p99', delayMs.seen, limit)} late (P99; ${limit} would do)`,
    );
  }
  if (lateShare) {
    const limit = formatShare(lateShare.limit);
    const late = formatBeside('errors', lateShare.seen, limit);
    why.push(
      `it sent ${late} of the requests more than 1 ms after they were due though a connection was free (${limit} would do)`,
    );
  }
  why.push(`it used ${formatShare(cpuShare)} of a core itself`);
  if (waitShare !== null) why.push(`waited for a processor ${formatShare(waitShare)} of the time`);
  if (machineShare !== null) why.push(`the machine's processors were ${formatShare(machineShare)} busy`);
  return why;
}

/** Less load where it is the generator itself that has no time left, else a machine that has. */
function adviseLate({ model, cpuShare, shards }: Late): string {
  if (shards !== undefined)
    return `Its busiest thread used ${formatShare(cpuShare)} of a core: shards: ${shards} would do (docs/shards.md). Or ask less of the generator (${ASK_LESS[model]}), or give the runner more cores.`;
  return cpuShare >= BUSY
    ? `Ask less of the generator (${ASK_LESS[model]}), or give the runner more cores.`
    : `Something else kept the machine busy: give the runner more cores, run the services elsewhere, or ask less (${ASK_LESS[model]}).`;
}

/** Of a core: from here on the generator is its own obstacle. */
const BUSY = 0.5;
