import type { Client } from 'autocannon';

/** Internals of autocannon's client that are replaced or called; a contract test names the one that is gone. */
export const CLIENT_INTERNALS = [
  '_connect',
  '_doRequest',
  '_resetConnection',
  '_destroyConnection',
  'destroy',
] as const;

/** What does the client's work in its place. */
interface Replacement {
  connect(): void;
  ask(): void;
  reconnect(): void;
  close(): void;
}

/**
 * Takes over a client of autocannon 9.0.0 from the documented `setupClient` hook, before its first connection. Its own
 * wire handling reports wrong figures once a server closes connections: requests are timed from an earlier one's
 * start, `Connection: close` is written into, the parser keeps its state, timeouts never count.
 */
export function adaptClient(client: Client, replacement: Replacement): void {
  for (const name of CLIENT_INTERNALS) {
    if (typeof client[name] !== 'function') {
      throw new Error(`autocannon's client has no ${name}: Tailgate needs autocannon 9.0.0 exactly`);
    }
  }
  client._connect = () => {
    // Autocannon's own timer runs for idle connections too, and restarts them behind our back.
    client.timeoutTicker.clear();
    replacement.connect();
  };
  client._doRequest = () => replacement.ask();
  client._resetConnection = () => replacement.reconnect();
  client._destroyConnection = () => replacement.close();
}
