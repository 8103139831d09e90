import { startFastServer } from './fast-server.mjs';
import { pinnableCores } from './pinned.mjs';

/**
 * Starts the fast server on one core, does the work, and stops the server again.
 * @param work given `{ server, core, where }`: the core that is left for a load generator (null where nothing can be
 *   pinned), and the sentence that says what runs where
 */
export async function onTwoCores(work) {
  const cores = pinnableCores();
  const [core, serverCore] = cores.length >= 2 ? cores : [null, null];
  if (core === null) console.log('Nothing is pinned: that takes Linux, taskset and two cores.\n');
  const server = await startFastServer(serverCore);
  const placed =
    core === null ? 'nothing pinned' : 'on a core of its own, and each generator has the other core';
  try {
    return await work({ server, core, where: `the server is ${server.name}, ${placed}` });
  } finally {
    await server.stop();
  }
}

/** A line on a run that has ended. */
export function tellRun(progress, { name }, { perSecond, cpuUs }) {
  const cpu = cpuUs === null ? '' : `  ${cpuUs.toFixed(1)} µs`;
  console.log(`${progress}  ${name.padEnd(26)} ${Math.round(perSecond)} req/s${cpu}`);
}
