/** Processes of this machine, as Linux tells of them in /proc. */
import { readdir, readFile, readlink } from 'node:fs/promises';

export interface ProcessSeen {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** User and system time, in hundredths of a second: its own, and that of children that it has asked after. */
  readonly ticks: number;
  readonly reapedTicks: number;
  /** Since boot; with the pid it tells one process from a later one of the same number. */
  readonly startTicks: number;
  /** And nobody has asked after it yet: it does nothing more, and what it did is not yet its parent's. */
  readonly hasEnded: boolean;
  readonly residentBytes: number;
}

/** Null where there is none, or not any more. */
export async function readProcess(pid: number): Promise<ProcessSeen | null> {
  try {
    const [stat, status] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
    ]);
    // The name stands in brackets and may hold anything, brackets as well.
    const close = stat.lastIndexOf(')');
    const fields = stat.slice(close + 2).split(' ');
    const at = (field: number) => Number(fields[field - 3]);
    const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
    return {
      pid,
      parent: at(4),
      name: stat.slice(stat.indexOf('(') + 1, close),
      ticks: at(14) + at(15),
      reapedTicks: at(16) + at(17),
      startTicks: at(22),
      hasEnded: fields[0] === 'Z' || fields[0] === 'X',
      residentBytes: Number(kilobytes) * 1024,
    };
  } catch {
    return null;
  }
}

/**
 * The process and all that descend from it; empty where it is not there, or has ended. This process is none of them:
 * what started the service may have started the load as well.
 */
export async function readTree(pid: number): Promise<readonly ProcessSeen[]> {
  const root = await readProcess(pid);
  if (root === null || root.hasEnded) return [];
  const found = [root];
  for (const one of found) {
    const pids = (await childrenOf(one.pid)).filter((child) => child !== process.pid);
    const children = await Promise.all(pids.map(readProcess));
    found.push(...children.filter((child) => child !== null));
  }
  return found;
}

/** By the threads that started them, which the kernel lists where it was built to (CONFIG_PROC_CHILDREN). */
async function childrenOf(pid: number): Promise<number[]> {
  try {
    const threads = await readdir(`/proc/${pid}/task`);
    const lists = await Promise.all(
      threads.map((thread) => readFile(`/proc/${pid}/task/${thread}/children`, 'utf8').catch(() => '')),
    );
    return lists.flatMap((list) => list.split(' ').filter(Boolean).map(Number));
  } catch {
    return [];
  }
}

/** A process, and by what it was started. */
interface NamedProcess extends ProcessSeen {
  readonly command: string;
}

/** Those with this name, or with a program of it in their command, but for children of one that has it too. */
export async function findByName(name: string): Promise<readonly NamedProcess[]> {
  const all = await Promise.all((await allPids()).map(readProcess));
  const named = await Promise.all(all.map((one) => asNamed(one, name)));
  const found = named.filter((one) => one !== null);
  const pids = new Set(found.map(({ pid }) => pid));
  return found.filter(({ pid, parent }) => pid !== process.pid && !pids.has(parent));
}

async function asNamed(seen: ProcessSeen | null, name: string): Promise<NamedProcess | null> {
  if (seen === null || seen.hasEnded) return null;
  const text = await readFile(`/proc/${seen.pid}/cmdline`, 'utf8').catch(() => '');
  const words = text.split('\0').slice(0, 2);
  // The kernel keeps fifteen bytes of a name.
  const isNamed = seen.name === Buffer.from(name).subarray(0, 15).toString() || words.some(isCalled(name));
  return isNamed ? { ...seen, command: words.filter(Boolean).join(' ') || seen.name } : null;
}

function isCalled(name: string): (path: string) => boolean {
  return (path) => path.split('/').at(-1) === name;
}

async function allPids(): Promise<number[]> {
  const entries = await readdir('/proc');
  return entries.filter((entry) => /^\d+$/.test(entry)).map(Number);
}

/**
 * The oldest process that listens on a port of TCP; null where none does, or none whose files may be seen. systemd
 * holds the sockets of what it starts on demand, and is none of these.
 */
export async function findByPort(port: number): Promise<ProcessSeen | null> {
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((table) => readFile(`/proc/net/${table}`, 'utf8').catch(() => '')),
  );
  const inodes = new Set(tables.flatMap((table) => listening(table, port)));
  if (inodes.size === 0) return null;
  const pids = await allPids();
  const holding = await Promise.all(
    pids.map(async (pid) => ((await holdsOneOf(pid, inodes)) ? readProcess(pid) : null)),
  );
  const found = holding.filter((one) => one !== null).sort((a, b) => a.startTicks - b.startTicks);
  return found.find(({ name }) => name !== 'systemd') ?? null;
}

const LISTENING = '0A';

function listening(table: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return table.split('\n').flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    return fields[3] === LISTENING && fields[1]?.endsWith(`:${wanted}`) ? [`socket:[${fields[9]}]`] : [];
  });
}

async function holdsOneOf(pid: number, inodes: ReadonlySet<string>): Promise<boolean> {
  try {
    const files = await readdir(`/proc/${pid}/fd`);
    const links = await Promise.all(files.map((file) => readlink(`/proc/${pid}/fd/${file}`).catch(() => '')));
    return links.some((link) => inodes.has(link));
  } catch {
    return false;
  }
}
