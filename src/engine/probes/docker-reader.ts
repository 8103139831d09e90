import { request } from 'node:http';
import { settleBy } from '../target/with-deadline.ts';
import { type ProbeReader, type ProbeReading, ReadingFailed, type ReadingTime } from './reader.ts';
import type { Trouble } from './readings.ts';

/** The part of Docker's statistics that is used (Engine API 1.41 and later). */
interface Stats {
  readonly cpu_stats?: {
    readonly cpu_usage?: { readonly total_usage?: number };
    readonly online_cpus?: number;
  };
  readonly memory_stats?: {
    readonly usage?: number;
    readonly limit?: number;
    readonly stats?: { readonly inactive_file?: number; readonly total_inactive_file?: number };
  };
}

interface Inspected {
  readonly HostConfig?: {
    readonly NanoCpus?: number;
    readonly CpuQuota?: number;
    readonly CpuPeriod?: number;
  };
}

const MOST_BYTES = 1024 * 1024;
const NANO = 1e9;

/** Containers, by Docker's socket. Each is asked what it may use once. */
export function createDockerReader(socket: string, containers: readonly string[]): ProbeReader {
  const cores = new Map<string, number | null>();

  async function readOne(name: string, time: ReadingTime): Promise<Stats> {
    if (!cores.has(name))
      cores.set(name, coresOf((await get(socket, `/containers/${name}/json`, time)) as Inspected));
    return (await get(socket, `/containers/${name}/stats?stream=false&one-shot=true`, time)) as Stats;
  }

  return {
    async read(time): Promise<ProbeReading> {
      const seen = await Promise.allSettled(containers.map((name) => readOne(name, time)));
      const failed = seen.find((one) => one.status === 'rejected');
      if (failed !== undefined && seen.every((one) => one.status === 'rejected')) throw failed.reason;
      const troubles = seen.flatMap((one): Trouble[] =>
        one.status === 'rejected' && one.reason instanceof ReadingFailed ? [one.reason.trouble] : [],
      );
      const stats = seen.map((one) => (one.status === 'fulfilled' ? one.value : {}));
      const online = stats.find(({ cpu_stats }) => cpu_stats?.online_cpus)?.cpu_stats?.online_cpus;
      return {
        values: stats.flatMap((one) => [cpuOf(one), memoryOf(one)]),
        limits: stats.flatMap((one, i) => [
          cores.get(containers[i] ?? '') ?? null,
          one.memory_stats?.limit ?? null,
        ]),
        ...(online && { machine: { cores: online } }),
        troubles,
      };
    },
    async close() {},
  };
}

function cpuOf({ cpu_stats }: Stats): number | null {
  const used = cpu_stats?.cpu_usage?.total_usage;
  return used === undefined || used === 0 ? null : used / NANO;
}

/** As docker stats tells it: what the kernel would give back at once is left out. */
function memoryOf({ memory_stats }: Stats): number | null {
  const { usage, stats } = memory_stats ?? {};
  if (usage === undefined) return null;
  return Math.max(0, usage - (stats?.inactive_file ?? stats?.total_inactive_file ?? 0));
}

function coresOf({ HostConfig }: Inspected): number | null {
  const { NanoCpus = 0, CpuQuota = 0, CpuPeriod = 0 } = HostConfig ?? {};
  if (NanoCpus > 0) return NanoCpus / NANO;
  return CpuQuota > 0 ? CpuQuota / (CpuPeriod || 100_000) : null;
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
    throw new ReadingFailed({ code: 'no-process', detail: `Docker knows no such container${said}` });
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
