/**
 * A server whose true latency is known, in a process of its own: started by start.mjs with its behaviour as JSON, told
 * over IPC. It speaks HTTP over bare sockets, because a library's own ideas about keep-alive and errors would get in
 * the way of the faults.
 */
import { createServer } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { brokenAnswer, createAnswers } from './answers.mjs';
import { createFates } from './fates.mjs';
import { createHold } from './hold.mjs';
import { TruthLog } from './truth-log.mjs';
import { warmUp } from './warm-up.mjs';

/** The client reads the first half of a body before the connection is cut. */
const CUT_AFTER_MS = 5;
const WARM_UP_MS = 600;
const SEED = 20_261;
/** Asked before the load, answered at once and not logged. */
const READY_PATH = '/ready';
const READY_ANSWER = 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n';

const behaviour = JSON.parse(process.argv[2]);
const answers = createAnswers(behaviour);
const broken = brokenAnswer(behaviour);
const hold = createHold(behaviour.fine);
const sockets = new Set();
let log;
let draw;
let pause;
startAnew();

const { tls, host = '127.0.0.1' } = behaviour;
const server = tls ? createTlsServer(tls, serve) : createServer({ noDelay: true }, serve);
server.listen(0, host, async () => {
  const { port } = server.address();
  await warmUp({ host, port, tls, forMs: WARM_UP_MS });
  await quiet();
  startAnew();
  process.send({ say: 'listening', port });
});

process.on('disconnect', () => process.exit());
process.on('message', (message) => {
  if (message.say === 'pause') setTimeout(() => stop(message.forMs), message.afterMs);
  else if (message.say === 'start anew') {
    startAnew();
    process.send({ say: 'started anew' });
  } else if (message.say === 'report')
    process.send({ say: 'truth', truth: log.summarise({ ...message, pause }) });
});

/** What was asked before is forgotten, and service times are drawn from the first one again. */
function startAnew() {
  log = new TruthLog();
  draw = createFates(behaviour, SEED);
}

/** Nothing is read, answered or accepted meanwhile, as in a process that the system has stopped. */
function stop(forMs) {
  const fromMs = performance.now();
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, forMs);
  pause = { fromMs, toMs: performance.now() };
}

async function quiet() {
  while (sockets.size > 0) await new Promise((resolve) => setTimeout(resolve, 10));
}

function serve(socket) {
  let left = behaviour.closeAfter ?? Number.POSITIVE_INFINITY;
  let head = '';
  socket.setNoDelay(true);
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
  // Clients that end while they are answered are the ordinary end of a run.
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    head += chunk.toString('latin1');
    // One request at a time, and none with a body: no tool here sends anything else.
    if (!head.endsWith('\r\n\r\n')) return;
    const ready = head.startsWith(`GET ${READY_PATH} `);
    head = '';
    if (ready) return void socket.end(READY_ANSWER);
    answer(socket, log.begin(), --left <= 0);
  });
}

function answer(socket, settle, last) {
  const { kind, serviceMs } = draw();
  if (kind === 'never') return settle(kind);
  if (kind === 'reset' || kind === 'truncated') return cut(socket, settle, kind, serviceMs);
  const closing = last || behaviour.framing === 'until-close';
  const pieces = answers(kind === 'status' ? 503 : 200, closing);
  const startMs = performance.now();
  // One after the other: two timers of one response that are both late may come in either order.
  const write = (piece) => {
    if (!socket.writable) return settle('abandoned');
    if (piece < pieces.length - 1) {
      socket.write(pieces[piece]);
      return hold(serviceMs * ((piece + 2) / pieces.length) - (performance.now() - startMs), () =>
        write(piece + 1),
      );
    }
    socket.write(pieces[piece], (error) => settle(error ? 'abandoned' : kind));
    if (closing) socket.end();
  };
  hold(serviceMs / pieces.length, () => write(0));
}

function cut(socket, settle, kind, serviceMs) {
  hold(serviceMs, () => {
    if (!socket.writable) return settle('abandoned');
    socket.write(broken);
    setTimeout(() => {
      if (!socket.writable) return settle('abandoned');
      settle(kind);
      if (kind === 'reset') socket.resetAndDestroy();
      else socket.end();
    }, CUT_AFTER_MS);
  });
}
