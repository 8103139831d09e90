import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse as parseYaml } from 'yaml';
import { type JsonSchema, toJsonSchema, writeJsonSchema } from '../../src/config/schema/json-schema.ts';
import { writeReference } from '../../src/config/schema/reference.ts';
import { writeStarter } from '../../src/config/starter.ts';
import { ACTION_REFERENCE } from '../action-reference.ts';
import { EXAMPLE, openFile, parse } from './example.ts';
import { fileOf, refusal, SHOP } from './scenarios.ts';

const committed = readFileSync(new URL('../../docs/tailgate.schema.json', import.meta.url), 'utf8');
const starter = (path: string) => writeStarter('shop').find((file) => file.path === path)?.text ?? '';

describe('the JSON Schema', () => {
  const validate = new Ajv({ strict: false }).compile(JSON.parse(committed));

  test('in docs/ is current (npm run build, then node scripts/write-schema.mjs)', () => {
    expect(committed).toBe(writeJsonSchema());
  });

  test.each([
    ['the example', EXAMPLE],
    ['the starter', starter('tailgate.yml')],
    ["a load of one's own", EXAMPLE.replace('load: realistic', 'load: { connections: 5, duration: 10 s }')],
    ['a scenario of sessions', fileOf(SHOP)],
    ['flows alone', fileOf('flows: [ { name: a, weight: 1, steps: [ { think: 1s }, { get: /a } ] } ]\n')],
    ['a load at a rate', openFile('rate: 300/s, arrivals: poisson')],
    [
      'a load of stages',
      EXAMPLE.replace(
        'load: realistic',
        'load: { stages: [{ connections: { from: 1, to: 5 }, rate: 5/s, duration: 10s }], arrivals: poisson }',
      ),
    ],
    [
      "a project's own profile",
      `profiles: { lunch: { connections: 5, duration: 10s, methods: [GET] } }\n${EXAMPLE.replace('load: realistic', 'load: lunch')}`,
    ],
  ])('takes %s', (_, text) => {
    validate(parseYaml(text));
    expect(validate.errors).toBeNull();
  });

  test.each([
    ['unknown key', 'weight: 30', 'wieght: 30'],
    ['no unit', '100 ms', '100'],
    ['two methods', 'get: /api/v1/buildings', 'get: /a, post: /b'],
    ['no method', ', get: /api/v1/buildings', ''],
    ['unknown profile', 'load: realistic', 'load: fast'],
    ['neither connections nor stages', 'load: realistic', 'load: { duration: 10s }'],
    [
      'stages beside a duration',
      'load: realistic',
      'load: { stages: [{ connections: 5, duration: 10s }], duration: 10s }',
    ],
    ['a stage without time', 'load: realistic', 'load: { stages: [{ connections: 5 }] }'],
    ['no stages', 'load: realistic', 'load: { stages: [] }'],
    ['arrivals alone', 'load: realistic', 'load: { connections: 5, duration: 10s, arrivals: poisson }'],
    ['weight of nothing', 'weight: 5', 'weight: 0'],
    ['empty bounds', 'p99: { max: 250 ms }', 'p99: {}'],
  ])('refuses: %s', (_, from, to) => {
    expect(EXAMPLE).toContain(from);
    expect(validate(parseYaml(EXAMPLE.replace(from, to)))).toBe(false);
    expect(() => parse(EXAMPLE.replace(from, to))).toThrow(/^tailgate\.yml:\d+ /);
  });

  test.each([
    ['a flow without a weight', 'weight: 10', 'as: admin'],
    ['a step without a method', '{ think: 1s..3s }', '{ name: think }'],
    ['a check without a subject', '{ json: /total, at-least: 1 }', '{ at-least: 1 }'],
    ['a check of nothing', '{ json: /total, at-least: 1 }', '{ json: /total }'],
    ['two places of a capture', '{ header: ETag }', '{ header: ETag, cookie: etag }'],
    ['two bodies', 'multipart:', 'form: { a: b }, multipart:'],
    ['rows that are taken otherwise', 'take: per-user', 'take: always'],
    ['a file without a path', '{ path: plan.pdf }', '{ name: plan.pdf }'],
  ])('of a scenario of sessions refuses: %s', (_, from, to) => {
    expect(SHOP).toContain(from);
    const text = SHOP.replace(from, to);
    expect(validate(parseYaml(fileOf(text)))).toBe(false);
    expect(refusal(text)).toMatch(/^tailgate\.yml:\d+ /);
  });

  test('describes every key', () => {
    const silent: string[] = [];
    const visit = (schema: JsonSchema, path: string): void => {
      for (const [name, property] of Object.entries(
        (schema.properties ?? {}) as Record<string, JsonSchema>,
      )) {
        if (!property.description) silent.push(`${path}.${name}`);
        visit(property, `${path}.${name}`);
      }
      for (const part of [
        schema.items,
        schema.additionalProperties,
        ...((schema.anyOf ?? []) as unknown[]),
      ]) {
        if (part && typeof part === 'object') visit(part as JsonSchema, `${path}[]`);
      }
    };
    visit(toJsonSchema(), '');
    expect(silent).toEqual([]);
  });
});

