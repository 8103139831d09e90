import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';

const CONNECTIONS = 8;
const REQUEST = 'GET / HTTP/1.1\r\nhost: warm-up\r\n\r\n';

/** The server asks itself for a while, so that its first answers to a tool aren't its first ones at all. */
export async function warmUp({ host, port, tls, forMs }) {
  const open = new Set();
  let over = false;
  const connectOne = () => {
    if (over) return;
    const socket = tls
      ? connectTls({ host, port, ca: tls.ca, servername: 'localhost' })
      : connect({ host, port });
    open.add(socket);
    socket.on(tls ? 'secureConnect' : 'connect', () => socket.write(REQUEST));
    // The last piece of a response is not told from the others: one request too many does no harm here.
    socket.on('data', () => setTimeout(() => socket.writable && socket.write(REQUEST), 5));
    socket.on('error', () => {});
    socket.on('close', () => {
      open.delete(socket);
      setTimeout(connectOne, 5);
    });
  };
  for (let i = 0; i < CONNECTIONS; i++) connectOne();
  await new Promise((resolve) => setTimeout(resolve, forMs));
  over = true;
  for (const socket of open) socket.destroy();
}
