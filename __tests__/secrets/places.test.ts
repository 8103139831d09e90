/**
 * Every secret, in every encoding and charset, in every place where a run may come to hold it: nothing that is told then
 * differs from what is told with another secret there, so that nobody can learn from it which it was.
 */
import { redactor } from '../../src/config/secrets/redact.ts';
import { mergeRequests } from '../../src/engine/merge-portions.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { logIn } from '../../src/engine/target/login.ts';
import { poll, pollCommit } from '../../src/engine/target/poll.ts';
import { createValues } from '../../src/engine/values.ts';
import type { RequestPortion } from '../../src/engine/worker/messages.ts';
import { unpackSample } from '../../src/engine/worker/sample.ts';
import { clean } from '../../src/report/escape.ts';
import { toRecord } from '../../src/report/history/record.ts';
import { renderAnnotation } from '../../src/report/markdown/annotation.ts';
import { renderCheck } from '../../src/report/markdown/check-output.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderStopped } from '../../src/report/markdown/placeholder.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { withoutSecrets } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { answerEach, type Listening, serve } from '../engine/servers.ts';
import { siteOf } from '../engine/site.ts';
import { RUNS_ALL, testInFull } from '../part.ts';
import { makeMeasurement, makeReport, makeRun, makeVerdict } from '../report/make-report.ts';
import { charsets } from './charsets.ts';
import { encodings, rotate } from './encodings.ts';

const SECRETS = ['hunter2-Sésame/9', 'sk_live_4eC39HqLyjWDarjtT1', 'pw4!', 'two words & more'];

interface Form {
  readonly name: string;
  readonly type: string;
  write(secret: string): Buffer;
  /** Where it is letters and no bytes that hold it. */
  say?(secret: string): string;
}

/** Each encoding in UTF-8, and each charset with a text that needs no other. */
const FORMS: readonly Form[] = [
  ...encodings.map(({ name, write }) => ({
    name,
    type: 'application/json; charset=utf-8',
    write: (secret: string) => Buffer.from(`## ${write(secret)} ##`),
    say: (secret: string) => `## ${write(secret)} ##`,
  })),
  ...charsets.map(({ name, type, write, head = '' }) => ({
    name,
    type,
    write: (secret: string) => write(`${head}## ${secret} ##`),
  })),
];

let server: Listening;
let answer: Buffer = Buffer.alloc(0);
beforeAll(async () => {
  server = await serve(answerEach((socket) => socket.end(answer)));
});
afterAll(() => server.close());

const respond = (status: number, body: Buffer, ...headers: (string | Buffer)[]) => {
  const lines = [`HTTP/1.1 ${status} Said`, `content-length: ${body.length}`, ...headers].flatMap((line) => [
    Buffer.from(line as string),
    Buffer.from('\r\n'),
  ]);
  answer = Buffer.concat([...lines, Buffer.from('\r\n'), body]);
};
const asking = () => ({ addresses: ['127.0.0.1'], deadlineMs: 5000, signal: new AbortController().signal });
const whyOf = async (polled: ReturnType<typeof poll>) => {
  const told = await polled;
  return told.good ? `served ${told.commit}` : told.why;
};

/** What is told in each place of a response that holds the secret in a form; null where it can't stand there. */
const PLACES: Readonly<Record<string, (form: Form, secret: string) => Promise<string> | string | null>> = {
  'an unexpected response': ({ type, write }, secret) => {
    const bytes = write(secret);
    const sample = unpackSample({
      kind: 'status',
      status: 500,
      text: '',
      body: { bytes, isCut: false, encoding: '', type },
    });
    return shownOf(sample, secret);
  },
  'an unexpected response to a user of the load whose own it is': ({ type, write }, secret) =>
    unpackSample({
      kind: 'status',
      status: 500,
      text: '',
      body: { bytes: write(secret), isCut: false, encoding: '', type },
      secrets: [secret],
    }).text,
  'an unexpected response that is cut off in it': ({ type, write }, secret) => {
    const whole = write(secret);
    const bytes = whole.subarray(0, whole.length - Math.ceil(whole.length / 4));
    const sample = unpackSample({
      kind: 'status',
      status: 404,
      text: '',
      body: { bytes, isCut: true, encoding: '', type },
    });
    return shownOf(sample, secret);
  },
  'the words of a socket’s error': ({ say }, secret) =>
    say ? shownOf({ kind: 'socket', status: null, text: say(secret), isCut: false }, secret) : null,
  'a login that is refused': ({ type, write }, secret) => {
    respond(401, write(secret), `content-type: ${type}`);
    return failedLogin(secret);
  },
  'a login without what was to be captured': ({ type, write }, secret) => {
    respond(200, write(secret), `content-type: ${type}`);
    return failedLogin(secret);
  },
  'the response about the commit': ({ type, write }, secret) => {
    respond(200, write(secret), `content-type: ${type}`);
    return whyOf(pollCommit(identified(secret), asking()));
  },
  'the commit itself': ({ say }, secret) => {
    if (!say) return null;
    respond(200, Buffer.from(JSON.stringify({ commit: say(secret) })));
    return whyOf(pollCommit({ ...identified(secret), commit: 'f'.repeat(40) }, asking()));
  },
  'a header, when it is asked whether it is ready': ({ write }, secret) => {
    const value = write(secret);
    if (value.some((byte) => byte < 0x20 || byte === 0x7f)) return null;
    respond(302, Buffer.alloc(0), Buffer.concat([Buffer.from('location: /in/'), value]));
    return whyOf(poll(siteOf(server.origin, { redact: redactor([secret]) }), asking()));
  },
};

