import { setTimeout as sleep } from 'node:timers/promises';
import { startNginx } from '../servers/nginx.mjs';
import { startServer } from '../servers/start.mjs';
import { errorMs, unaccountedOf } from './goal.mjs';

/** What is on its way when a tool ends reaches the server before it is asked. */
const SETTLE_MS = 300;

/**
 * Every tool against one row's server, in turn, so many times over.
 * @returns {Promise<Map<string, object>>} by tool's name the run in the middle by its error of P99, with
 *   `unaccounted` of the worst run and all `runs`: what is lost once is lost
 */
export async function measureRow(row, tools, { repeats, ...means }, { onRun, isInterrupted }) {
  const runs = new Map(tools.map(({ name }) => [name, []]));
  for (let repeat = 0; repeat < repeats; repeat++) {
    for (const tool of tools) {
      if (isInterrupted()) return new Map();
      const run = await runOnce(row, tool, means);
      runs.get(tool.name).push(run);
      onRun(tool, run);
    }
  }
  return new Map([...runs].map(([name, all]) => [name, middleOf(all)]));
}

function middleOf(runs) {
  const failed = runs.find(({ seen }) => seen === null);
  if (failed) return { ...failed, unaccounted: null };
  const size = (run) => Math.abs(errorMs(run) ?? Number.POSITIVE_INFINITY);
  const middle = runs.toSorted((a, b) => size(a) - size(b))[Math.floor((runs.length - 1) / 2)];
  const lost = runs.map(unaccountedOf).sort((a, b) => Math.abs(b) - Math.abs(a));
  return { ...middle, unaccounted: lost[0], runs };
}

/**
 * One tool against one row's server, started for it alone.
 * @returns {Promise<{seen: object | null, truth: object, failure: string | null}>} what the tool reported and what the
 *   server knows of the same requests
 */
async function runOnce({ behaviour, load }, tool, { seconds, certificates, nginx }) {
  const server = await startServer(load.tls ? { ...behaviour, tls: certificates.tls } : behaviour);
  let proxy = null;
  try {
    if (load.nginx) proxy = await startNginx(nginx, server.port);
    const order = {
      ...load,
      origin: originOf(behaviour, load, proxy?.port ?? server.port),
      seconds,
      caFile: load.tls ? certificates.caFile : null,
    };
    const begin = async () => {
      await server.startAnew();
      if (load.pauseMs) server.pause((seconds * 1000) / 2, load.pauseMs);
    };
    if (!tool.warmsUp) await begin();
    const { seen, failure } = await tool.measure(order, begin).then(
      (figures) => ({ seen: figures, failure: null }),
      (error) => ({ seen: null, failure: error.message }),
    );
    await sleep(SETTLE_MS);
    const { timeoutMs, connections, perSecond } = load;
    const arrivals = perSecond ? { perSecond, seconds, connections } : null;
    const stages = load.stages && seen?.stages.map(({ sent }) => sent);
    return { seen, failure, truth: await server.truth({ timeoutMs, seconds, arrivals, stages }) };
  } finally {
    await proxy?.stop();
    await server.stop();
  }
}

function originOf({ host = '127.0.0.1' }, { tls }, port) {
  const address = host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${address}:${port}`;
}
