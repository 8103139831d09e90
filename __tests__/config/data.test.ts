import { CAP_OPTIONS } from '../../src/config/cap-options.ts';
import { parseTable } from '../../src/config/data/parse-table.ts';
import fc, { anyCharacter } from '../fast-check.ts';
import { type Around, parseScenario, refusal, scenarioOf } from './scenarios.ts';

const table = (text: string, file = 'a.csv') => parseTable(text, file);

describe('rows of a CSV file', () => {
  test.each([
    ['lines of Unix', 'a,b\n1,2\n3,4\n'],
    ['lines of Windows', 'a,b\r\n1,2\r\n3,4\r\n'],
    ['no line break at the end', 'a,b\n1,2\n3,4'],
    ['empty lines', '\na,b\n\n1,2\n3,4\n\n'],
    ['quotes', '"a","b"\n"1","2"\n3,"4"\n'],
    ['blanks around column names', 'a, b\n1,2\n3,4\n'],
  ])('%s', (_, text) => {
    expect(table(text)).toEqual({
      columns: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    });
  });

  test('what stands in quotes is as it is: commas, quotes, line breaks, blanks', () => {
    expect(table('a,b\n"x, ""y""\r\nz"," w "\n').rows).toEqual([['x, "y"\r\nz', ' w ']]);
  });

  test('values are texts to the letter', () => {
    expect(table('id,n\n9007199254740993,1.50\n007,\n').rows).toEqual([
      ['9007199254740993', '1.50'],
      ['007', ''],
    ]);
  });

  test.each([
    ['', 'a.csv: is empty: write column names, and a row'],
    [' \n\n', 'a.csv: is empty: write column names, and a row'],
    ['a,b\n', 'a.csv: has no rows: write at least one'],
    ['a,a\n1,2\n', 'a.csv:1: has the column "a" twice: rename one of them'],
    ['a,,c\n1,2,3\n', 'a.csv:1: has no name for column 2: write one'],
    ['a;b\n1;2\n', 'a.csv:1: has semicolons between its columns: save it with commas'],
    ['a\tb\n1\t2\n', 'a.csv:1: has tabs between its columns: save it with commas'],
    [
      'a,b\n1,2\n3\n',
      'a.csv:3: has 1 value, and the first line has 2 columns (a, b): put a value that contains a comma in quotes',
    ],
    [
      'a,b\n"1\n1",2\n3,4,5\n',
      'a.csv:4: has 3 values, and the first line has 2 columns (a, b): put a value that contains a comma in quotes',
    ],
    ['a,b\n1,"2\n', 'has an unclosed quote: close it'],
    [
      'a,b\n1,2"3"\n',
      'a.csv:2: has a quote in the middle of a value: put the whole value in quotes, and double those inside it',
    ],
  ])('refused: %j', (text, says) => {
    expect(() => table(text)).toThrow(says);
  });
});

describe('any texts come back as they were written', () => {
  const texts = fc.array(fc.array(fc.string({ unit: anyCharacter }), { minLength: 3, maxLength: 3 }), {
    minLength: 1,
  });
  test('in CSV', () => {
    fc.assert(
      fc.property(texts, (rows) => {
        const written = [['a', 'b', 'c'], ...rows].map((row) =>
          row.map((value) => `"${value.replaceAll('"', '""')}"`).join(','),
        );
        expect(table(written.join('\r\n'))).toEqual({ columns: ['a', 'b', 'c'], rows });
      }),
    );
  });

  test('in JSON', () => {
    fc.assert(
      fc.property(texts, (rows) => {
        const list = rows.map(([a, b, c]) => ({ a, b, c }));
        expect(table(JSON.stringify(list), 'a.json')).toEqual({ columns: ['a', 'b', 'c'], rows });
      }),
    );
  });
});

