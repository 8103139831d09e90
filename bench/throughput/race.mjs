import { execFile } from 'node:child_process';
import { endedChildrenCpuSeconds, pin } from './pinned.mjs';

const GRACE_MS = 30_000;

/**
 * Lets one contender load the server.
 * @param contender besides its command and what reads its output: `env`, `cwd`, and the `exitCodes` besides 0 that are
 *   no mishap
 * @returns `{ key, perSecond, errors, requests, cpuSeconds, cpuUs }`: responses a second as it counted them, the requests
 *   that the server read, and the processor time of its whole process, in all and for each of these requests (null where
 *   the system doesn't tell)
 */
export async function race(contender, { server, core, ...load }) {
  const order = { ...load, origin: server.origin };
  const [command, args] = pin(core, ...contender.command(order).slice(0, 2));
  const { env = {}, cwd, exitCodes = [] } = contender;
  const surroundings = { env: typeof env === 'function' ? env(order) : env, cwd };
  const requestsBefore = await server.requests();
  const cpuBefore = endedChildrenCpuSeconds();
  const text = await run([command, args], surroundings, exitCodes, load);
  const cpuAfter = endedChildrenCpuSeconds();
  const requests = (await server.requests()) - requestsBefore;
  const { perSecond, errors } = contender.read(text);
  if (!(perSecond > 0)) throw new Error(`${contender.name} gave no figure:\n${text.slice(-500)}`);
  if (errors > 0) throw new Error(`${contender.name} met ${errors} errors: its speed says nothing`);
  const cpuSeconds = cpuBefore === null ? null : cpuAfter - cpuBefore;
  const cpuUs = cpuSeconds === null ? null : (cpuSeconds * 1e6) / requests;
  return { key: contender.key, perSecond, errors, requests, cpuSeconds, cpuUs };
}

function run([command, args], { env, cwd }, exitCodes, { seconds, warmupSeconds }) {
  return new Promise((resolve, reject) => {
    const options = {
      cwd,
      env: { ...process.env, ...env },
      timeout: (seconds + warmupSeconds) * 1000 + GRACE_MS,
      maxBuffer: 16 * 1024 * 1024,
    };
    execFile(command, args, options, (error, out) =>
      error === null || exitCodes.includes(error.code) ? resolve(out) : reject(error),
    );
  });
}
