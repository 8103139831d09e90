/** What a service tells with its responses, against real sockets. */
import { MOST_NAMES, TIMING_COLUMNS } from '../../src/config/why.ts';
import { orderFor, request, runLoad } from './run-load.ts';
import { answerEach, type Heard, type Listening, OK, serve, status, wait } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

let server: Listening;
afterEach(() => server.close());

const withTiming = (...lines: readonly string[]) =>
  OK.replace('\r\n', `\r\n${lines.map((line) => `Server-Timing: ${line}\r\n`).join('')}`);

test('durations are added up for each request name, of successes alone', async () => {
  server = await serve(
    answerEach((socket, { head }) => {
      if (head.includes('/slow'))
        setTimeout(() => socket.write(withTiming('db;dur=20;desc="a, b"', 'app;dur=1')), 5);
      else if (head.includes('/bad'))
        socket.write(status(500).replace('\r\n', '\r\nServer-Timing: db;dur=1\r\n'));
      else socket.write(OK);
    }),
  );
  const requests = ['/slow', '/bad', '/plain'].map((path) => request({ name: path, path: [path] }));
  const { result } = await runLoad(orderFor(server.origin, { requests }));
  const [slow, bad, plain] = result.requests;
  expect(bad?.outcomes.status).toBeGreaterThan(0);
  expect(bad).not.toHaveProperty('timings');
  expect(plain).not.toHaveProperty('timings');
  const [told] = slow?.timings ?? [];
  expect(told?.names).toEqual(['db', 'app']);
  const width = TIMING_COLUMNS + 2;
  const rows = [...(told?.rows as Float64Array)];
  const sumOf = (column: number) =>
    rows.filter((_, i) => i % width === column).reduce((sum, one) => sum + one, 0);
  expect(sumOf(1)).toBe(slow?.outcomes.success);
  expect(sumOf(3)).toBe(20 * (slow?.outcomes.success ?? 0));
  expect(sumOf(4)).toBe(slow?.outcomes.success);
  expect(sumOf(2)).toBeGreaterThanOrEqual(5 * (slow?.outcomes.success ?? 0));
});

test('a hostile service fills no memory and breaks no figure', async () => {
  let count = 0;
  server = await serve(
    answerEach((socket) => {
      const names = Array.from({ length: 60 }, () => `n${count++};dur=1e30, m${count};dur=${count}`);
      socket.write(
        withTiming(names.join(', '), '"";dur=5, \u00ff\u00fe;dur=1', ';;;===,,,', 'x;dur=-1;desc="'),
      );
    }),
  );
  let { first } = await runLoad(orderFor(server.origin));
  // A machine with much else to do may come to nothing in so short a time.
  for (let again = 0; again < 5 && first.sent === 0; again++)
    ({ first } = await runLoad(orderFor(server.origin)));
  expect(first.sent).toBeGreaterThan(0);
  expect(first.outcomes.success).toBe(first.sent);
  const [told] = first.timings ?? [];
  expect(told?.names.length).toBeLessThanOrEqual(MOST_NAMES);
  expect(told?.more).toBe(true);
  expect([...(told?.rows as Float64Array)].every(Number.isFinite)).toBe(true);
});

test('traces go out with each request, and the slowest of the sampled come back', async () => {
  const heard: string[] = [];
  const traceOf = ({ head }: Heard) => /^traceparent: (.*)$/m.exec(head)?.[1]?.trim() ?? '';
  server = await serve(
    answerEach((socket, one) => {
      const trace = traceOf(one);
      heard.push(trace);
      // The fifth that is sampled is the slowest, whatever the machine does.
      const isFifth = heard.filter((text) => text.endsWith('-01')).length === 5 && trace.endsWith('-01');
      void wait(isFifth ? 100 : 1).then(() => socket.write(OK));
    }),
  );
  const traced = request({ headers: [['traceparent', [{ value: 'traceparent', sample: 0.5 }]]] });
  const { first } = await runLoad(orderFor(server.origin, { requests: [traced], measureMs: 300 }));
  expect(heard.every((text) => /^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/.test(text))).toBe(true);
  expect(new Set(heard).size).toBe(heard.length);
  const sampled = heard.filter((text) => text.endsWith('-01')).map((text) => text.slice(3, 35));
  expect(first.traces).toHaveLength(3);
  expect(first.traces?.[0]?.latencyMs).toBeGreaterThanOrEqual(99);
  for (const { id } of first.traces ?? []) expect(sampled).toContain(id);
});
