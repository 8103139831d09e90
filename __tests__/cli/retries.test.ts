/** What is sent again, from tailgate.yml to the result: through worker threads, judgement and report. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, serve, status } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { command } from './in-process.ts';
import { openShell, type Shell } from './process.ts';

let shell: Shell;
let server: Listening;
/** Attempts by what the body says. */
let heard: Map<string, number>;
beforeEach(async () => {
  shell = await openShell();
  heard = new Map();
  server = await serve(
    answerEach((socket, { method, body }) => {
      const before = heard.get(body) ?? 0;
      heard.set(body, before + 1);
      setTimeout(() => socket.write(method === 'POST' && before === 0 ? status(503) : OK), 5);
    }),
  );
});
afterEach(async () => {
  await server.close();
  await shell.remove();
});

const config = (more: string, gate: string) => `load: { connections: 2, duration: 1s, warmup: 0s }
scenario:
  requests:
    - { name: read, weight: 3, get: /items }
    - { name: create, post: /items, json: { id: "{{unique}}" }${more} }
gate: { p50: { max: 2 s }, ${gate} }
`;

async function run(text: string) {
  await writeFile(join(shell.folder, 'tailgate.yml'), text);
  const words = ['run', '--target-url', server.origin, '--json', 'result.json', '--markdown', 'comment.md'];
  const ended = await command(shell.folder, words);
  const read = (name: string) => readFile(join(shell.folder, name), 'utf8');
  return {
    ...ended,
    result: JSON.parse(await read('result.json')) as Result,
    comment: await read('comment.md'),
  };
}

testInFull('each create fails once: an error without retry', async () => {
  const { exitCode, result } = await run(config('', 'errors: { max: 1 % }'));
  expect(exitCode).toBe(1);
  expect(result.endpoints[1]?.metrics.errorRate).toBe(1);
  expect(result.metrics).not.toHaveProperty('retries');
});

test('sent again it is none; the attempts are in result, comment and terminal, and a limit of them fails', async () => {
  const retry = ', idempotency-key: true, retry: { on: [503], times: 2, backoff: 5 ms }';
  const { exitCode, out, result, comment } = await run(
    config(retry, 'errors: { max: 1 % }, attempts: { max: 1.1 }'),
  );
  expect(exitCode).toBe(1);
  expect(result.causes).toMatchObject([{ code: 'over-limit', metric: 'attempts', limit: 1.1 }]);
  const [read, create] = result.endpoints;
  const sent = create?.metrics.requests ?? 0;
  expect(create?.metrics).toMatchObject({
    errorRate: 0,
    attemptsPerRequest: 2,
    retries: {
      attempts: 2 * sent,
      repeated: sent,
      recovered: sent,
      givenUp: 0,
      after: { status: { 503: sent } },
    },
  });
  expect(read?.metrics).not.toHaveProperty('retries');
  expect(result.conditions.mix.map(({ retried = false }) => retried)).toEqual([false, true]);
  expect([...heard].filter(([body]) => body !== '').map(([, count]) => count)).toEqual(Array(sent).fill(2));
  for (const text of [out, comment]) expect(text).toContain(`retried after ${sent} × HTTP 503`);
});
