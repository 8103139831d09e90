import { Unmeasurable } from '../unmeasurable.ts';

/** Logins at once: they are no load, and a service hashes passwords on purpose slowly. */
const AT_ONCE = 4;
/** Users that are refused, or not answered, before the others aren't tried any more. */
const MOST_REFUSED = 100;
const MOST_UNANSWERED = 8;

interface Failed {
  readonly user: number;
  readonly error: Unmeasurable;
}

/**
 * Logs in each user, a few at a time.
 * @param logInOne throws Unmeasurable
 * @param onDone told how many are logged in
 * @throws Unmeasurable that says how many could not be, and the first one's why; at once for a rate limiter
 */
export async function logInUsers<T>(
  count: number,
  logInOne: (user: number) => Promise<T>,
  onDone: (done: number) => void,
): Promise<readonly T[]> {
  const users: T[] = new Array<T>(count);
  const failed: Failed[] = [];
  let [next, done] = [0, 0];
  let ending: Failed | Error | null = null;
  const lane = async () => {
    while (ending === null && next < count && !hasSeenEnough(failed)) {
      const user = next++;
      try {
        users[user] = await logInOne(user);
        onDone(++done);
      } catch (error) {
        if (!(error instanceof Unmeasurable) || EVERYBODYS.has(error.code)) ending ??= error as Error;
        else if (error.code === 'limited-at-start') ending ??= { user, error };
        else failed.push({ user, error });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, lane));
  if (ending !== null) throw tellEnding(ending, done, count);
  if (failed.length > 0) throw tellFailed(failed, done, count);
  return users;
}

/** What is no user's own trouble. */
const EVERYBODYS: ReadonlySet<string> = new Set(['cancelled', 'generator-exhausted']);

function hasSeenEnough(failed: readonly Failed[]): boolean {
  const unanswered = failed.filter(({ error }) => error.code === 'service-broken').length;
  return failed.length >= MOST_REFUSED || unanswered >= MOST_UNANSWERED;
}

function tellEnding(ending: Failed | Error, done: number, count: number): Error {
  if (ending instanceof Error) return ending;
  const { user, error } = ending;
  return new Unmeasurable(
    'limited-at-start',
    `a rate limiter on the login let in ${show(done)} of ${show(count)} users, then no more. User ${show(user + 1)}: ${error.message}`,
  );
}

function tellFailed(failed: readonly Failed[], done: number, count: number): Unmeasurable {
  const [first] = [...failed].sort((a, b) => a.user - b.user) as [Failed];
  const asked = failed.length + done;
  const of = asked < count ? `the first ${show(asked)} of ${show(count)}` : show(count);
  const isRefusal = failed.every(({ error }) => error.code === 'login-failed');
  const were = `${failed.length === 1 ? 'was' : 'were'} ${isRefusal ? 'refused' : 'not let in'}`;
  return new Unmeasurable(
    first.error.code,
    `${show(failed.length)} of ${of} users ${were}, first user ${show(first.user + 1)}: ${first.error.message}`,
  );
}

function show(count: number): string {
  return count.toLocaleString('en');
}
