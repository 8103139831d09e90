/** Whole runs of the bundled action against a service that repeats what it was sent in every encoding and charset. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Runner, startRunner } from '../action/runner.ts';
import { answerEach, type Heard, type Listening, serve } from '../engine/servers.ts';
import { scheduleEvent } from '../github/events.ts';
import { type LocalGitHub, startGitHub } from '../github/server.ts';
import { testInFull } from '../part.ts';
import { charsets } from './charsets.ts';
import { encodings } from './encodings.ts';

const PATIENCE_MS = 120_000;
const USER = 'preview-account';
const PASSWORD = 'S0me?Password+of/it';
const SECRETS = {
  TAILGATE_KEY: 'sk_live_4eC39HqLyjWDarjtT1',
  TAILGATE_BASIC: Buffer.from(`${USER}:${PASSWORD}`).toString('base64'),
};
const TOKEN = '5f3a9c1e7b2d4f60a8e1';
/** What nobody may read anywhere: of Basic, the server knows the two parts. */
const HIDDEN = [SECRETS.TAILGATE_KEY, USER, PASSWORD, TOKEN];

const FORMS = [
  ...encodings.map(({ write }) => ({
    type: 'text/plain',
    write: (text: string) => Buffer.from(write(text)),
  })),
  ...charsets.map(({ type, write, head = '' }) => ({ type, write: (text: string) => write(head + text) })),
];

let github: LocalGitHub;
let runner: Runner;
let service: Listening;
beforeEach(async () => {
  github = await startGitHub();
  runner = await startRunner(github);
  service = await serve(
    // Each thing is said ten times or so.
    answerEach((socket, heard) => setTimeout(() => socket.write(answerTo(heard)), 4)),
  );
});
afterEach(async () => {
  await service.close();
  await runner.remove();
  await github.close();
});

function answerTo({ path }: Heard): Buffer {
  const say = (status: number, body: Buffer, type: string) =>
    Buffer.concat([
      Buffer.from(
        `HTTP/1.1 ${status} Said\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`,
      ),
      body,
    ]);
  if (path === '/login') return say(200, Buffer.from(JSON.stringify({ token: TOKEN })), 'application/json');
  const [, form, secret] = /^\/(\d+)\/(\d+)/.exec(path) ?? [];
  const { type, write } = FORMS[Number(form)] ?? { type: 'text/plain', write: Buffer.from };
  return form === undefined
    ? say(200, Buffer.from('ok'), 'text/plain')
    : say(500, write(`it was ${HIDDEN[Number(secret)]} indeed`), type);
}

const CONFIG = JSON.stringify({
  name: 'repeating',
  target: { ready: '/ready' },
  load: { connections: 8, duration: '2s', warmup: '0s' },
  scenario: {
    headers: { 'x-key': '{{env.TAILGATE_KEY}}', authorization: 'Basic {{env.TAILGATE_BASIC}}' },
    login: { post: '/login', json: {}, capture: { token: '/token' } },
    requests: FORMS.flatMap((_, form) =>
      HIDDEN.map((__, secret) => ({
        name: `${form} of ${secret}`,
        get: `/${form}/${secret}`,
        headers: { 'x-token': '{{token}}' },
      })),
    ),
  },
  gate: { errors: { max: '50 %' } },
});

/** What a patient reader gets out of it: each thing that may hide a letter undone, again and again. */
function* readingsOf(text: string): Generator<string> {
  let read = text;
  for (let i = 0; i < 4; i++) {
    read = read
      .replace(/&#(?:x([0-9a-f]+)|(\d+));?/gi, (_, hex, digits) =>
        String.fromCodePoint(hex ? Number.parseInt(hex, 16) : Number(digits)),
      )
      .replace(
        /&(lt|gt|amp|quot|apos|sol|quest|plus|lowbar|hyphen);?/g,
        (_, name) =>
          ({
            lt: '<',
            gt: '>',
            amp: '&',
            quot: '"',
            apos: "'",
            sol: '/',
            quest: '?',
            plus: '+',
            lowbar: '_',
            hyphen: '-',
          })[name as 'lt'],
      )
      .replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/\\([0-3][0-7]{2})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 8)))
      .replace(/\\([\\/"])/g, '$1')
      .replace(/%u?(?:00)?([2-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
      .replace(/<w?br>|&shy;|&ZeroWidthSpace;|\\n|\\r|\p{Cc}\[[0-9;]*m/gu, '')
      .normalize('NFKD')
      .replace(/[\p{M}\p{Cf}\p{Cc}\s]/gu, '');
    yield read;
  }
  for (const [run] of read.matchAll(/[A-Za-z0-9+/_-]{12,}/g))
    yield Buffer.from(run, 'base64').toString('latin1').replaceAll('\0', '');
}

function expectHidden(texts: Readonly<Record<string, string>>): void {
  const found = Object.entries(texts).flatMap(([place, text]) =>
    [text, ...readingsOf(text)].flatMap((reading) =>
      HIDDEN.filter((secret) => reading.includes(secret)).map((secret) => `${place}: ${secret}`),
    ),
  );
  expect([...new Set(found)]).toEqual([]);
}

async function run(more: object = {}) {
  const step = await runner.run({
    inputs: { 'target-url': service.origin, 'allow-private-hosts': 'true', 'check-run': 'true' },
    files: { 'tailgate.yml': CONFIG },
    env: SECRETS,
    ...more,
  });
  const { outputs, log, summary } = step;
  const file = outputs.result ?? '';
  const result = await readFile(file, 'utf8');
  // It has quoted what it was answered: else it would prove nothing.
  const { endpoints } = JSON.parse(result) as { endpoints: { samples: { text: string }[] }[] };
  const quoted = endpoints.filter(({ samples }) => samples.some(({ text }) => text.includes('***')));
  expect(quoted.length).toBeGreaterThan(0.9 * endpoints.filter(({ samples }) => samples.length > 0).length);
  expectHidden({
    result,
    comment: await readFile(join(dirname(file), 'comment.md'), 'utf8'),
    summary,
    outputs: JSON.stringify(outputs),
    log: log.replace(/^::add-mask::.*$/gm, ''),
    'what GitHub was sent': JSON.stringify(github.requests.map(({ body }) => body)),
  });
  return step;
}

testInFull(
  'of a pull request: in its comment, check run, summary, outputs, log and result there is none of them',
  async () => {
    await run();
    expect(github.comments.at(-1)?.body).toContain('repeating');
    expect(github.checkRuns).toHaveLength(1);
  },
  PATIENCE_MS,
);

// places.test.ts has what the history holds.
testInFull(
  'of a night: in its history, too',
  async () => {
    const sha = await github.git.commit('main', { version: '1' }, 'A change');
    const { log } = await run({
      ...scheduleEvent(github, sha),
      env: { ...SECRETS, ...scheduleEvent(github, sha).env },
    });
    expect(log).toContain('was recorded in');
    for (const path of await github.git.list('tailgate-history'))
      expectHidden({ [path]: await github.git.read('tailgate-history', path) });
  },
  PATIENCE_MS,
);
