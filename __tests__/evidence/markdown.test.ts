import { listRuns } from '../../src/evidence/readers/list-runs.ts';
import { dateIn } from '../../src/evidence/readers/markdown/dates.ts';
import { parseDocument } from '../../src/evidence/readers/markdown/document.ts';
import { methodsIn } from '../../src/evidence/readers/markdown/methods.ts';
import { drawn } from '../part.ts';

const anchorOf = (heading: string) => parseDocument(`# ${heading}\n`).headings[0]?.anchors[0];
const tablesOf = (text: string) =>
  parseDocument(text).tables.map(({ header, rows }) => [header, ...rows.map(({ cells }) => cells)]);

test.each([
  ['2.2 Test Realistic Load (80% GET / 20% POST)', '22-test-realistic-load-80-get--20-post'],
  ['Mesurée - **Test 2** avec UUID+timestamp', 'mesurée---test-2-avec-uuidtimestamp'],
  ['✅ Result of `wrk`', '-result-of-wrk'],
  ['[Realistic](x.md), final', 'realistic-final'],
  ['snake_case & co.', 'snake_case--co'],
])('the anchor of %s is %s', (heading, slug) => {
  expect(anchorOf(heading)).toBe(slug);
});

test('repeated anchors are numbered without clashing', () => {
  const text = ['Run', 'Run', 'Run 1', 'Run'].map((heading) => `## ${heading}\n`).join('\n');
  expect(parseDocument(text).headings.map(({ anchors }) => anchors[0])).toEqual([
    'run',
    'run-1',
    'run-1-1',
    'run-2',
  ]);
});

describe('anchors written as HTML', () => {
  test.each([
    ['<a id="by-hand"></a>\n\n## Peak', ['peak', 'by-hand']],
    ['<a name=by-hand></a>\n## Peak', ['peak', 'by-hand']],
    ['## Peak <a id="in-it"></a>', ['peak', 'in-it']],
    ['<div id="block">\n\n## Peak\n\n</div>', ['peak', 'block']],
    ['<a id="elsewhere"></a>\n\nWords.\n\n## Peak', ['peak']],
    ['<h2 id="tagged">Peak</h2>', ['peak', 'tagged']],
  ])('%j', (text, anchors) => {
    expect(parseDocument(`${text}\n`).headings).toMatchObject([{ text: 'Peak', level: 2, anchors }]);
  });

  test('before a table', () => {
    const { tables } = parseDocument('# R\n\n<a id="here"></a>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n');
    expect(tables).toMatchObject([{ anchors: ['here'], line: 5, heading: { text: 'R' } }]);
  });
});

test.each([
  ['2025-10-30', '2025-10-30'],
  ['on 2025-10-30 17:29:20', '2025-10-30'],
  ['30 octobre 2025', '2025-10-30'],
  ['1er août 2025', '2025-08-01'],
  ['October 30, 2025', '2025-10-30'],
  ['30 February 2025', null],
  ['30/10/2025', '2025-10-30'],
  ['05/06/2025', null],
  ['2025-13-01', null],
  ['soon', null],
])('the day in %s is %s', (text, day) => {
  expect(dateIn(text)).toBe(day);
});

test.each([
  ['80% GET / 20% POST (production)', { GET: 0.8, POST: 0.2 }],
  ['GET 80 %, POST 20 %', { GET: 0.8, POST: 0.2 }],
  ['80/20 GET/POST', { GET: 0.8, POST: 0.2 }],
  ['100% GET requests', { GET: 1 }],
  ['GET uniquement', { GET: 1 }],
  ['80% GET', null],
  ['GET and POST', null],
  ['~80% GET / 20% POST', null],
  ['70-80% GET / 20% POST', null],
])('the methods in %s', (text, methods) => {
  expect(methodsIn(text)).toEqual(methods);
});

test('plain text has no markup, and keeps bounds', () => {
  const text = '| ✅ **&lt; 100ms** `x` [a](b) _c_ a_b :tada: |\n|-|\n';
  expect(tablesOf(text)).toEqual([[['< 100ms x a c a_b']]]);
});

