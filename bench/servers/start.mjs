import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const START_DEADLINE_MS = 20_000;
const STOP_DEADLINE_MS = 2000;
const fileOf = (name) => fileURLToPath(new URL(name, import.meta.url));

/**
 * @param {object} behaviour as described in fates.mjs and answers.mjs, with `closeAfter` (requests on a connection),
 *   `tls` {key, cert, ca}, `host` and `fine` (service below a millisecond)
 * @returns {Promise<{port: number, pause: Function, startAnew: Function, truth: Function, stop: Function}>}
 */
export async function startServer(behaviour) {
  const child = begin('known-truth.mjs', behaviour);
  try {
    const { port } = await hear(child, 'listening');
    return {
      port,
      /** Stands still for so long, after so long. */
      pause: (afterMs, forMs) => child.send({ say: 'pause', afterMs, forMs }),
      /** Forgets what was asked until now. */
      startAnew: async () => {
        child.send({ say: 'start anew' });
        await hear(child, 'started anew');
      },
      /** What the server saw since it was started, or started anew. */
      truth: async (view) => {
        child.send({ say: 'report', ...view });
        return (await hear(child, 'truth')).truth;
      },
      stop: () => stopChild(child),
    };
  } catch (error) {
    await stopChild(child);
    throw error;
  }
}

/**
 * @param {object} behaviour `slots`, `serviceMs`, and what slot-server.mjs reads beside them
 * @returns {Promise<{port: number, seen: Function, stop: Function}>}
 */
export async function startSlots(behaviour) {
  const child = begin('slot-server.mjs', behaviour);
  try {
    const { port } = await hear(child, 'listening');
    return {
      port,
      /** What it saw since it was asked so last: of each request when it came, began and ended (ms), and its status. */
      seen: async () => {
        child.send({ say: 'report' });
        return (await hear(child, 'truth')).truth;
      },
      stop: () => stopChild(child),
    };
  } catch (error) {
    await stopChild(child);
    throw error;
  }
}

function begin(name, behaviour) {
  const child = fork(fileOf(name), [JSON.stringify(behaviour)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  // A message to a server that is gone fails; that it is gone is told where its response is awaited.
  child.on('error', () => {});
  return child;
}

async function hear(child, say) {
  if (!child.connected) throw new Error('a server of the bench ended early');
  const signal = AbortSignal.timeout(START_DEADLINE_MS);
  const gone = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`a server of the bench ended with code ${code}`);
  });
  gone.catch(() => {});
  for (;;) {
    const [message] = await Promise.race([once(child, 'message', { signal }), gone]);
    if (message.say === say) return message;
  }
}

/** Ends a child and waits for it, with force where asking isn't enough. */
export async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  const force = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  await gone;
  clearTimeout(force);
}
