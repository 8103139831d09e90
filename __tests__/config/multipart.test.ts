import type { Template } from '../../src/config/template.ts';
import { PDF, refusal, scenarioOf } from './scenarios.ts';

const post = (rest: string) => `requests:\n  - { post: /documents, ${rest} }\n`;
const bodyOf = (rest: string, files = {}) => {
  const [request] = scenarioOf(post(rest), { files }).requests;
  const type = Object.fromEntries(request?.headers ?? [])['content-type']?.join('') ?? '';
  return { type, body: request?.body as Template, boundary: type.split('boundary=')[1] ?? '' };
};

test('texts and files, each in a part of its own', () => {
  const { type, body, boundary } = bodyOf(
    `multipart: { title: "a {{unique}}", 'say "x"': 3, file: { path: plan.pdf, type: application/pdf, name: "p.pdf" } }`,
  );
  expect(type).toBe(`multipart/form-data; boundary=${boundary}`);
  expect(body).toEqual([
    `--${boundary}\r\ncontent-disposition: form-data; name="title"\r\n\r\na `,
    { value: 'unique' },
    `\r\n--${boundary}\r\ncontent-disposition: form-data; name="say %22x%22"\r\n\r\n3` +
      `\r\n--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="p.pdf"\r\ncontent-type: application/pdf\r\n\r\n`,
    { value: 'file', bytes: PDF },
    `\r\n--${boundary}--\r\n`,
  ]);
});

test('a file is sent under its own name, and a list as several parts', () => {
  const { body, boundary } = bodyOf('multipart: { f: [ { path: plan.pdf }, x ] }');
  expect(body.filter((part) => typeof part === 'string').join('')).toBe(
    `--${boundary}\r\ncontent-disposition: form-data; name="f"; filename="plan.pdf"\r\ncontent-type: application/octet-stream\r\n\r\n` +
      `\r\n--${boundary}\r\ncontent-disposition: form-data; name="f"\r\n\r\nx\r\n--${boundary}--\r\n`,
  );
});

test('the boundary is in nothing of what is sent, and the same each time', () => {
  const usual = bodyOf('multipart: { a: b }').boundary;
  expect(bodyOf('multipart: { a: b }').boundary).toBe(usual);
  expect(bodyOf(`multipart: { a: "--${usual}--" }`).boundary).not.toBe(usual);
  expect(bodyOf(`multipart: { a: "{{pick x ${usual}}}" }`).boundary).not.toBe(usual);
  const rows = `data: { d: { file: d.csv, take: random } }\n${post('multipart: { a: "{{d.v}}" }')}`;
  const [request] = scenarioOf(rows, { files: { 'd.csv': `v\nx\n${usual}\n` } }).requests;
  expect(JSON.stringify(request?.headers)).not.toContain(usual);
});

test("the scenario's content type gives way", () => {
  const [request] = scenarioOf(
    `headers: { content-type: application/json }\n${post('form: { a: 1 }')}`,
  ).requests;
  expect(request?.headers).toEqual([['content-type', ['application/x-www-form-urlencoded']]]);
  expect(request?.body).toEqual(['a=1']);
});

const AT = 'tailgate.yml:5 scenario.requests[0]';

test.each([
  [
    'multipart: { f: { path: gone.pdf } }',
    `${AT}.multipart.f.path: there is no file "gone.pdf" in the workspace: paths are relative to its root`,
  ],
  [
    'multipart: { f: [ x, { path: gone.pdf } ] }',
    `${AT}.multipart.f[1].path: there is no file "gone.pdf" in the workspace: paths are relative to its root`,
  ],
  [
    'multipart: { f: { path: plan.pdf, type: pdf } }',
    `${AT}.multipart.f.type: "pdf" is not a media type: write one such as application/pdf`,
  ],
  [
    'multipart: { f: { file: plan.pdf } }',
    `${AT}.multipart.f.file: unknown key; allowed here: path, type, name`,
  ],
  [
    'multipart: {}',
    `${AT}.multipart: is empty: write a text, a file such as { path: loadtest/plan.pdf }, or a list of them`,
  ],
  [
    'multipart: { a: b }, headers: { content-type: x/y }',
    `${AT}.headers.content-type: is set by multipart automatically: remove it`,
  ],
  [
    'form: { a: b }, headers: { content-type: x/y }',
    `${AT}.headers.content-type: is set by form automatically: remove it`,
  ],
  ['form: { a: b }, multipart: { a: b }', `${AT}.multipart: form is set, too: keep one of them`],
  ['json: 1, form: { a: b }', `${AT}.form: json is set, too: keep one of them`],
  ['form: { a: { b: c } }', `${AT}.form.a: {"b":"c"} does not fit: write a text, or a list of them`],
])('refused: %s', (rest, says) => {
  expect(refusal(post(rest))).toContain(says);
});

test('a GET takes none of them', () => {
  expect(refusal('requests:\n  - { get: /a, form: { a: b } }\n')).toBe(
    `${AT}.form: GET takes no body: remove it, or use post`,
  );
});
