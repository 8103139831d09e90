/** Probes of this machine: its processes, and containers by Docker's socket. */
import { ConfigurationError } from '../configuration-error.ts';
import type { ProbesConfig } from '../schema/probe-schema.ts';
import { showValue } from '../wording/show-value.ts';
import type { Path, Source } from '../yaml/source.ts';
import type { ProbeSource } from './probe.ts';
import { type DraftProbe, fixedSeries } from './series.ts';

type LocalDraft = Omit<DraftProbe, 'kind' | 'key'>;
type One = ProbesConfig[number];

/** A process that is named by a port or a number is one side's alone. Throws ConfigurationError. */
export function compileProcess(
  { every, base, ...own }: NonNullable<One['process']>,
  source: Source,
  path: Path,
): LocalDraft {
  const target = readProcess(own, source, path);
  const isOwn = target.reads === 'process' && target.which.by === 'own';
  const isSame = base !== undefined && Object.keys(base).length === 0;
  return {
    everyMs: every,
    target,
    base:
      base === undefined
        ? isOwn
          ? target
          : null
        : isSame
          ? target
          : readProcess(base, source, [...path, 'base']),
    isShared: false,
    series: fixedSeries('process'),
  };
}

interface WrittenProcess {
  readonly port?: number | undefined;
  readonly pid?: number | undefined;
  readonly name?: string | undefined;
}

function readProcess({ port, pid, name }: WrittenProcess, source: Source, path: Path): ProbeSource {
  const given = [port, pid, name].filter((one) => one !== undefined);
  if (given.length > 1) {
    throw new ConfigurationError(
      'identifies a process in two ways: write only one of port, pid and name',
      source.place(path),
    );
  }
  if (port !== undefined) return { reads: 'process', which: { by: 'port', number: port } };
  if (pid !== undefined) return { reads: 'process', which: { by: 'pid', number: pid } };
  return { reads: 'process', which: name === undefined ? { by: 'own' } : { by: 'name', name } };
}

/** Throws ConfigurationError. */
export function compileDocker(
  { socket, containers, every, base }: NonNullable<One['docker']>,
  source: Source,
  path: Path,
): LocalDraft {
  checkNames(containers, source, [...path, 'containers']);
  const own = base?.containers ?? containers;
  checkNames(own, source, [...path, 'base', 'containers']);
  if (own.length !== containers.length) {
    throw new ConfigurationError(
      `has ${own.length} containers, and the target ${containers.length}: write as many, in the same order`,
      source.place([...path, 'base', 'containers']),
    );
  }
  return {
    everyMs: every,
    target: { reads: 'docker', socket, containers },
    base: base === undefined ? null : { reads: 'docker', socket: base.socket ?? socket, containers: own },
    isShared: false,
    series: containers.flatMap((container) =>
      fixedSeries('docker', containers.length > 1 ? container : undefined),
    ),
  };
}

/** They go into paths of Docker's interface. */
function checkNames(containers: readonly string[], source: Source, path: Path): void {
  for (const [i, name] of containers.entries()) {
    if (/^[a-zA-Z0-9][\w.-]*$/.test(name)) continue;
    throw new ConfigurationError(
      `${showValue(name)} is not a container name: use letters, digits and . _ -`,
      source.place([...path, i]),
    );
  }
}
