import { request } from 'node:http';
import type { PlannedSeries } from '../../config/probes/probe.ts';
import { settleBy } from '../target/with-deadline.ts';
import { type ProbeReader, type ProbeReading, ReadingFailed, type ReadingTime } from './reader.ts';
import type { Trouble } from './readings.ts';
import { troubleOf } from './trouble-of.ts';

/** What is used of Docker's statistics (Engine API 1.41 and later); whoever answers may leave out any of it. */
interface Stats {
  readonly cpu_stats?: {
    readonly cpu_usage?: { readonly total_usage?: unknown };
    readonly online_cpus?: unknown;
  } | null;
  readonly memory_stats?: {
    readonly usage?: unknown;
    readonly limit?: unknown;
    readonly stats?: { readonly inactive_file?: unknown; readonly total_inactive_file?: unknown } | null;
  } | null;
}

interface Inspected {
  readonly HostConfig?: {
    readonly NanoCpus?: unknown;
    readonly CpuQuota?: unknown;
    readonly CpuPeriod?: unknown;
  } | null;
}

/** What one container was at a reading. */
interface ContainerSeen {
  /** Processor seconds since it was started, and memory in bytes. */
  readonly values: readonly [number, number];
  readonly limits: readonly [number | null, number | null];
  readonly online: number | null;
}

const MOST_BYTES = 1024 * 1024;
const NANO = 1e9;

/**
 * Containers, by Docker's socket. Each is asked what it may use once.
 *
 * @param series two of each container, in their order
 */
export function createDockerReader(
  socket: string,
  containers: readonly string[],
  series: readonly PlannedSeries[],
): ProbeReader {
  const cores = new Map<string, number | null>();

  async function readOne(name: string, time: ReadingTime): Promise<ContainerSeen> {
    if (!cores.has(name)) cores.set(name, coresOf(await get(socket, `/containers/${name}/json`, time)));
    const stats = await get(socket, `/containers/${name}/stats?stream=false&one-shot=true`, time);
    return seenIn(stats, cores.get(name) ?? null);
  }

  return {
    async read(time): Promise<ProbeReading> {
      const seen = await Promise.allSettled(containers.map((name) => readOne(name, time)));
      const [first] = seen;
      if (first?.status === 'rejected' && seen.length === 1) throw first.reason;
      const online = seen.find((one) => one.status === 'fulfilled' && one.value.online !== null);
      return {
        values: seen.flatMap((one) => (one.status === 'fulfilled' ? one.value.values : NOTHING)),
        limits: seen.flatMap((one) => (one.status === 'fulfilled' ? one.value.limits : NOTHING)),
        ...(online?.status === 'fulfilled' && { machine: { cores: online.value.online ?? 0 } }),
        troubles: troublesOf(seen, series),
      };
    },
    async close() {},
  };
}

const NOTHING = [null, null] as const;

/** What is the matter with all of them is told once, and what is with one of them of each of its series. */
function troublesOf(
  seen: readonly PromiseSettledResult<ContainerSeen>[],
  series: readonly PlannedSeries[],
): readonly Trouble[] {
  const troubles = seen.map((one) => (one.status === 'rejected' ? troubleOf(one.reason) : null));
  const [first] = troubles;
  const isSame = (one: Trouble | null) => one?.code === first?.code && one?.detail === first?.detail;
  if (first && troubles.every(isSame)) return [first];
  return troubles.flatMap((trouble, i) =>
    trouble === null
      ? []
      : series.slice(2 * i, 2 * i + 2).map(({ key }): Trouble => ({ ...trouble, series: key })),
  );
}

/** Memory as docker stats tells it: what the kernel would give back at once is left out. */
function seenIn(answer: unknown, cores: number | null): ContainerSeen {
  const { cpu_stats, memory_stats } = Object(answer) as Stats;
  const [used, memory] = [amountOf(cpu_stats?.cpu_usage?.total_usage), amountOf(memory_stats?.usage)];
  // Of one that has ended Docker gives zeros, and no memory.
  if (used === 0 || (used !== null && memory === null && memory_stats?.usage === undefined)) {
    throw new ReadingFailed({ code: 'gone', detail: 'the container is not running' });
  }
  if (used === null || memory === null) {
    throw new ReadingFailed({ code: 'not-metrics', detail: 'no statistics of a container' });
  }
  const { inactive_file, total_inactive_file } = memory_stats?.stats ?? {};
  const cached = amountOf(inactive_file) ?? amountOf(total_inactive_file) ?? 0;
  return {
    values: [used / NANO, Math.max(0, memory - cached)],
    limits: [cores, amountOf(memory_stats?.limit) || null],
    online: amountOf(cpu_stats?.online_cpus) || null,
  };
}

function coresOf(answer: unknown): number | null {
  const { HostConfig } = Object(answer) as Inspected;
  const [nano, quota] = [amountOf(HostConfig?.NanoCpus) ?? 0, amountOf(HostConfig?.CpuQuota) ?? 0];
  if (nano > 0) return nano / NANO;
  return quota > 0 ? quota / (amountOf(HostConfig?.CpuPeriod) || 100_000) : null;
}

function amountOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

function get(socketPath: string, path: string, { deadlineMs, signal }: ReadingTime): Promise<unknown> {
  const ending = new AbortController();
  const asked = new Promise<unknown>((resolve, reject) => {
    const outgoing = request({
      socketPath,
      path,
      agent: false,
      signal: ending.signal,
      headers: { host: 'docker' },
    });
    outgoing.on('error', (error: NodeJS.ErrnoException) => reject(explain(error, socketPath)));
    outgoing.on('response', async (incoming) => {
      try {
        const chunks: Buffer[] = [];
        let bytes = 0;
        for await (const chunk of incoming as AsyncIterable<Buffer>) {
          bytes += chunk.length;
          if (bytes > MOST_BYTES) throw new ReadingFailed({ code: 'too-large', detail: '1 MiB' });
          chunks.push(chunk);
        }
        resolve(readAnswer(incoming.statusCode ?? 0, Buffer.concat(chunks).toString('utf8')));
      } catch (error) {
        reject(error);
      }
    });
    outgoing.end();
  });
  return settleBy(asked, deadlineMs, signal).finally(() => ending.abort());
}

function readAnswer(status: number, text: string): unknown {
  const json = parse(text);
  if (status === 200 && json !== null) return json;
  const { message } = Object(json) as { message?: unknown };
  const said = typeof message === 'string' ? `: ${message.slice(0, 120)}` : '';
  if (status === 404)
    throw new ReadingFailed({ code: 'no-process', detail: `Docker has no such container${said}` });
  throw new ReadingFailed({ code: status === 200 ? 'not-metrics' : 'refused', detail: `${status}${said}` });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function explain(error: NodeJS.ErrnoException, socket: string): Error {
  if (error.code === 'EACCES')
    return new ReadingFailed({ code: 'no-right', detail: `read and write ${socket}` });
  return error;
}
