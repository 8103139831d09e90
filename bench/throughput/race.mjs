import { execFile } from 'node:child_process';
import { endedChildrenCpuSeconds, pin } from './pinned.mjs';

const GRACE_MS = 30_000;

/**
 * Lets one contender load the server.
 * @returns `{ key, perSecond, errors, cpuUs }`: responses a second as it counted them, and the processor time of its whole
 *   process for each request that the server read, in µs (null where the system doesn't tell)
 */
export async function race(contender, { server, core, ...load }) {
  const order = { ...load, origin: server.origin };
  const [command, args] = pin(core, ...contender.command(order).slice(0, 2));
  const { env = {} } = contender;
  const requestsBefore = await server.requests();
  const cpuBefore = endedChildrenCpuSeconds();
  const text = await run(command, args, typeof env === 'function' ? env(order) : env, load);
  const cpuAfter = endedChildrenCpuSeconds();
  const requests = (await server.requests()) - requestsBefore;
  const { perSecond, errors } = contender.read(text);
  if (!(perSecond > 0)) throw new Error(`${contender.name} gave no figure:\n${text.slice(-500)}`);
  if (errors > 0) throw new Error(`${contender.name} met ${errors} errors: its speed says nothing`);
  const cpuUs = cpuBefore === null ? null : ((cpuAfter - cpuBefore) * 1e6) / requests;
  return { key: contender.key, perSecond, errors, cpuUs };
}

function run(command, args, env, { seconds, warmupSeconds }) {
  return new Promise((resolve, reject) => {
    const options = {
      env: { ...process.env, ...env },
      timeout: (seconds + warmupSeconds) * 1000 + GRACE_MS,
      maxBuffer: 16 * 1024 * 1024,
    };
    execFile(command, args, options, (error, out) => (error === null ? resolve(out) : reject(error)));
  });
}
