import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import type { ProcessRef } from '../../config/probes/probe.ts';
import { machineTimes } from '../machine.ts';
import { findByName, findByPort, type ProcessSeen, readProcess, readTree } from './process-tree.ts';
import { ProcessorTime } from './processor-time.ts';
import { type ProbeReader, type ProbeReading, ReadingFailed } from './reader.ts';
import type { Trouble } from './readings.ts';

const TICKS_A_SECOND = 100;
const NAMED = 5;
/** What listens on a port of this machine for a service that is in a container, or elsewhere. */
const FORWARDERS = [
  'docker-proxy',
  'rootlessport',
  'rootlesskit',
  'slirp4netns',
  'gvproxy',
  'kubectl',
  'ssh',
];

/**
 * A process of this machine with its children, and the machine. Its processor time is added up from reading to reading.
 *
 * @param sidePort of the side's own URL; null where that is not on this machine
 */
export function createProcessReader(wanted: ProcessRef, sidePort: number | null): ProbeReader {
  let root: ProcessSeen | null = null;
  let isGone = false;
  const time = new ProcessorTime();

  async function readService(): Promise<
    { readonly tree: readonly ProcessSeen[] } | { readonly trouble: Trouble }
  > {
    // A number may be another process's by now; a port or a name is still the service's.
    if (isGone && wanted.by === 'pid') return { trouble: gone(wanted.number) };
    if (root === null || isGone) {
      const found = await find(wanted, sidePort);
      if ('trouble' in found) return isGone ? { trouble: gone(root?.pid ?? 0) } : found;
      const seen = await readProcess(found.pid);
      if (seen === null || seen.hasEnded)
        return { trouble: { code: 'no-process', detail: `no process has the number ${found.pid}` } };
      [root, isGone] = [seen, false];
      time.forget();
    }
    const tree = await readTree(root.pid);
    if (tree[0]?.startTicks === root.startTicks) return { tree };
    isGone = true;
    return { trouble: gone(root.pid) };
  }

  return {
    async read(): Promise<ProbeReading> {
      if (process.platform !== 'linux') {
        throw new ReadingFailed({ code: 'not-here', detail: process.platform });
      }
      const [service, memory] = await Promise.all([readService(), readMemory()]);
      const nowMs = performance.now();
      const [load = 0] = loadavg();
      const machine = [load, machineTimes().busy / 1000, memory.total - memory.available];
      const seen = { nowMs, machine: { cores: availableParallelism(), memoryBytes: memory.total } };
      if ('trouble' in service) {
        return { ...seen, values: [null, null, ...machine], troubles: [service.trouble] };
      }
      const { tree } = service;
      time.add(tree);
      const resident = tree.reduce((sum, one) => sum + one.residentBytes, 0);
      return { ...seen, values: [time.usedTicks / TICKS_A_SECOND, resident, ...machine], troubles: [] };
    },
    async close() {},
  };
}

function gone(pid: number): Trouble {
  return { code: 'gone', detail: `process ${pid}` };
}

type Wanted = { readonly pid: number } | { readonly trouble: Trouble };

async function find(wanted: ProcessRef, sidePort: number | null): Promise<Wanted> {
  const none = (detail: string): Wanted => ({ trouble: { code: 'no-process', detail } });
  switch (wanted.by) {
    case 'pid':
      return { pid: wanted.number };
    case 'name': {
      const found = await findByName(wanted.name);
      const [only] = found;
      if (only === undefined) return none(`no process is called ${wanted.name}`);
      if (found.length === 1) return only;
      const candidates = found.slice(0, NAMED).map(({ pid, command }) => `${pid} (${command.slice(0, 80)})`);
      const detail = `${found.length} processes are called ${wanted.name}`;
      return { trouble: { code: 'no-process', detail, candidates } };
    }
    case 'port':
    case 'own': {
      const port = wanted.by === 'port' ? wanted.number : sidePort;
      if (port === null) return none('the service is not on this machine');
      const found = await findByPort(port);
      if (found === null) return none(`no process that may be seen listens on port ${port}`);
      if (!FORWARDERS.includes(found.name)) return found;
      return none(
        `on port ${port} listens ${found.name}, which only hands on what another process answers: a container is read by docker`,
      );
    }
  }
}

async function readMemory(): Promise<{ readonly total: number; readonly available: number }> {
  const text = await readFile('/proc/meminfo', 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return { total: of('MemTotal'), available: of('MemAvailable') };
}