describe('the reference', () => {
  const rows = writeReference().trim().split('\n');

  test('has a row for each key, with example, default and meaning', () => {
    expect(rows.slice(0, 2)).toEqual(['| Key | Example | Default | Meaning |', '|---|---|---|---|']);
    expect(rows).toContain(
      '| `load.warmup` | `10s` | `10s` | Warm-up before the measured time; its results are discarded. |',
    );
    expect(rows).toContain('| `gate.errors.max` | `1 %` |  | Limit on the share of failed requests. |');
    expect(rows.some((row) => row.startsWith('| `scenario.requests[].weight` | `30` | `1` |'))).toBe(true);
    expect(rows.some((row) => row.startsWith('| `gate` |  | (required) |'))).toBe(true);
  });

  test('every row has four cells', () => {
    for (const row of rows) expect(row.replaceAll('\\|', '').split('|')).toHaveLength(6);
  });
});

describe('what `tailgate init` writes', () => {
  test('a tailgate.yml that works', () => {
    const plan = parse(starter('tailgate.yml'));
    expect(plan.scenario.requests.map(({ name }) => name)).toEqual(['health', 'list items', 'create item']);
    expect(plan.notices).toEqual([]);
  });

  test.each([
    ['load: { connections: 10,', null],
    ['load: { connections: 50,', { perSecond: 300, kind: 'poisson' }],
  ])('whose %s works once its comment is taken away', (load, arrivals) => {
    const text = starter('tailgate.yml').replace('\nload: realistic', '').replace(`# ${load}`, load);
    expect(parse(text).load).toMatchObject({ profile: null, stages: [{ arrivals }] });
  });

  test('whose login works once its comments are taken away', () => {
    const text = starter('tailgate.yml')
      .replace(/^( *)# (login:| {2}post:| {2}json:| {2}capture:)/gm, '$1$2')
      .replace('accept: application/json }', 'accept: application/json, authorization: "Bearer {{token}}" }');
    expect(parse(text).scenario.logins[0]?.inspection?.captures).toEqual([
      { name: 'token', from: { json: '/token' }, inHeader: true },
    ]);
    expect(parse(text).notices).toEqual([]);
  });

  test('a workflow with the permissions it needs and no others', () => {
    const workflow = parseYaml(starter('.github/workflows/tailgate.yml'));
    expect(workflow.permissions).toEqual({ contents: 'read', 'pull-requests': 'write' });
    expect(workflow.concurrency['cancel-in-progress']).toBe(true);
    expect(workflow.jobs.gate.steps.at(-1)).toMatchObject({
      uses: ACTION_REFERENCE,
      with: { 'target-url': 'http://127.0.0.1:3000' },
    });
  });
});
