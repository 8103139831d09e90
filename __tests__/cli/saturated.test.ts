/** A single worker behind ten connections: that it hides a delay beside its queue is said beside the verdict. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, type OnConnection, serve } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatSaturated, repeatWhile } from '../saturation.ts';
import { openShell, type Shell } from './process.ts';

const CONFIG = `
name: queue
load: { connections: 10, duration: 10s, warmup: 500ms }
scenario: { requests: [ { name: ask, get: /ask } ] }
gate: { p99: { regression: 50 % }, rounds: { measure: 1s, discard: 300ms, budget: 30s } }
`;
const QUEUES = /^Requests queue for the service.*Measure with 1 or 2 connections, or at a rate below/;
const PATIENCE_MS = 240_000;

interface SelftestFile {
  readonly cause: { readonly code: string };
  readonly advice: string | null;
}

let shell: Shell;
let servers: Listening[] = [];
beforeEach(async () => {
  shell = await openShell();
  await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG);
});
afterEach(async () => {
  for (const server of servers) await server.close();
  servers = [];
  await shell.remove();
});

/** One request after the other, each for `ms`. */
function oneWorker(ms: number): OnConnection {
  let freeMs = 0;
  return answerEach((socket) => {
    freeMs = Math.max(performance.now(), freeMs) + ms;
    setTimeout(() => socket.write(OK), freeMs - performance.now());
  });
}

const takesItsTime = (ms: number): OnConnection =>
  answerEach((socket) => setTimeout(() => socket.write(OK), ms));

async function compare(meets: () => OnConnection): Promise<Result> {
  servers.push(await serve(meets()), await serve(meets()));
  const [target, base] = servers.slice(-2).map(({ origin }) => origin) as [string, string];
  await repeatSaturated(
    () => shell.run(['--target-url', target, '--base-url', base, '--json', 'result.json']),
    ({ causes }) => causes,
  );
  return JSON.parse(await readFile(join(shell.folder, 'result.json'), 'utf8')) as Result;
}

testInFull(
  'one worker: said, with a load that would show its own time',
  async () => {
    // As below, the queue has to be longer than what a busy machine adds to the first requests.
    const isSaid = ({ code }: { readonly code: string }) => code === 'saturated';
    const once = () => compare(() => oneWorker(12));
    const { warnings } = await repeatWhile(once, (result) => !result.warnings.some(isSaid), 3);
    const said = warnings.find(isSaid);
    expect(said).toMatchObject({ connections: 10 });
    expect(said?.says).toMatch(QUEUES);
  },
  PATIENCE_MS,
);

// As long as two sessions take, and judgement/selftest-saturated.test.ts has the rule.
testInFull(
  'one worker: its selftest says so, whatever else it comes to',
  async () => {
    const gate = CONFIG.replace('discard: 300ms, budget: 30s', 'discard: 100ms, budget: 60s');
    await writeFile(join(shell.folder, 'tailgate.yml'), gate);
    // The queue has to be longer than what a busy machine and two proxies add to the first requests.
    servers = [await serve(oneWorker(12))];
    const [{ origin } = { origin: '' }] = servers;
    const once = async () => {
      // Its proxies answer on a thread of their own, and not on that of the service.
      const words = ['selftest', '--target-url', origin, '--json', 'selftest.json'];
      await shell.tailgate(words, { own: true });
      return JSON.parse(await readFile(join(shell.folder, 'selftest.json'), 'utf8')) as SelftestFile;
    };
    const { cause, advice } = await repeatWhile(once, ({ advice }) => !QUEUES.test(advice ?? ''), 3);
    expect(advice).toMatch(QUEUES);
    expect(['gate-blind', 'gate-works', 'too-noisy']).toContain(cause.code);
  },
  PATIENCE_MS,
);

// As long as a session takes, and judgement/saturated.test.ts has services that only take their time.
testInFull(
  'a service that only takes its time: nothing is said',
  async () => {
    const { warnings } = await compare(() => takesItsTime(40));
    expect(warnings.map(({ code }) => code)).not.toContain('saturated');
  },
  PATIENCE_MS,
);
