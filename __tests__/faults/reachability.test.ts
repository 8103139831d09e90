/** Targets that can't be reached, or not yet. */
import { answerEach, freePort, OK, status } from '../engine/servers.ts';
import { gate, type Setting, service, testFaults } from './gate.ts';

const SHORT: Setting = { words: ['--target-timeout', '2s'] };

describe('a target that never becomes ready', () => {
  testFaults([
    {
      name: 'answers 503',
      meets: () => answerEach((socket) => socket.write(status(503))),
      setting: SHORT,
      verdict: 'invalid',
      cause: 'service-broken',
      reason:
        /\/ready did not become ready within 2 s, which takes 3 good responses in a row: the last response was 503/,
      look: ({ out, result }) => {
        expect(out.replace(/\s+/g, ' ')).toContain('such as its database');
        expect(out).toContain('target-timeout');
        expect(result.metrics).toBeNull();
      },
    },
    {
      name: 'accepts connections and says nothing',
      meets: () => (socket) => socket.pause(),
      setting: SHORT,
      verdict: 'invalid',
      cause: 'not-ready',
      reason:
        /did not become ready within 2 s, which takes 3 good responses in a row: no response within \d s/,
    },
    {
      name: 'resets connections',
      meets: () => (socket) => socket.resetAndDestroy(),
      setting: SHORT,
      verdict: 'invalid',
      cause: 'not-ready',
      reason: /within 2 s, which takes 3 good responses in a row: the connection was reset \(ECONNRESET\)/,
    },
    {
      name: 'closes connections without a word',
      meets: () => (socket) => socket.end(),
      setting: SHORT,
      verdict: 'invalid',
      cause: 'not-ready',
      reason:
        /within 2 s, which takes 3 good responses in a row: the connection was closed without a response/,
    },
    {
      name: 'answers with what is no HTTP',
      meets: () => answerEach((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n')),
      setting: SHORT,
      verdict: 'invalid',
      cause: 'not-ready',
      reason:
        /within 2 s, which takes 3 good responses in a row: what came is no HTTP \(HPE_INVALID_CONSTANT\)/,
    },
    {
      name: 'sends whoever asks to a login',
      meets: () => answerEach((socket) => socket.write(status(302, 'location: https://sso.example/login'))),
      setting: SHORT,
      verdict: 'invalid',
      cause: 'not-ready',
      reason:
        /the last response was 302, a redirect to https:\/\/sso\.example\/login \(is the preview protected by a login\?\)/,
    },
  ]);
});

test.concurrent('a target that refuses connections', async () => {
  const { result } = await gate(`http://127.0.0.1:${await freePort()}`, SHORT);
  expect([result.verdict, result.causes[0]?.code]).toEqual(['invalid', 'not-ready']);
  expect(result.reason).toMatch(
    /\/ready did not become ready within 2 s, which takes 3 good responses in a row: the connection was refused \(ECONNREFUSED\)/,
  );
}, 100_000);

test.concurrent('a name that leads nowhere', async () => {
  const { result, out } = await gate('http://no-such-host.invalid', SHORT);
  expect([result.verdict, result.causes[0]?.code]).toEqual(['invalid', 'dns']);
  expect(result.reason).toMatch(
    /within 2 s, which takes 3 good responses in a row: the host name can't be resolved/,
  );
  expect(out).toContain('Check the host name in the URL');
}, 100_000);

describe('a target that needs its time', () => {
  testFaults([
    {
      name: 'is waited for while it wakes up, and its first answers are in no figure',
      meets: () => {
        let asked = 0;
        const awake = service((socket) => socket.write(OK));
        const asleep = answerEach((socket) => socket.end(status(502)));
        return (socket, number) => (asked++ < 3 ? asleep(socket, number) : awake(socket, number));
      },
      verdict: 'pass',
      cause: null,
      reason: /error rate 0 % \(limit 4 %\) are within their limits/,
      look: ({ result }) => expect(result.metrics?.errors.status).toEqual({}),
    },
  ]);
});
