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
      `A rate limiter${side === 'base' ? ' on the base' : ''} rejected ${formatShare(share)} of the requests in the last ${formatSeconds(seconds)} (${limiterSays(retryAfterSeconds)}), so the run was stopped ${afterSeconds === 0 ? 'in its warm-up' : `after ${afterSeconds.toFixed(1)} s`}`,
    advice: ({ share, retryAfterSeconds }) =>
      adviseOnGuards([{ by: 'rate-limiter', share, retryAfterSeconds }]),
  },
  'generator-late': {
    says: (cause) => `The load generator${onShard(cause)} was late: ${enumerate(lateness(cause))}`,
    advice: adviseLate,
  },
  unaccounted: {
    says: ({ requests }) =>
      `${formatCount(requests)} ${requests === 1 ? 'request is' : 'requests are'} not accounted for, which is a bug in Tailgate, so its figures can't be trusted`,
    advice: () => 'Please report it with the log of this run; another run may be fine.',
  },
  'shards-apart': {
    says: ({ of, overlap, shards }) =>
      `The ${of} shards overlapped for ${formatShare(overlap)} of the time (at least 95 % are needed): ${enumerate(shards.map(apart))}`,
    advice: () =>
      'See the logs of the shards that are named, and run all of them again: fewer of them would be a different load.',
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
    advice: () => 'Check how long a session of this account lasts, and whether something else logs it out.',
  },
  'login-limited': {
    says: ({ side, afterSeconds, detail }) =>
      `A rate limiter${side === 'base' ? ' on the base' : ''} rejected the new login after ${afterSeconds.toFixed(1)} s: ${detail}`,
    advice: () => adviceOnGuard('rate-limiter'),
  },
  'login-broken': {
    says: ({ side, afterSeconds, detail }) =>
      `Logging in to the ${side} again failed after ${afterSeconds.toFixed(1)} s: ${detail}`,
    advice: () => SERVICE_FAILS,
  },
  'fault-failed': {
    says: ({ command, how, exitCode }) => `${COMMANDS[command]} ${ENDS[how](exitCode)}`,
    advice: ({ command }) =>
      command === 'fault'
        ? 'See its output in the run’s log, and run it again: without the fault, the service’s behaviour says nothing about it.'
        : 'See its output in the run’s log, and revert the fault by hand: the environment may still be without what was taken from it.',
  },
  'base-lost': {
    says: ({ side, afterSeconds, detail }) => lost(side, afterSeconds, detail),
    advice: () =>
      'Find out what happened to the base environment, and run it again: without it nothing can be compared.',
  },
  'silence-of-both': {
    says: ({ target, base }) =>
      `No request succeeded on the target ${fromTo(target)} of its load, and none on the base ${fromTo(base)}: either something that they share failed, or both did`,
    advice: () =>
      'Check what both depend on (this machine, a database, a proxy) and run it again: the run can’t say which of them it was.',
  },
  'base-often-silent': {
    says: ({ stretches, silentSeconds, measuredSeconds }) =>
      `No request succeeded on the base for ${formatSeconds(silentSeconds)} of its ${formatSeconds(measuredSeconds)} of load, ${stretches === 1 ? 'in one stretch' : `in ${stretches} stretches`}: compared with that, anything looks fine`,
    advice: () =>
      'Find out why the base stops responding, and run it again; to judge the target by its limits alone, leave the base out.',
  },
  'base-broken': {
    says: ({ errorRate, targetErrorRate, main }) => {
      const errors = describeMainErrors(main);
      return `The base is broken: ${formatShare(errorRate)} of its requests failed${errors ? `, ${errors}` : ''} (target ${formatShare(targetErrorRate)}), so nothing can be compared`;
    },
    advice: () =>
      'Find out why the base fails, and run it again; to judge the target by its limits alone, leave the base out.',
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
  fault: 'The fault command',
  'fault-end': 'The command that reverts the fault',
} as const;

const ENDS: Readonly<Record<CauseOf<'fault-failed'>['how'], (exitCode: number | null) => string>> = {
  failed: (exitCode) => (exitCode === null ? 'was ended by a signal' : `ended with exit code ${exitCode}`),
  'timed-out': () => 'did not finish in time and was killed',
  'not-started': () => 'could not be started',
  'cut-short': () => 'had not finished when the run ended',
  'not-reached': () => 'was never run, because the load ended before its time',
};

/** Nothing that the configuration could mend. */
export const SERVICE_FAILS =
  'The service itself fails: check its log, and whether everything it depends on is up, such as its database.';

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
      `it read responses up to ${formatBeside('p99', delayMs.seen, limit)} late (P99; limit ${limit})`,
    );
  }
  if (lateShare) {
    const limit = formatShare(lateShare.limit);
    const late = formatBeside('errors', lateShare.seen, limit);
    why.push(
      `it sent ${late} of the requests more than 1 ms after they were due although a connection was free (limit ${limit})`,
    );
  }
  why.push(`it used ${formatShare(cpuShare)} of a core itself`);
  if (waitShare !== null) why.push(`waited for a CPU ${formatShare(waitShare)} of the time`);
  if (machineShare !== null) why.push(`the machine's CPUs were ${formatShare(machineShare)} busy`);
  return why;
}

/** Less load where it is the generator itself that has no time left, else a machine that has. */
function adviseLate({ model, cpuShare, shards }: Late): string {
  if (shards !== undefined)
    return `Its busiest thread used ${formatShare(cpuShare)} of a core: use at least ${shards} shards (docs/shards.md). Or lower the load (${ASK_LESS[model]}), or give the runner more cores.`;
  return cpuShare >= BUSY
    ? `Lower the load (${ASK_LESS[model]}), or give the runner more cores.`
    : `Something else kept the machine busy: give the runner more cores, run the services elsewhere, or lower the load (${ASK_LESS[model]}).`;
}

/** Of a core: from here on the generator is its own obstacle. */
const BUSY = 0.5;
