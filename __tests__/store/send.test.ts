/** Figures and verdicts sent to a receiver on loopback. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ConfigurationError } from '../../src/config/configuration-error.ts';
import { checkReceivers } from '../../src/store/export/check-receivers.ts';
import { sendOtlp } from '../../src/store/export/send-otlp.ts';
import { sendWebhook, signWebhook } from '../../src/store/export/send-webhook.ts';
import { emptyResult } from '../evidence/make-result.ts';

const NOW = '2026-11-02T09:12:00.000Z';
const SECRET = 'a-secret-of-enough-letters';
const result = { ...emptyResult(), name: 'sent ünïcode' };

interface Got {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let got: Got[];
/** What is answered, one after the other; then 200. */
let answers: { status: number; headers?: Record<string, string>; body?: string }[];
let origin: string;

beforeEach(async () => {
  got = [];
  answers = [];
  server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { method, url, headers } = request;
    got.push({ method, url, headers, body: Buffer.concat(parts).toString('utf8') });
    const { status, headers: own = {}, body = '{}' } = answers.shift() ?? { status: 200 };
    response.writeHead(status, own).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await close();
});
const close = () =>
  new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

describe('OTLP', () => {
  test.each([
    ['', '/v1/metrics'],
    ['/', '/v1/metrics'],
    ['/otlp/', '/otlp/v1/metrics'],
    ['/v1/metrics', '/v1/metrics'],
    ['/otlp?tenant=1', '/otlp/v1/metrics?tenant=1'],
  ])('to %j it is posted below %s, as JSON', async (path, asked) => {
    await sendOtlp(`${origin}${path}`, result, NOW, {});
    expect(got.map(({ method, url, headers }) => [method, url, headers['content-type']])).toEqual([
      ['POST', asked, 'application/json'],
    ]);
    const [{ scopeMetrics }] = JSON.parse(got[0]?.body ?? '').resourceMetrics;
    expect(scopeMetrics[0].metrics[0].gauge.dataPoints[0].attributes[0].value.stringValue).toBe(
      'sent ünïcode',
    );
  });

  test('with the headers of the environment, decoded', async () => {
    const OTEL_EXPORTER_OTLP_HEADERS = 'Api-Key=a%20b, x-tenant=1=2,';
    await sendOtlp(origin, result, NOW, { OTEL_EXPORTER_OTLP_HEADERS });
    expect(got[0]?.headers).toMatchObject({ 'api-key': 'a b', 'x-tenant': '1=2' });
  });

  test('a value that no header can hold is a mistake that does not show it', async () => {
    const sending = sendOtlp(origin, result, NOW, {
      OTEL_EXPORTER_OTLP_HEADERS: 'api-key=k3y-of%0Athe-tenant',
    });
    const error = await sending.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ConfigurationError);
    expect(String(error)).toContain('holds a value of api-key with a letter that no header takes');
    expect(String(error)).not.toContain('k3y-of');
    expect(got).toEqual([]);
  });

  test('what may pass is tried again, with the same body; what may not, is told by its status', async () => {
    answers = [{ status: 503 }, { status: 429, headers: { 'retry-after': '0' } }];
    await sendOtlp(origin, result, NOW, {});
    expect(new Set(got.map(({ body }) => body)).size).toBe(1);
    expect(got).toHaveLength(3);
    answers = [{ status: 400, body: 'what you sent' }];
    await expect(sendOtlp(origin, result, NOW, {})).rejects.toThrow(/^it answered 400$/);
    expect(got).toHaveLength(4);
  });

  test('a part that was rejected is told', async () => {
    answers = [{ status: 200, body: '{"partialSuccess":{"rejectedDataPoints":"3"}}' }];
    await expect(sendOtlp(origin, result, NOW, {})).rejects.toThrow('rejected 3 data points');
    answers = [{ status: 200, body: 'thanks' }];
    await sendOtlp(origin, result, NOW, {});
  });

  test('a redirect is followed by nobody', async () => {
    answers = [{ status: 307, headers: { location: `${origin}/elsewhere` } }];
    await expect(sendOtlp(origin, result, NOW, {})).rejects.toThrow('it answered 307');
    expect(got.map(({ url }) => url)).toEqual(['/v1/metrics']);
  });

  test('nobody there: told after four times', async () => {
    await close();
    await expect(sendOtlp(origin, result, NOW, {})).rejects.toThrow(
      /^it could not be reached: .*ECONNREFUSED.*, 4 times$/,
    );
  }, 30_000);
});

describe('a webhook', () => {
  test('is signed, over the time and the very bytes that were sent', async () => {
    await sendWebhook(
      `${origin}/hook`,
      result,
      null,
      { TAILGATE_WEBHOOK_SECRET: SECRET },
      () => 1_793_610_720_500,
    );
    const [{ url, headers, body } = {} as Got] = got;
    expect(url).toBe('/hook');
    expect(headers['tailgate-timestamp']).toBe('1793610720');
    const expected = createHmac('sha256', SECRET).update(`1793610720.${body}`, 'utf8').digest('hex');
    expect(headers['tailgate-signature']).toBe(`v1=${expected}`);
    expect(JSON.parse(body)).toMatchObject({
      event: 'tailgate.run',
      result: { name: 'sent ünïcode', verdict: 'pass' },
    });
    expect(JSON.stringify(headers)).not.toContain(SECRET);
  });

  test('sent again, it is the same delivery with a new time', async () => {
    answers = [{ status: 502 }];
    let now = 1_000_000;
    await sendWebhook(origin, result, null, { TAILGATE_WEBHOOK_SECRET: SECRET }, () => (now += 5000));
    const [first, second] = got.map(({ headers }) => headers);
    expect(second?.['tailgate-delivery']).toBe(first?.['tailgate-delivery']);
    expect(second?.['tailgate-timestamp']).not.toBe(first?.['tailgate-timestamp']);
    expect(second?.['tailgate-signature']).toBe(
      signWebhook(SECRET, Number(second?.['tailgate-timestamp']), got[1]?.body ?? ''),
    );
  });

  test('another secret, time or body is another signature', () => {
    const own = signWebhook(SECRET, 1, '{}');
    expect(own).toMatch(/^v1=[0-9a-f]{64}$/);
    const others = [
      signWebhook(`${SECRET}2`, 1, '{}'),
      signWebhook(SECRET, 2, '{}'),
      signWebhook(SECRET, 1, '{ }'),
    ];
    expect(new Set([own, ...others]).size).toBe(4);
  });
});

describe('before the load', () => {
  test.each([undefined, '', 'short'])('a webhook with the secret %j is a mistake', (secret) => {
    const env = { TAILGATE_WEBHOOK_SECRET: secret };
    expect(() => checkReceivers({ webhook: origin }, env)).toThrow(
      'TAILGATE_WEBHOOK_SECRET: is needed to sign the webhook',
    );
    expect(() => checkReceivers({ webhook: '' }, env)).not.toThrow();
  });

  test('headers that are none are a mistake, which does not show them', () => {
    const env = { OTEL_EXPORTER_OTLP_HEADERS: 'only-a-secret' };
    expect(() => checkReceivers({ otlp: origin }, env)).toThrow(
      /^OTEL_EXPORTER_OTLP_HEADERS: is not a list of headers/,
    );
    expect(() => checkReceivers({ otlp: origin }, env)).not.toThrow('only-a-secret');
  });
});
