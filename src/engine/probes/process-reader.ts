import { readFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import type { ProcessRef } from '../../config/probes/probe.ts';
import { machineTimes } from '../machine.ts';
import { findByName, findByPort, type ProcessSeen, readProcess, readTree } from './process-tree.ts';
import { type ProbeReader, type ProbeReading, ReadingFailed } from './reader.ts';
import type { Trouble } from './readings.ts';

const TICKS_A_SECOND = 100;

/**
 * A process of this machine with its children, and the machine. Its processor time is added up from reading to reading:
 * that of a child that has ended is its parent's by then, or is gone.
 *
 * @param sidePort of the side's own URL; null where that is not on this machine
 */
export function createProcessReader(wanted: ProcessRef, sidePort: number | null): ProbeReader {
  let root: ProcessSeen | null = null;
  let isGone = false;
  let used = 0;
  let before: number | null = null;

  async function readService(): Promise<
    { readonly tree: readonly ProcessSeen[] } | { readonly trouble: Trouble }
  > {
    if (root === null || isGone) {
      const found = await find(wanted, sidePort);
      if ('trouble' in found) return isGone ? { trouble: gone(root?.pid ?? 0) } : found;
      const seen = await readProcess(found.pid);
      if (seen === null)
        return { trouble: { code: 'no-process', detail: `no process has the number ${found.pid}` } };
      [root, isGone, before] = [seen, false, null];
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
      const [load = 0] = loadavg();
      const machine = [load, machineTimes().busy / 1000, memory.total - memory.available];
      const seen = { machine: { cores: availableParallelism(), memoryBytes: memory.total } };
      if ('trouble' in service) {
        return { ...seen, values: [null, null, ...machine], troubles: [service.trouble] };
      }
      const { tree } = service;
      const ticks = tree.reduce((sum, one) => sum + one.ticks, 0);
      used += Math.max(0, ticks - (before ?? ticks));
      before = ticks;
      const resident = tree.reduce((sum, one) => sum + one.residentBytes, 0);
      return { ...seen, values: [used / TICKS_A_SECOND, resident, ...machine], troubles: [] };
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
      const [pid, ...others] = await findByName(wanted.name);
      if (pid === undefined) return none(`no process is called ${wanted.name}`);
      return others.length === 0 ? { pid } : none(`${others.length + 1} processes are called ${wanted.name}`);
    }
    case 'port':
    case 'own': {
      const port = wanted.by === 'port' ? wanted.number : sidePort;
      if (port === null) return none('the service is not on this machine');
      const pid = await findByPort(port);
      return pid === null ? none(`no process that may be seen listens on port ${port}`) : { pid };
    }
  }
}

async function readMemory(): Promise<{ readonly total: number; readonly available: number }> {
  const text = await readFile('/proc/meminfo', 'utf8');
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(text)?.[1] ?? 0) * 1024;
  return { total: of('MemTotal'), available: of('MemAvailable') };
}
