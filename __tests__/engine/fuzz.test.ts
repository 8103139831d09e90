/**
 * Arbitrary bytes as answers. Whatever a server sends, each request ends in exactly one way, nothing that is no
 * response counts as a success, and the load goes on. TAILGATE_FUZZ=100000 runs more cases than the usual ones.
 */
import type { Socket } from 'node:net';
import { ResponseParser } from '../../src/engine/worker/response-parser.ts';
import type { WorkerLoad } from '../../src/engine/worker/worker-load.ts';
import fc from '../fast-check.ts';
import { drawn } from '../part.ts';
import { add, orderFor, request, runLoad } from './run-load.ts';
import { answerEach, OK, serve } from './servers.ts';
import { keepSteadyTime } from './steady-time.ts';

keepSteadyTime();

const CASES = Math.max(drawn(10_000, 1000), Number(process.env.TAILGATE_FUZZ ?? 0));
const PER_RUN = 500;
const CONNECTIONS = 20;

const VALID = [
  OK,
  'HTTP/1.1 204 No Content\r\n\r\n',
  'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n',
  'HTTP/1.0 200 OK\r\ncontent-length: 2\r\n\r\nok',
  'HTTP/1.1 103 Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok',
  'HTTP/1.1 429 Wait\r\nretry-after: 9\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\nnope',
  'HTTP/1.1 302 Found\r\nlocation: /login\r\ncontent-length: 0\r\n\r\n',
].map((text) => Buffer.from(text));

const bytes = (max: number) =>
  fc.uint8Array({ minLength: 1, maxLength: max }).map((array) => Buffer.from(array));
const valid = fc.constantFrom(...VALID);

/** A valid answer with a piece of it cut out and something else in its place. */
const mutated = fc
  .tuple(valid, fc.nat(), fc.nat(12), fc.uint8Array({ maxLength: 12 }))
  .map(([answer, place, cut, put]) => {
    const at = place % answer.length;
    return Buffer.concat([answer.subarray(0, at), put, answer.subarray(at + cut)]);
  });

/** Words of the grammar in an order that it may not allow. */
const shuffled = fc
  .array(
    fc.constantFrom(
      ...[
        'HTTP/1.1 ',
        'HTTP/9.9 ',
        '200 OK',
        '100 ',
        '101 Switching',
        '99999',
        '\r\n',
        '\n',
        '\r',
        '\r\n\r\n',
        ':',
        ' ',
        '\0',
      ],
      ...[
        'content-length: 5',
        'content-length: -1',
        'content-length: 18446744073709551617',
        'transfer-encoding: chunked',
      ],
      ...[
        'transfer-encoding: gzip, chunked',
        'connection: close',
        'connection: upgrade',
        'upgrade: h2c',
        'ffffffffff\r\n',
      ],
      ...['0\r\n\r\n', '5\r\nhello\r\n', 'hello', '\u00e9'],
    ),
    { minLength: 1, maxLength: 14 },
  )
  .map((words) => Buffer.from(words.join(''), 'latin1'));

interface Case {
  readonly payload: Buffer;
  /** Nothing of it can be a response. */
  readonly hopeless: boolean;
  /** Written in two pieces where this falls inside of it. */
  readonly cut: number;
  readonly after: 'end' | 'reset' | 'leave';
}

const oneCase: fc.Arbitrary<Case> = fc
  .record({
    what: fc.oneof(
      {
        weight: 3,
        arbitrary: bytes(200).map((payload) => ({ payload, hopeless: !payload.includes('HTTP/') })),
      },
      { weight: 4, arbitrary: mutated.map((payload) => ({ payload, hopeless: false })) },
      { weight: 3, arbitrary: shuffled.map((payload) => ({ payload, hopeless: false })) },
      { weight: 2, arbitrary: valid.map((payload) => ({ payload, hopeless: false })) },
      {
        weight: 1,
        arbitrary: fc.tuple(valid, valid).map((both) => ({ payload: Buffer.concat(both), hopeless: false })),
      },
    ),
    cut: fc.nat(400),
    after: fc.oneof(
      { weight: 8, arbitrary: fc.constant('end' as const) },
      { weight: 2, arbitrary: fc.constant('reset' as const) },
      { weight: 1, arbitrary: fc.constant('leave' as const) },
    ),
  })
  .map(({ what, cut, after }) => ({ ...what, cut, after }));

