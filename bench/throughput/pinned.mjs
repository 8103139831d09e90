import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Cores that this process may run on, in ascending order; empty where the system doesn't tell or has no taskset. */
export function pinnableCores() {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
    return list.split(',').flatMap((range) => {
      const [first, last = first] = range.split('-').map(Number);
      return Array.from({ length: last - first + 1 }, (_, i) => first + i);
    });
  } catch {
    return [];
  }
}

/** @returns command and arguments that run a program on one core; as it is where `core` is null */
export function pin(core, command, args) {
  return core === null ? [command, args] : ['taskset', ['-c', String(core), command, ...args]];
}

/** Ticks of the kernel's accounting in /proc are 10 ms on every Linux that Node runs on. */
const TICK_SECONDS = 0.01;

/**
 * Processor time, user and system, of the children that have ended, in seconds; null where the system doesn't tell.
 * Its difference around a child's life is all that the child and its own children used.
 */
export function endedChildrenCpuSeconds() {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    // The name in parentheses may hold blanks; `cutime` and `cstime` are the 14th and 15th fields after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return (Number(fields[13]) + Number(fields[14])) * TICK_SECONDS;
  } catch {
    return null;
  }
}
