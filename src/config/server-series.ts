/** The words of the server's side: which kinds of probes there are, and in what their series are counted. */
export const PROBE_KINDS = ['prometheus', 'postgres', 'process', 'docker'] as const;

export type ProbeKind = (typeof PROBE_KINDS)[number];

/** Those that read this machine: its processes, and sockets of its file system. */
export const LOCAL_PROBES = ['process', 'docker'] as const satisfies readonly ProbeKind[];

export const SERVER_UNITS = [
  'cores',
  'bytes',
  'connections',
  'per second',
  'bytes per second',
  'seconds',
  'share',
  'number',
] as const;

export type ServerUnit = (typeof SERVER_UNITS)[number];

/**
 * What a series tells beside its figure, known by its name. Of the first four the mean is how many there are at a time:
 * requests that wait for a connection or a lock, or collectors at work.
 */
export const SERIES_MEANINGS = [
  'pool-wait',
  'lock-wait',
  'database-wait',
  'collection',
  'collections',
  'longest-transaction',
] as const;

export type SeriesMeaning = (typeof SERIES_MEANINGS)[number];

/** What is not read but worked out: processor time of the service for each request, in seconds. */
export const CPU_PER_REQUEST = 'cpu-per-request';
