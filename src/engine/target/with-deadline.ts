/**
 * What `promise` gives, unless it takes too long or the signal is aborted: a resolver can't be told to stop. Not
 * AbortSignal.any with AbortSignal.timeout: Node 20 may collect them while they are still waited for.
 */
export async function settleBy<T>(promise: Promise<T>, deadlineMs: number, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let cancel = () => {};
  const ending = new Promise<never>((_, reject) => {
    cancel = () => reject(new Error('cancelled'));
    timer = setTimeout(() => reject(timedOut(deadlineMs)), deadlineMs);
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
  });
  try {
    return await Promise.race([promise, ending]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

function timedOut(deadlineMs: number): Error {
  return Object.assign(new Error(`no response within ${deadlineMs / 1000} s`), { code: 'TIMEOUT' });
}
