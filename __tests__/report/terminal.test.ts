import { publicationOf } from '../../src/report/publication.ts';
import { terminalTable, wrap } from '../../src/report/terminal/columns.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { cutTo, widthOf } from '../../src/report/text-width.ts';
import fc from '../fast-check.ts';
import { partOf, RUNS_ALL } from '../part.ts';
import * as cases from './cases.ts';
import * as interleaved from './interleaved-cases.ts';
import { usualCase } from './usual-cases.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
const COLOURS = /\u001b\[[\d;]*m/g;

describe('terminal', () => {
  const reports = Object.entries({ ...cases, ...interleaved });
  const all = (RUNS_ALL ? reports : partOf(reports, [usualCase])).map(([, report]) => publicationOf(report));

  test('colours change nothing but the colour', () => {
    for (const publication of all) {
      const plain = renderTerminal(publication, { colour: false, width: 100 });
      const coloured = renderTerminal(publication, { colour: true, width: 100 });
      expect(plain).not.toMatch(COLOURS);
      expect(coloured).toMatch(COLOURS);
      expect(coloured.replaceAll(COLOURS, '')).toBe(plain);
    }
  });

  test('no line is wider than the terminal', () => {
    for (const publication of all) {
      for (const width of [100, 120, 200]) {
        const lines = renderTerminal(publication, { colour: false, width }).split('\n');
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
      }
    }
  });

  test('says the verdict first and how to repeat it last', () => {
    const { command } = cases.slow.run;
    const lines = renderTerminal(publicationOf(cases.slow), { colour: false, width: 200 }).split('\n');
    expect(lines[0]).toBe('✖ FAIL  realistic');
    expect(command).toMatch(/^tailgate run /);
    expect(lines.at(-1)?.trim()).toBe(command);
  });
});

describe('columns', () => {
  test('wide characters take two cells, combining marks none', () => {
    expect(['abc', '日本', 'e\u0301', '🔴', '–'].map(widthOf)).toEqual([3, 4, 1, 2, 1]);
    expect(cutTo('日本語', 4)).toBe('日…');
  });

  test('wrapping keeps every word and no line too wide', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { maxLength: 20 }),
        fc.integer({ min: 5, max: 60 }),
        (words, width) => {
          const lines = wrap(words.join(' '), width);
          expect(lines.join('').replaceAll(' ', '')).toBe(words.join(''));
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  test('columns line up, and shrink where they may', () => {
    const columns = [
      { title: 'name', align: 'left', shrinksTo: 6 },
      { title: 'n', align: 'right' },
    ] as const;
    const rows = [
      [{ text: 'a long name' }, { text: '1' }],
      [{ text: '日本' }, { text: '123' }],
      [{ text: 'spans' }],
    ];
    expect(terminalTable(columns, rows, { colour: false, width: 80 })).toEqual([
      '  name           n',
      '  a long name    1',
      '  日本         123',
      '  spans',
    ]);
    expect(terminalTable(columns, rows, { colour: false, width: 14 })[1]).toBe('  a long…    1');
  });
});