describe('tables', () => {
  test.each([
    ['escaped pipes and empty places', '| a \\| b | | c |\n|-|-|-|\n', [['a | b', '', 'c']]],
    [
      'without pipes at the ends',
      'a | b\n--|--\n1 | 2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    ['a pipe in code', '| `a \\| b` | c |\n|-|-|\n', [['a | b', 'c']]],
    [
      'in a quote',
      '> | a | b |\n> |-|-|\n> | 1 | 2 |\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'in a list',
      '- Peak:\n\n  | a | b |\n  |-|-|\n  | 1 | 2 |\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'in a list of a quote',
      '> 1. | a | b |\n>    |-|-|\n>    | 1 | 2 |\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
  ])('%s', (_, text, rows) => {
    expect(tablesOf(text)).toEqual([rows]);
  });

  test('know their lines, also in lists', () => {
    const [table] = parseDocument('# R\n\n- x\n\n  | a | b |\n  |-|-|\n  | 1 | 2 |\n').tables;
    expect([table?.line, table?.rows[0]?.line]).toEqual([5, 7]);
  });

  test.each([
    ['<table><tr><td>P99</td><td>101 ms</td></tr></table>\n', /^line 1: a table in HTML is not read/],
    ['<details>\n| a | b |\n|-|-|\n| 1 | 2 |\n</details>\n', /^line 1: a table right behind a tag/],
    ['Words.\n\n| a | b | c |\n|-|-|\n| 1 | 2 |\n', /^line 3: this looks like a table and is none/],
  ])('what is none, and looks like one, is named: %j', (text, says) => {
    const { tables, unread } = parseDocument(text);
    expect([tables, unread]).toEqual([[], [expect.stringMatching(says)]]);
  });

  test('are what a fold shows', () => {
    const text = '<details><summary>Figures</summary>\n\n| a | b |\n|-|-|\n| 1 | 2 |\n\n</details>\n';
    expect(tablesOf(text)).toEqual([
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ]);
  });

  test('a line right below one is a line', () => {
    const { tables, facts } = parseDocument('| a | b |\n|-|-|\n| 1 | 2 |\nConnections: 4\n');
    expect([tables[0]?.rows.length, facts]).toEqual([
      1,
      [{ heading: null, key: 'Connections', value: '4', line: 4 }],
    ]);
  });
});

describe('what a reader does not see', () => {
  const table = '| a | b |\n|-|-|\n| 1 | 2 |\n';
  test.each([
    ['a fence', `\`\`\`\`\n${table}\`\`\`\n${table}\`\`\`\`\n`],
    ['a comment', `<!-- Old:\n\n${table}\n-->\n`],
    ['a fence in a list', `- x\n\n  ~~~\n${table.replaceAll(/^/gm, '  ')}\n  ~~~\n`],
  ])('%s', (_, text) => {
    expect(parseDocument(text)).toMatchObject({ tables: [], unread: [], facts: [] });
  });

  test('ends where it ends, and a sign of a comment in code begins none', () => {
    const text = `\`\`\`\nx\n\`\`\`\n\n\`<!--\` begins one.\n\n${table}`;
    expect(parseDocument(text).tables).toMatchObject([{ line: 7 }]);
  });
});

describe('lines of keys and values', () => {
  test.each([
    ['- Connections: 8', 'Connections', '8'],
    ['**Connections**: 8', 'Connections', '8'],
    ['**Connections:** 8', 'Connections', '8'],
    ['1. *Connections* : `8`', 'Connections', '8'],
    ['- [x] Connections: 8', 'Connections', '8'],
    ['> * Duration (s): 8', 'Duration (s)', '8'],
  ])('%s', (text, key, value) => {
    expect(parseDocument(`${text}\n`).facts).toEqual([{ heading: null, key, value, line: 1 }]);
  });

  test('one beneath the other, each with its line', () => {
    const { facts } = parseDocument(
      '# R\n\nTool: k6\nConnections: 8<br>Duration: 2 min\\\nDate: 2026-01-02\n',
    );
    expect(facts.map(({ key, line, heading }) => [key, line, heading?.text])).toEqual([
      ['Tool', 3, 'R'],
      ['Connections', 4, 'R'],
      ['Duration', 4, 'R'],
      ['Date', 5, 'R'],
    ]);
  });

  test('a front matter has some, and is no heading', () => {
    const { facts, headings } = parseDocument('---\ntitle: Load\ndate: "2026-01-02"\n---\n\n# R\n');
    expect(facts).toEqual([
      { heading: null, key: 'title', value: 'Load', line: 2 },
      { heading: null, key: 'date', value: '2026-01-02', line: 3 },
    ]);
    expect(headings).toMatchObject([{ text: 'R', line: 6 }]);
  });

  test('a rule at the top is no front matter', () => {
    const { headings } = parseDocument('---\n\n# R\n\n---\n\nWords.\n');
    expect(headings).toMatchObject([{ text: 'R', line: 3 }]);
  });
});

test('a heading in a quote holds within it', () => {
  const table = '| a | b |\n|-|-|\n| 1 | 2 |\n';
  const { tables } = parseDocument(`# R\n\n> ## Old\n>\n${table.replaceAll(/^(?=.)/gm, '> ')}\n${table}`);
  expect(tables.map(({ heading }) => [heading?.text, heading?.parent?.text])).toEqual([
    ['Old', 'R'],
    ['R', undefined],
  ]);
});

/** So many where everything is run; else half, for what takes the square of it takes a quarter. */
const many = (count: number) => drawn(count, count / 2);

test.each([
  ['quotes in quotes', '>'.repeat(many(20_000))],
  ['lists in lists', Array.from({ length: many(300) }, (_, i) => `${' '.repeat(2 * i)}- x`).join('\n')],
  ['brackets', '['.repeat(many(20_000))],
  ['stars', '*a '.repeat(many(6000))],
  ['stars of many lines', '**a\n*b\n'.repeat(many(4000))],
  ['ticks', Array.from({ length: many(200) }, (_, i) => '`'.repeat(i)).join(' ')],
  ['pipes', `${'|a'.repeat(many(6000))}|\n${'|-'.repeat(many(6000))}|\n`],
  ['tags', '<a '.repeat(many(6000))],
  ['blanks', `Connections${' '.repeat(many(100_000))}: 8\n${'\n'.repeat(many(100_000))}`],
])('a hostile text is read in seconds of a processor: %s', (_, text) => {
  const before = process.cpuUsage();
  listRuns(`# R\n\n${text}\n`, 'f');
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1e6).toBeLessThan(drawn(10, 3));
});
