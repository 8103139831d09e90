/**
 * A server whose capacity is known, in a process of its own: so many slots, each busy with one request for so long,
 * first come, first served. When a request leaves its slot is reckoned, not timed, so that a timer that is late makes a
 * response late and no slot longer. Started by start.mjs with its behaviour as JSON, told over IPC.
 */
import { createServer } from 'node:http';

const { slots, serviceMs, queue = Number.POSITIVE_INFINITY, limiter, dies } = JSON.parse(process.argv[2]);
/** When each slot is free again. */
const free = new Array(slots).fill(0);
/** When each request came, when it began, when it was over, and what became of it: its status. */
let log = [];
let underWay = 0;
let tokens = limiter ?? 0;
let filledMs = performance.now();

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  request.resume();
  if (request.url === '/ready') return response.end('ready');
  const nowMs = performance.now();
  if (limiter !== undefined && !admits(nowMs)) return answer(response, 429, nowMs, nowMs);
  if (underWay >= slots + queue) return answer(response, 503, nowMs, nowMs);
  underWay++;
  if (dies !== undefined && underWay > dies) process.exit(1);
  let slot = 0;
  for (let i = 1; i < slots; i++) if (free[i] < free[slot]) slot = i;
  const startMs = Math.max(nowMs, free[slot]);
  free[slot] = startMs + serviceMs;
  setTimeout(
    () => {
      underWay--;
      answer(response, 200, nowMs, startMs, startMs + serviceMs);
    },
    startMs + serviceMs - nowMs,
  );
});

server.listen(0, '127.0.0.1', () => process.send({ say: 'listening', port: server.address().port }));
process.on('disconnect', () => process.exit());
process.on('message', ({ say }) => {
  if (say !== 'report') return;
  process.send({ say: 'truth', truth: { nowMs: performance.now(), log } });
  log = [];
});

function answer(response, status, cameMs, startMs, endMs = startMs) {
  log.push([cameMs, startMs, endMs, status]);
  response.statusCode = status;
  response.end(status === 200 ? 'ok' : '');
}

function admits(nowMs) {
  tokens = Math.min(limiter, tokens + ((nowMs - filledMs) * limiter) / 1000);
  filledMs = nowMs;
  if (tokens < 1) return false;
  tokens--;
  return true;
}