function answerWith(socket: Socket, { payload, cut, after }: Case): void {
  const finish = () => {
    if (after === 'end') socket.end();
    else if (after === 'reset') socket.resetAndDestroy();
  };
  if (cut === 0 || cut >= payload.length) {
    socket.write(payload, finish);
    return;
  }
  socket.write(payload.subarray(0, cut));
  setImmediate(() => socket.write(payload.subarray(cut), finish));
}

/** One run of load in which the i-th request is answered with the i-th case. */
async function loadWith(cases: readonly Case[]) {
  let running: WorkerLoad | null = null;
  let [served, hopeless] = [0, 0];
  const server = await serve(
    answerEach((socket) => {
      const next = cases[served];
      if (next === undefined) return running?.receive({ say: 'stop' });
      served++;
      if (next.hopeless) hopeless++;
      answerWith(socket, next);
    }),
  );
  const requests = [
    request(),
    request({ name: 'head', method: 'HEAD' }),
    request({ name: 'post', method: 'POST' }),
  ];
  const order = { requests, connections: CONNECTIONS, timeoutMs: 60, measureMs: 120_000 };
  const ran = await runLoad(orderFor(server.origin, order), {
    started: (started) => {
      running = started;
    },
  });
  await server.close();
  return { ran, served, hopeless };
}

test(
  `${CASES} answers of arbitrary bytes: the accounts add up each time`,
  async () => {
    const seen = { sent: 0, served: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(oneCase, { minLength: PER_RUN, maxLength: PER_RUN }), async (cases) => {
        const { ran, served, hopeless } = await loadWith(cases);
        // That sent = ended + in flight was checked for each request name by runLoad.
        expect(ran.lost).toBeNull();
        expect(served).toBe(PER_RUN);
        const sent = add(ran.result.requests.map((each) => each.sent));
        const success = add(ran.result.requests.map((each) => each.outcomes.success));
        const resent = add(ran.result.requests.map((each) => each.resent));
        expect(sent + resent).toBeGreaterThanOrEqual(served);
        expect(success).toBeLessThanOrEqual(served - hopeless);
        seen.sent += sent;
        seen.served += served;
      }),
      { numRuns: Math.ceil(CASES / PER_RUN), endOnFailure: true },
    );
    expect(seen.served).toBeGreaterThanOrEqual(CASES);
  },
  CASES * 20,
);

test('the parser alone: never throws, and once it is done it stays done until the next request', () => {
  const parser = new ResponseParser((status) => (status % 2 === 0 ? 64 : -1));
  const payload = fc.oneof(bytes(300), mutated, shuffled, valid);
  fc.assert(
    fc.property(fc.array(payload, { minLength: 1, maxLength: 4 }), fc.boolean(), (pieces, head) => {
      parser.reset();
      parser.expect(head);
      let parsed = parser.execute(pieces[0] as Buffer);
      for (const piece of pieces.slice(1)) if (!parsed.done) parsed = parser.execute(piece);
      if (!parsed.done) parsed = parser.finish();
      if (!parsed.done) throw new Error('neither whole nor broken at the end of its connection');
      if (parsed.broken === null && !(parser.status >= 200 && parser.status <= 9999)) {
        throw new Error(`a response of status ${parser.status}`);
      }
      if (parser.body().length > 64) throw new Error('more of the body was kept than was wanted');
      parser.headers();
    }),
    { numRuns: CASES },
  );
  // It still reads what is right after all that.
  parser.reset();
  expect(parser.execute(Buffer.from(OK))).toEqual({ done: true, broken: null });
  expect(parser.status).toBe(200);
  parser.free();
});
