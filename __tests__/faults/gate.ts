/** The whole gate, as a process where everything is run (cli/process.ts), against servers that misbehave; and what has to hold whatever they do. */
import { readFile, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { CauseCode } from '../../src/evidence/result/causes.ts';
import type { Result } from '../../src/evidence/result/schema.ts';
import { EXIT } from '../../src/exit-codes.ts';
import { openShell } from '../cli/process.ts';
import {
  answerEach,
  type Heard,
  type Listening,
  OK,
  type OnConnection,
  serve,
  wait,
} from '../engine/servers.ts';
import { partOf, RUNS_ALL } from '../part.ts';
import { repeatSaturated } from '../saturation.ts';

/** What is told of a run when it is over. */
export interface Told {
  readonly exitCode: number | null;
  readonly out: string;
  readonly err: string;
  readonly result: Result;
  readonly tookMs: number;
}

/** What differs from the usual tailgate.yml and command. */
export interface Setting {
  readonly target?: string;
  readonly load?: string;
  /** `login: …` and whatever else stands under `scenario`. */
  readonly scenario?: string;
  readonly request?: string;
  readonly words?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Far less than it would take if nothing put an end to it, and enough for a machine that is busy with other tests.
   */
  readonly withinMs?: number;
}

/**
 * Where timeouts are what is tested; the usual limit is one that a machine which stands still for a while doesn't
 * reach.
 */
export const IMPATIENT = '{ connections: 3, duration: 5s, warmup: 100ms, timeout: 1500ms }';
export const TOKEN = 'a-token-nobody-may-see';
const WITHIN_MS = 40_000;

/** As `gateOnce`, against a server that any number of runs find as the first one did. */
export const gate = (origin: string, setting: Setting = {}): Promise<Told> =>
  repeatSaturated(
    () => gateOnce(origin, setting),
    ({ result }) => result.causes,
  );

/** Runs the gate, and sees to what each run owes: one verdict, told alike everywhere, in time, without a secret. */
export async function gateOnce(origin: string, setting: Setting): Promise<Told> {
  const shell = await openShell();
  try {
    await writeFile(join(shell.folder, 'tailgate.yml'), configOf(setting));
    const startMs = performance.now();
    const { exitCode, signal, out, err } = await shell.run(
      ['--target-url', origin, '--json', 'result.json', '--markdown', 'comment.md', ...(setting.words ?? [])],
      { env: { TAILGATE_TOKEN: TOKEN, ...setting.env } },
    );
    const tookMs = performance.now() - startMs;
    expect({ signal, err }).toEqual({ signal: null, err: expect.not.stringMatching(/bug|\n +at /) });
    const text = await readFile(join(shell.folder, 'result.json'), 'utf8');
    const comment = await readFile(join(shell.folder, 'comment.md'), 'utf8');
    for (const shown of [out, err, text, comment]) expect(shown).not.toContain(TOKEN);
    const result = JSON.parse(text) as Result;
    expect(exitCode).toBe(EXIT[result.verdict]);
    expect(out).toContain(result.verdict.toUpperCase());
    expect(tookMs).toBeLessThan(setting.withinMs ?? WITHIN_MS);
    return { exitCode, out, err, result, tookMs };
  } finally {
    await shell.remove();
  }
}

function configOf({ target, load, scenario, request }: Setting): string {
  return `
name: faults
target: ${target ?? '{ ready: /ready }'}
load: ${load ?? '{ connections: 3, duration: 2500ms, warmup: 100ms, timeout: 4s }'}
scenario:
  headers: { x-api-key: "{{env.TAILGATE_TOKEN}}" }
  ${scenario ?? ''}
  requests: [ ${request ?? '{ name: list, get: /items }'} ]
gate: { errors: { max: 4 % }, throughput: { min: 1 /s } }
`;
}

/** Answers take so long that the time-keeping of a busy machine hardly matters beside them. */
const SERVICE_MS = 40;

/** A service that is ready at /ready, and answers everything else as `reply` does. */
export function service(reply: (socket: Socket, heard: Heard) => void): OnConnection {
  let number = 0;
  return answerEach((socket, heard) => {
    if (heard.path === '/ready') return socket.write(OK);
    const asked = { ...heard, number: number++ };
    return setTimeout(() => {
      if (!socket.destroyed) reply(socket, asked);
    }, SERVICE_MS);
  });
}

/** As `service`, with the fault in place of every fourth answer. */
export const everyFourth = (reply: (socket: Socket, heard: Heard) => void): OnConnection =>
  service((socket, heard) => (heard.number % 4 === 3 ? reply(socket, heard) : socket.write(OK)));

/**
 * Runs against a server of its own, and sees that no connection to it is left when it has ended.
 * @param meets what the server does, made anew for each run
 */
export const gateOn = (meets: () => OnConnection, setting: Setting = {}): Promise<Told> =>
  repeatSaturated(
    async () => {
      const server = await serve(meets());
      try {
        const told = await gateOnce(server.origin, setting);
        await expectLeft(server);
        return told;
      } finally {
        await server.close();
      }
    },
    ({ result }) => result.causes,
  );

async function expectLeft(server: Listening): Promise<void> {
  server.drain();
  for (let waitedMs = 0; server.open > 0 && waitedMs < 5000; waitedMs += 20) await wait(20);
  expect(server.open).toBe(0);
}

/** One fault and what comes of it. */
export interface Fault {
  readonly name: string;
  readonly meets: () => OnConnection;
  readonly setting?: Setting;
  readonly verdict: Result['verdict'];
  /** Code of the decisive one; null for a pass. */
  readonly cause: CauseCode | null;
  /** Of the verdict's sentence, as it is told everywhere. */
  readonly reason: RegExp;
  readonly look?: (told: Told) => void;
}

const PATIENCE_MS = 170_000;

/**
 * Five at a time, since they mostly wait. Where not everything is run, those that come to the same as another one are
 * left out, whatever their words: engine/faults.test.ts has what tells them apart.
 */
export function testFaults(faults: readonly Fault[]): void {
  const part = RUNS_ALL ? faults : partOf(faults, [({ verdict, cause }) => [verdict, cause]]);
  for (const { name } of faults.filter((fault) => !part.includes(fault))) test.skip(name, () => {});
  test.concurrent.each(part.map((fault) => [fault.name, fault] as const))(
    '%s',
    async (_, { meets, setting, verdict, cause, reason, look }) => {
      const told = await gateOn(meets, setting);
      look?.(told);
      expect(told.result).toMatchObject({ verdict, reason: expect.stringMatching(reason) });
      expect(told.result.causes[0]?.code ?? null).toBe(cause);
      expect(told.out.replaceAll(/\s+/g, ' ')).toContain(told.result.reason.slice(0, 40));
    },
    PATIENCE_MS,
  );
}