describe('rows of a JSON file', () => {
  test('numbers keep their digits', () => {
    const text =
      '[{"id": 9007199254740993, "price": 1.50, "on": true, "name": "é"},\n {"name": "b", "id": 1e3, "price": 0, "on": false}]';
    expect(table(text, 'a.json')).toEqual({
      columns: ['id', 'price', 'on', 'name'],
      rows: [
        ['9007199254740993', '1.50', 'true', 'é'],
        ['1e3', '0', 'false', 'b'],
      ],
    });
  });

  test('letters that JSON writes as two escapes are whole', () => {
    expect(table('[{"a": "\\ud83d\\ude00"}]', 'a.json').rows).toEqual([['😀']]);
  });

  test.each([
    ['[]', 'a.json: has no rows: write at least one'],
    ['{"a": 1}', 'a.json: is not a list: write one of flat objects, such as [{"email": "a@b.c"}]'],
    ['[{"a": 1}, 2]', 'a.json [1]: "2" is no object: write {"column": "value"}'],
    ['[{}]', 'a.json [0]: has no columns: write {"column": "value"}'],
    [
      '[{"a": 1}, {"b": 1}]',
      'a.json [1].b: is not a column of the first row (a): rows have the same columns',
    ],
    ['[{"a": 1, "b": 2}, {"a": 1}]', 'a.json [1].b: is missing: rows have the same columns'],
    ['[{"a": null}]', 'a.json [0].a: is null: write a text, a number, true or false'],
    [
      '[{"a": "x"}, {"a": "\\ud83d!"}]',
      'a.json [1].a: has half a letter in it (a surrogate such as \\ud83d without its other half): write the whole letter',
    ],
    [
      '[{"\\udc00": "x"}]',
      'a.json [0]: has a column whose name has half a letter in it (a surrogate such as \\ud83d without its other half): write the whole letter',
    ],
    ['[{"a": [1]}]', 'a.json [0].a: is a list: write a text, a number, true or false'],
    ['[{"a": {"b": 1}}]', 'a.json [0].a: is an object: write a text, a number, true or false'],
    ['[{"a": 1},\n{"a": }]', 'a.json:2: is not valid JSON from here on: write a list of flat objects'],
    [`[${'['.repeat(100_000)}`, 'a.json: is nested too deep: write a list of flat objects'],
  ])('refused: %.40s', (text, says) => {
    expect(() => table(text, 'a.json')).toThrow(says);
  });
});

const TAKE = (take: string, requests = '[ { get: "/a/{{users.email}}" } ]') =>
  `data: { users: { file: users.csv, take: ${take} } }\nrequests: ${requests}\n`;

