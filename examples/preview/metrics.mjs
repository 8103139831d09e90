/** Counters of the service, written as Prometheus' text format 0.0.4 has them. */
import { PerformanceObserver } from 'node:perf_hooks';

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.15, 0.25, 0.5, 1, 2.5];

export function createMetrics() {
  /** @type {Map<string, number>} labels → requests */
  const requests = new Map();
  const buckets = BUCKETS_SECONDS.map(() => 0);
  let count = 0;
  let sumSeconds = 0;
  let inFlight = 0;
  const collected = { seconds: 0, count: 0 };
  const collector = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      collected.seconds += duration / 1000;
      collected.count += 1;
    }
  });
  collector.observe({ entryTypes: ['gc'] });

  return {
    close: () => collector.disconnect(),

    begin() {
      inFlight += 1;
    },

    /** The connection ended before there was a response. */
    abandon() {
      inFlight -= 1;
    },

    /**
     * @param {{ method: string, route: string, status: number, seconds: number }} answer route is the pattern, so
     *   that the number of series stays bounded whatever is asked for
     */
    end({ method, route, status, seconds }) {
      inFlight -= 1;
      count += 1;
      sumSeconds += seconds;
      const labels = `method="${method}",route="${route}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
      const at = BUCKETS_SECONDS.findIndex((bound) => seconds <= bound);
      if (at >= 0) buckets[at] += 1;
    },

    /**
     * @param {{ total: number, active: number, idle: number, waiting: number }} connections of the database
     * @returns {string}
     */
    write({ waiting, ...connections }) {
      const { rss, heapUsed } = process.memoryUsage();
      const cpu = process.cpuUsage();
      let below = 0;
      const histogram = BUCKETS_SECONDS.map((bound, i) => {
        below += buckets[i];
        return [`_bucket{le="${bound}"}`, below];
      });
      return [
        family('http_requests_total', 'counter', 'Responses by route and status.', [
          ...[...requests].map(([labels, value]) => [`{${labels}}`, value]),
        ]),
        family(
          'http_request_duration_seconds',
          'histogram',
          'From the first byte asked to the last answered.',
          [...histogram, ['_bucket{le="+Inf"}', count], ['_sum', sumSeconds], ['_count', count]],
        ),
        family('http_requests_in_flight', 'gauge', 'Requests without a response yet.', [['', inFlight]]),
        family(
          'db_connections',
          'gauge',
          'Connections to the database by state.',
          Object.entries(connections).map(([state, value]) => [`{state="${state}"}`, value]),
        ),
        family('db_pool_waiting', 'gauge', 'Statements that wait for a connection.', [['', waiting]]),
        family('nodejs_gc_duration_seconds', 'summary', 'Pauses of the garbage collector.', [
          ['_sum', collected.seconds],
          ['_count', collected.count],
        ]),
        family('process_resident_memory_bytes', 'gauge', 'Resident memory.', [['', rss]]),
        family('process_heap_used_bytes', 'gauge', 'Heap in use.', [['', heapUsed]]),
        family('process_cpu_seconds_total', 'counter', 'User and system CPU time.', [
          ['', (cpu.user + cpu.system) / 1e6],
        ]),
      ].join('');
    },
  };
}

/**
 * @param {string} name
 * @param {string} type
 * @param {string} help
 * @param {[suffix: string, value: number][]} samples
 */
function family(name, type, help, samples) {
  const lines = samples.map(([suffix, value]) => `${name}${suffix} ${value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}
