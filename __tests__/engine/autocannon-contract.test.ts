/** What Tailgate relies on inside autocannon, by name: another version has to fail here before it measures wrongly. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import autocannon, { type Client } from 'autocannon';
import { adaptClient, CLIENT_INTERNALS } from '../../src/engine/worker/autocannon-adapter.ts';
import { answerEach, freePort, OK, serve } from './servers.ts';

const version = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

test('is 9.0.0 exactly, installed and asked for', () => {
  const require = createRequire(import.meta.url);
  expect(version(require.resolve('autocannon/package.json')).version).toBe('9.0.0');
  const own = `${import.meta.dirname}/../../package.json`;
  expect(version(own).devDependencies.autocannon).toBe('9.0.0');
});

/** The clients of a run that ends before it starts. */
async function withClients(
  url: string,
  use: (client: Client) => void,
  connections = 1,
): Promise<Error | null> {
  return new Promise((resolve) => {
    const options = { url, connections, duration: 60, timeout: 60, sampleInt: 250, excludeErrorStats: true };
    const instance = autocannon({ ...options, setupClient: use }, resolve);
    setImmediate(() => instance.stop());
  });
}

const nothing = { connect() {}, ask() {}, reconnect() {}, close() {} };

test('the client has every internal that is replaced or called, before its first connection', async () => {
  const present: Record<string, string> = {};
  await withClients(`http://127.0.0.1:${await freePort()}`, (client) => {
    for (const name of CLIENT_INTERNALS) present[name] = typeof client[name];
    adaptClient(client, nothing);
  });
  expect(CLIENT_INTERNALS.length).toBeGreaterThan(0);
  for (const name of CLIENT_INTERNALS) expect({ [name]: present[name] }).toEqual({ [name]: 'function' });
});

test.each(CLIENT_INTERNALS)('a client without %s is refused, by that name', async (name) => {
  let refused: unknown;
  await withClients(`http://127.0.0.1:${await freePort()}`, (client) => {
    const kept = client[name];
    Object.defineProperty(client, name, { value: undefined, writable: true, configurable: true });
    try {
      adaptClient(client, nothing);
    } catch (error) {
      refused = error;
    }
    Object.defineProperty(client, name, { value: kept, writable: true, configurable: true });
    adaptClient(client, nothing);
  });
  expect(refused).toMatchObject({
    message: `autocannon's client has no ${name}: Tailgate needs autocannon 9.0.0 exactly`,
  });
});

test('a client that was taken over opens no connection of its own, and says when it would have', async () => {
  const server = await serve(answerEach((socket) => socket.write(OK)));
  const connect = { times: 0 };
  await withClients(
    server.origin,
    (client) => adaptClient(client, { ...nothing, connect: () => connect.times++ }),
    3,
  );
  expect(connect.times).toBe(3);
  expect(server.accepted).toBe(0);
  await server.close();
});
