/**
 * PostgreSQL's way of talking (protocol 3.0) to the embedded database, as far as probes need it: plain queries, one at a
 * time, from this machine, without a password. Whatever else is said ends the connection.
 */
import { createServer } from 'node:net';

const SSL_REQUEST = 80877103;
const [QUERY, TERMINATE] = ['Q', 'X'];

/**
 * @param {(message: Uint8Array) => Promise<Uint8Array>} answer what the database says to a message
 * @param {number} port 0: any free one
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function startWire(answer, port) {
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    talk(socket, answer).catch(() => socket.destroy());
  });
  await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `postgres://postgres@127.0.0.1:${server.address().port}/postgres`,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(resolve);
      }),
  };
}

async function talk(socket, answer) {
  let known = Buffer.alloc(0);
  let hasBegun = false;
  for await (const chunk of socket) {
    known = Buffer.concat([known, chunk]);
    for (;;) {
      // The first message has no letter before its length.
      const at = hasBegun ? 1 : 0;
      if (known.length < at + 4) break;
      const end = at + known.readInt32BE(at);
      if (known.length < end) break;
      const message = known.subarray(0, end);
      known = known.subarray(end);
      if (!hasBegun && message.readInt32BE(4) === SSL_REQUEST) {
        socket.write('N');
        continue;
      }
      const letter = hasBegun ? String.fromCharCode(message[0]) : null;
      if (letter === TERMINATE) return socket.end();
      if (letter !== null && letter !== QUERY) return socket.destroy();
      hasBegun = true;
      socket.write(await answer(message));
    }
  }
}