describe('data of a scenario', () => {
  test('goes into the plan with its rows, and into templates by index', () => {
    const { data, requests } = scenarioOf(TAKE('in-order'));
    expect(data).toEqual([
      {
        name: 'users',
        take: 'in-order',
        columns: ['email', 'password'],
        rows: [
          ['a@x.example', 'one'],
          ['b@x.example', 'two'],
        ],
      },
    ]);
    expect(requests[0]?.path).toEqual(['/a/', { value: 'row', table: 0, column: 0, encoding: 'url' }]);
  });

  test.each([
    ['first name', 0],
    ['last  name', 1],
    ['name "of" it', 2],
  ])('the column %s has blanks in its name', (column, index) => {
    const files = { 'users.csv': 'first name,last  name,"name ""of"" it"\na,b,c\n' };
    const { requests } = scenarioOf(TAKE('in-order', `[ { get: '/{{ users.${column} }}' } ]`), { files });
    expect(requests[0]?.path).toEqual(['/', { value: 'row', table: 0, column: index, encoding: 'url' }]);
  });

  test('another column with blanks is none', () => {
    const files = { 'users.csv': 'first name\na\n' };
    const asking = (name: string) =>
      refusal(TAKE('in-order', `[ { get: "/{{users.${name}}}" } ]`), { files });
    const meant = 'is not a column of users, did you mean users.first name?; its columns are first name';
    for (const name of ['frist name', 'first names', 'first  name']) expect(asking(name)).toContain(meant);
    expect(asking('first')).toContain('is not a column of users');
  });

  test('words after a column are none', () => {
    expect(refusal(TAKE('once', '[ { get: "/{{users.email x}}" } ]'))).toContain(
      'has words after a name that takes no arguments: remove them',
    );
  });

  test('that nothing takes a value of is left out, and that is said', () => {
    const plan = parseScenario(TAKE('once', '[ { get: /a } ]'));
    expect(plan.scenario).not.toHaveProperty('data');
    expect(plan.notices).toEqual(['No template takes a value of the data users.']);
  });

  const open = (rate: string, more = '') => ({
    load: `{ connections: 2, duration: 10s, warmup: 0s, rate: ${rate}${more} }`,
  });
  test('as many rows as are needed are enough', () => {
    expect(() => parseScenario(TAKE('once'), open('0.2/s'))).not.toThrow();
    // In a closed model nobody knows before, and nor does who searches. A cap, which the action always sets, is no count.
    const maxRequests = Number(CAP_OPTIONS['max-requests'].default);
    const search = { load: '{ breakpoint: { rate: { from: 50/s, to: 2000/s }, connections: 2 } }' };
    for (const around of [{}, search]) {
      expect(() => parseScenario(TAKE('once'), around)).not.toThrow();
      expect(() => parseScenario(TAKE('once'), { ...around, inputs: { maxRequests } })).not.toThrow();
    }
    expect(() => parseScenario(TAKE('per-user'))).not.toThrow();
    const half = '[ { get: "/a/{{users.email}}" }, { get: /b } ]';
    expect(() => parseScenario(TAKE('once', half), open('0.4/s'))).not.toThrow();
  });

  const FILE = 'tailgate.yml:4 scenario.data.users.file: "users.csv" has 2 rows, and ';
  test.each<[string, Around, string]>([
    [
      'per-user',
      { load: '{ connections: 3, duration: 10s }' },
      'the load has 3 connections, each a user with its own row: add rows, or use fewer connections',
    ],
    [
      'once',
      open('0.3/s'),
      '3 are taken in the load and its warm-up, each once: add rows, shorten the load, or write take: in-order',
    ],
    [
      'once',
      { load: '{ connections: 2, duration: 10s, warmup: 5s, rate: 0.2/s }' },
      '3 are taken in the load and its warm-up, each once: add rows, shorten the load, or write take: in-order',
    ],
  ])('too few rows: %s, %j', (take, around, says) => {
    expect(refusal(TAKE(take), around)).toBe(FILE + says);
  });

  test('that only what the profile leaves out takes a value of needs no rows', () => {
    const files = { 'users.csv': 'email\na@x.example\n', 'items.csv': 'id\none\ntwo\n' };
    const { scenario } = parseScenario(
      `data: { users: { file: users.csv, take: per-user }, items: { file: items.csv, take: random } }
requests: [ { get: "/items/{{items.id}}" } ]
flows: [ { name: order, weight: 1, steps: [ { post: "/orders/{{users.email}}" }, { get: "/items/{{items.id}}?again" } ] } ]
`,
      { files, inputs: { profile: 'light' } },
    );
    expect(scenario.data?.map(({ name }) => name)).toEqual(['items']);
    expect(scenario.requests.map(({ path }) => path)).toEqual([
      ['/items/', { value: 'row', table: 0, column: 0, encoding: 'url' }],
    ]);
  });

  test('of which another goes before it keeps its rows', () => {
    const { scenario } = parseScenario(
      `data: { users: { file: users.csv, take: random }, items: { file: items.csv, take: random } }
requests: [ { post: "/a/{{users.email}}" }, { get: "/a/{{items.id}}", headers: { x-id: "{{items.id}}" } } ]
`,
      { files: { 'items.csv': 'id\none\n' }, inputs: { profile: 'light' } },
    );
    expect(scenario.data?.map(({ name }) => name)).toEqual(['items']);
    const place = (encoding: string) => ({ value: 'row', table: 0, column: 0, encoding });
    expect(scenario.requests).toMatchObject([
      { path: ['/a/', place('url')], headers: [['x-id', [place('none')]]] },
    ]);
  });

  test('both sides of a comparison share the rows that are taken once', () => {
    const around = {
      ...open('0.1/s'),
      inputs: { baseUrl: 'http://127.0.0.1:9' },
      gate: 'p99: { regression: 20 % }',
    };
    expect(refusal(TAKE('once'), around)).toBe(
      `${FILE}36 are taken in the load on both sides, each once: add rows, shorten the load, or write take: in-order`,
    );
  });

  test('one row that is taken once is no row for one of the sides', () => {
    const around = {
      files: { 'users.csv': 'email,password\na@x.example,one\n' },
      inputs: { baseUrl: 'http://127.0.0.1:9' },
      gate: 'p99: { regression: 20 % }',
    };
    expect(refusal(TAKE('once'), around)).toBe(
      'tailgate.yml:4 scenario.data.users.file: "users.csv" has 1 row, and each side takes its own rows, each once: add rows, or write take: in-order',
    );
    expect(() => parseScenario(TAKE('in-order'), around)).not.toThrow();
  });
});
