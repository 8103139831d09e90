/** What series tell by the names that clients of Prometheus give them. */
import { meaningOf } from '../../../src/config/probes/known-metrics.ts';
import { parse } from '../example.ts';

test.each([
  ['nodejs_gc_duration_seconds_sum', 'collection'],
  ['sum(jvm_gc_pause_seconds_sum)', 'collection'],
  ['jvm_gc_collection_seconds_sum{gc="G1 Young Generation"}', 'collection'],
  ['rate(go_gc_duration_seconds_sum[30s])', 'collection'],
  ['dotnet_gc_pause_time_seconds_total', 'collection'],
  ['sum(python_gc_collections_total)', 'collections'],
  ['sum(dotnet_collection_count_total)', 'collections'],
  ['hikaricp_connections_pending{pool="main"}', 'pool-wait'],
  ['go_sql_wait_duration_seconds_total', 'pool-wait'],
  ['db_pool_waiting', 'pool-wait'],
  ['sum by (pool) (db_client_connection_pending_requests)', 'pool-wait'],
  ['hikaricp_connections_active', undefined],
  ['nodejs_gc_duration_seconds_count', undefined],
  ['go_gc_duration_seconds', undefined],
  ['http_requests_total{pool="db_pool"}', undefined],
])('%s tells %s', (text, meaning) => {
  expect(meaningOf(text)).toBe(meaning);
});

test('a planned series has it, whatever it is called; and so have those of PostgreSQL', () => {
  const { probes = [] } = parse(`load: { connections: 1, duration: 10s }
scenario: { requests: [ { name: a, get: /a } ] }
probes:
  - prometheus: { url: "http://h/m", series: { mine: nodejs_gc_duration_seconds_sum, other: queue_length } }
  - postgres: { url: "postgres://u@h/db" }
gate: { p99: { max: 1 s } }
`);
  const told = probes.flatMap(({ series }) => series.map(({ key, tells }) => [key, tells]));
  expect(told).toEqual([
    ['mine', 'collection'],
    ['other', undefined],
    ['connections', undefined],
    ['active', undefined],
    ['idle', undefined],
    ['waiting', 'database-wait'],
    ['longest-transaction', 'longest-transaction'],
    ['locks-waiting', 'lock-wait'],
  ]);
});
