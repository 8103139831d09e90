/** A real service of known capacity, and one with room: whether twice the connections bring more, through the terminal. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../src/evidence/result/schema.ts';
import { answerEach, type Listening, OK, type OnConnection, serve } from '../engine/servers.ts';
import { testInFull } from '../part.ts';
import { repeatWhile } from '../saturation.ts';
import { openShell, type Shell } from './process.ts';

/** Three stretches of 3 s each. */
const CONFIG = `
name: capacity
load: { connections: 16, duration: 15s, warmup: 500ms, saturation: true }
scenario: { requests: [ { name: ask, get: /ask } ] }
gate: { p99: { max: 2 s } }
`;
const DURATION = '9s';
const WORK_MS = 50;
const PATIENCE_MS = 120_000;

let shell: Shell;
let server: Listening | undefined;
beforeEach(async () => {
  shell = await openShell();
  await writeFile(join(shell.folder, 'tailgate.yml'), CONFIG);
});
afterEach(async () => {
  await server?.close();
  await shell.remove();
});

/** Works at so many requests together, each for 50 ms; the others wait for their turn. */
function withPlaces(places: number): OnConnection {
  let working = 0;
  const waiting: (() => void)[] = [];
  const next = () => {
    while (working < places) {
      const answer = waiting.shift();
      if (answer === undefined) return;
      working++;
      setTimeout(() => {
        working--;
        answer();
        next();
      }, WORK_MS);
    }
  };
  return answerEach((socket) => {
    waiting.push(() => socket.write(OK));
    next();
  });
}

/** A machine that stalls leaves nothing to be told; then it is asked again. */
async function ask(places: number): Promise<{ readonly result: Result; readonly out: string }> {
  server = await serve(withPlaces(places));
  const { origin } = server;
  const file = join(shell.folder, 'result.json');
  return repeatWhile(
    async () => {
      const { out } = await shell.run([
        '--target-url',
        origin,
        '--duration',
        DURATION,
        '--json',
        'result.json',
      ]);
      return { result: JSON.parse(await readFile(file, 'utf8')) as Result, out };
    },
    ({ result }) => result.saturation === undefined || result.saturation.finding === 'unclear',
    5,
  );
}

testInFull(
  'four places of 50 ms do 80 /s, and no more by 16 connections than by 8',
  async () => {
    const { result, out } = await ask(4);
    expect(result.saturation).toMatchObject({ finding: 'saturated', connections: { half: 8, full: 16 } });
    // Timers come late on a busy machine, and never early.
    expect(result.saturation?.throughputPerSecond.full).toBeGreaterThan(60);
    expect(result.saturation?.throughputPerSecond.full).toBeLessThan(82);
    expect(out).toMatch(/capacity +16 connections bring no more than 8 \(/);
    // What is measured aside counts in no figure, and is sent all the same.
    expect(result.conditions.stages).toMatchObject([{ connections: 16 }]);
    expect(result.measured?.seconds).toBeLessThan(3.5);
    expect(result.metrics?.requests).toBeLessThan(0.5 * result.sent.target);
  },
  PATIENCE_MS,
);

testInFull(
  'with a place for each of them, twice the connections bring about twice as much',
  async () => {
    const { result, out } = await ask(1000);
    expect(result.saturation?.finding).toBe('growing');
    expect(result.saturation?.growth).toBeGreaterThan(0.6);
    expect(out).toMatch(
      /capacity +16 connections bring [12]\.\d+× what 8 do .*: \d+ \/s is what they generate/s,
    );
  },
  PATIENCE_MS,
);
