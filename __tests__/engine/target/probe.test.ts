/** Every question has an end, whatever becomes of its connection. */
import { sendProbe } from '../../../src/engine/target/probe.ts';
import { answerEach, type Listening, OK, serve } from '../servers.ts';

const SWITCH = 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: Upgrade\r\n\r\n';

let server: Listening;
afterEach(() => server.close());

async function asked(
  answer: string | null,
  { deadlineMs = 300, signal = new AbortController().signal } = {},
) {
  server = await serve(
    answerEach((socket) => {
      if (answer !== null) socket.write(answer);
    }),
  );
  return sendProbe({
    url: `${server.origin}/`,
    addresses: ['127.0.0.1'],
    method: 'GET',
    headers: {},
    body: null,
    deadlineMs,
    signal,
  }).catch((error: unknown) => error);
}

test('a response', async () => {
  expect(await asked(OK)).toMatchObject({ status: 200, address: '127.0.0.1' });
});

test.each([
  ['as it is written', SWITCH],
  ['that names none', 'HTTP/1.1 101 Switching Protocols\r\n\r\n'],
])('a switch to another protocol is no response: %s', async (_, answer) => {
  expect(await asked(answer, { deadlineMs: 60_000 })).toMatchObject({
    message: 'it returned 101, a switch to another protocol that was not requested',
  });
});

test.each([
  ['silence', null],
  ['half a head', 'HTTP/1.1 200 OK\r\n'],
  ['a body without its end', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\na'],
  ['early hints for ever', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(1000)],
])('%s ends with the time', async (_, answer) => {
  expect(await asked(answer)).toMatchObject({ code: 'TIMEOUT', message: 'no response within 0.3 s' });
});

test('silence ends with who asked', async () => {
  const ending = new AbortController();
  setTimeout(() => ending.abort(), 50);
  expect(await asked(null, { deadlineMs: 60_000, signal: ending.signal })).toBeInstanceOf(Error);
});
