/** The formats of lines that are known, a row each; told by their content. */
import { type Fields, firstOf, hitOf, type LineFormat, memberOf, readJsonLine } from './line-format.ts';

/** `"GET /orders?page=2 HTTP/1.1" 200` behind `[…]`: nginx's combined, Apache's common and combined, Traefik's. */
const COMMON = /^[^[]{0,300}\[[^\]]{8,60}\] "((?:[^"\\]|\\.)*)" (\d{3}|-)(?: |$)/;
const REQUEST_LINE = /^([A-Z]{3,10}) (\S+)(?: HTTP\/[\d.]+)?$/;

/** Members that loggers use for the three of them. */
const METHODS = [
  'method',
  'request_method',
  'requestMethod',
  'http_method',
  'httpMethod',
  'verb',
  'req.method',
  'request.method',
  'http.method',
  'http.request.method',
  'httpRequest.requestMethod',
];
const TARGETS = [
  'request_uri',
  'requestUri',
  'uri',
  'url',
  'path',
  'request_path',
  'target',
  'req.url',
  'req.originalUrl',
  'request.url',
  'request.uri',
  'request.path',
  'http.url',
  'http.target',
  'http.path',
  'url.original',
  'url.path',
  'httpRequest.requestUrl',
];
const STATUSES = [
  'status',
  'status_code',
  'statusCode',
  'response_status',
  'response_code',
  'code',
  'res.statusCode',
  'res.status',
  'response.status',
  'response.status_code',
  'response.statusCode',
  'http.status_code',
  'http.response.status_code',
  'httpRequest.status',
];

function json(name: string, read: (fields: Fields) => ReturnType<LineFormat['read']>): LineFormat {
  return {
    name,
    read(line) {
      const fields = readJsonLine(line);
      return fields === null ? null : read(fields);
    },
  };
}

export const LINE_FORMATS: readonly LineFormat[] = [
  // `k6 run --out json=FILE`: a sample a line, of which those of http_reqs are requests.
  json('k6 samples (--out json)', (fields) => {
    if (fields.type !== 'Point' && fields.type !== 'Metric') return null;
    const { metric: series } = fields;
    if (typeof series !== 'string') return null;
    if (fields.type !== 'Point' || series !== 'http_reqs') return 'other';
    const tag = (name: string) => memberOf(fields, `data.tags.${name}`);
    return hitOf(tag('method'), tag('url'), tag('status'));
  }),
  json("an access log in Caddy's JSON", (fields) => {
    if (memberOf(fields, 'request.uri') === undefined) return null;
    return hitOf(memberOf(fields, 'request.method'), memberOf(fields, 'request.uri'), fields.status);
  }),
  json("an access log in Traefik's JSON", (fields) => {
    if (fields.RequestMethod === undefined) return null;
    return hitOf(fields.RequestMethod, fields.RequestPath, fields.DownstreamStatus ?? fields.OriginStatus);
  }),
  json('an access log in JSON', (fields) => {
    const status = firstOf(fields, STATUSES);
    const hit = hitOf(firstOf(fields, METHODS), firstOf(fields, TARGETS), status);
    if (hit !== null) return hit;
    const line = firstOf(fields, ['request', 'request_line', 'requestLine']);
    if (typeof line === 'string') return hitOfLine(line, status);
    // Fastify has pino write the response in a line of its own.
    return fields.reqId !== undefined && fields.res !== undefined ? 'other' : null;
  }),
  {
    name: 'an access log in the common or combined format',
    read(line) {
      const [, request, status] = COMMON.exec(line) ?? [];
      return request === undefined ? null : (hitOfLine(request, status) ?? 'other');
    },
  },
];

function hitOfLine(line: string, status: unknown) {
  const [, method, target] = REQUEST_LINE.exec(line) ?? [];
  return hitOf(method, target, status);
}