const identified = (secret: string) =>
  siteOf(server.origin, { identity: { path: '/version', commit: '/commit' }, redact: redactor([secret]) });

function shownOf(sample: RequestPortion['samples'][number], secret: string): string {
  const portion = { ...NO_PORTION, samples: [sample] };
  return mergeRequests(['ask'], [[portion]], redactor([secret]))[0]?.samples[0]?.text ?? '';
}

const NO_PORTION: RequestPortion = {
  sent: 1,
  resent: 0,
  inFlight: 0,
  outcomes: { success: 0, status: 1, check: 0, body: 0, timeout: 0, socket: 0, unanswered: 0 },
  statuses: { '500': 1 },
  codes: {},
  intercepted: { rateLimited: 0, loginRedirects: 0, challenges: 0, retryAfterSeconds: null },
  samples: [],
  batches: [],
};

async function failedLogin(secret: string): Promise<string> {
  const login = {
    name: '',
    method: 'POST' as const,
    path: ['/login'],
    headers: [],
    body: [secret],
    expect: null,
    inspection: { captures: [{ name: 'token', from: { json: '/token' } }], checks: [] },
  };
  const values = createValues('l', seededRandom('login'));
  const asked = { ...asking(), url: server.origin, address: '127.0.0.1', captures: {}, values, jar: null };
  const told = await logIn(login, asked, { redact: redactor([secret]), onCaptured: () => {} }).catch(
    (error: Error) => error.message,
  );
  return String(told);
}

/** Whatever is told of a run that quotes the text: as a cause, a warning, a sample and the commit that is served. */
function tellAll(text: string, secret: string): Record<string, string> {
  const quoting: Report = makeReport({
    run: makeRun({ servedCommit: text }),
    verdict: makeVerdict({
      outcome: 'invalid',
      causes: [{ code: 'login-failed', detail: text }],
      warnings: [{ code: 'unconfirmed', detail: text }],
    }),
    measurement: makeMeasurement({
      endpoints: {
        'create owner': {
          errors: { status: { '500': 186 } },
          samples: [{ kind: 'status', status: 500, text }],
        },
      },
      ended: { how: 'target-lost', side: 'target', afterSeconds: 3, detail: text },
    }),
  });
  const report = withoutSecrets(quoting, [secret]);
  const publication = publicationOf(report);
  const context = {
    suite: 's',
    run: { id: '1', attempt: 1 },
    event: 'schedule',
    ref: null,
    policy: 'nightly' as const,
  };
  return {
    result: JSON.stringify(publication.result),
    comment: renderComment(publication),
    summary: renderSummary(publication),
    log: renderTerminal(publication, { colour: true, width: 120 }),
    outputs: JSON.stringify(renderOutputs(publication)),
    annotation: renderAnnotation(publication),
    'check run': JSON.stringify(renderCheck(publication, 64_500)),
    history: JSON.stringify(toRecord(report, { ...context, release: null, durationByHand: false })),
    'stopped comment': renderStopped(
      { name: 'x', headSha: null, runUrl: null },
      redactor([secret])(text),
      null,
      60_000,
    ),
  };
}

/** What is told of a text depends on nothing else, and most forms come to the same text. */
const TOLD = new Map<string, Record<string, string>>();
function toldOf(text: string, secret: string): Record<string, string> {
  const key = JSON.stringify([text, secret]);
  const told = TOLD.get(key) ?? tellAll(text, secret);
  TOLD.set(key, told);
  return told;
}

/** Without the letters of Base64 that bits of a neighbour are in. */
const plain = (text: string) =>
  text
    .replaceAll('&#42;', '*')
    .replaceAll('\u200b', '')
    .replace(/[\w+/]{0,2}\*{3}[\w+/=]{0,4}/gu, '***');

/** Every form; or in each place every second one, of one of the secrets, which take turns. */
function formsFor(secret: string, place: string): readonly Form[] {
  const turn = SECRETS.indexOf(secret) + Object.keys(PLACES).indexOf(place);
  return FORMS.filter((_, i) => RUNS_ALL || (i + turn) % (2 * SECRETS.length) === 0);
}

describe.each(SECRETS)('%s', (secret) => {
  test.each(Object.keys(PLACES))('%s', async (place) => {
    const quote = PLACES[place] as (typeof PLACES)[string];
    for (const form of formsFor(secret, place)) {
      const [text, other] = [await quote(form, secret), await quote(form, rotate(secret))];
      if (text === null || other === null) continue;
      expect([form.name, plain(clean(text))]).toEqual([form.name, plain(clean(other))]);
      const [told, told2] = [toldOf(text, secret), toldOf(other, rotate(secret))];
      for (const [medium, shown] of Object.entries(told))
        expect([form.name, medium, plain(shown)]).toEqual([form.name, medium, plain(told2[medium] ?? '')]);
    }
  });

  testInFull('what nobody redacted before it came into the report', () => {
    const turn = SECRETS.indexOf(secret);
    for (const { name, write } of encodings.filter((_, i) => RUNS_ALL || i % SECRETS.length === turn)) {
      const [told, other] = [secret, rotate(secret)].map((one) => tellAll(`## ${write(one)} ##`, one));
      for (const [medium, shown] of Object.entries(told ?? {}))
        expect([name, medium, plain(shown)]).toEqual([name, medium, plain(other?.[medium] ?? '')]);
    }
  });
});
