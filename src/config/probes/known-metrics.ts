/** Names that clients of Prometheus give to what makes services wait, the same in every service that uses them. */
import type { SeriesMeaning } from '../server-series.ts';

/** Seconds in which a collector of garbage was at work, counted up. */
const COLLECTION = [
  // prom-client (Node.js)
  'nodejs_gc_duration_seconds_sum',
  // Micrometer, simpleclient and client_java, OpenTelemetry (JVM)
  'jvm_gc_pause_seconds_sum',
  'jvm_gc_collection_seconds_sum',
  'jvm_gc_duration_seconds_sum',
  // client_golang
  'go_gc_duration_seconds_sum',
  // .NET's own meter, by OpenTelemetry; prometheus-net.DotNetRuntime
  'dotnet_gc_pause_time_seconds_total',
  'dotnet_gc_pause_seconds_sum',
];

/** Collections, where nobody tells how long they took. */
const COLLECTIONS = [
  // client_python
  'python_gc_collections_total',
  // prometheus-net
  'dotnet_collection_count_total',
  // .NET's own meter, by OpenTelemetry
  'dotnet_gc_collections_total',
];

/** Requests that wait for a connection of a pool, or seconds that they waited, counted up. */
const POOL_WAIT = [
  // HikariCP, by Micrometer and by its own collector
  'hikaricp_connections_pending',
  'hikaricp_pending_threads',
  // Agroal (Quarkus), R2DBC and Vert.x, by Micrometer
  'agroal_awaiting_count',
  'r2dbc_pool_pending_connections',
  'vertx_pool_queue_pending',
  // OpenTelemetry: pools of .NET, Java, Node.js and others
  'db_client_connection_pending_requests',
  'db_client_connections_pending_requests',
  'db_client_connection_wait_time_seconds_sum',
  // database/sql (Go), by client_golang
  'go_sql_wait_duration_seconds_total',
  // node-postgres has no client of its own; these are usual
  'db_pool_waiting',
  'pg_pool_waiting_count',
];

const KNOWN: ReadonlyMap<string, SeriesMeaning> = new Map([
  ...COLLECTION.map((name) => [name, 'collection'] as const),
  ...COLLECTIONS.map((name) => [name, 'collections'] as const),
  ...POOL_WAIT.map((name) => [name, 'pool-wait'] as const),
]);

/** @param text a selector, or a query that may hold one. @returns undefined where no name in it is known */
export function meaningOf(text: string): SeriesMeaning | undefined {
  const names = text.match(/[a-zA-Z_:][\w:]*/g) ?? [];
  const known = names.find((name) => KNOWN.has(name));
  return known === undefined ? undefined : KNOWN.get(known);
}
