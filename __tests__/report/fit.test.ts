import { fitTo, type Rows } from '../../src/report/markdown/fit.ts';
import fc from '../fast-check.ts';

function list(name: string, rows: readonly string[], foot = ''): Rows {
  return { head: `head ${name}`, rows, foot, left: (count) => `${count} ${name} left out` };
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, i) => `row ${i}`);

describe('fitting', () => {
  test('shows everything where there is room', () => {
    expect(fitTo(['top', list('a', ['1', '2'], 'foot a'), '', list('none', []), 'end'], 1000)).toBe(
      'top\n\nhead a\n1\n2\n\nfoot a\n\nend',
    );
  });

  test('cuts at rows, and says how many', () => {
    const text = fitTo(['top', list('rows', numbered(100)), 'end'], 120);
    expect(text.length).toBeLessThanOrEqual(120);
    const shown = text.match(/^row \d+$/gm) ?? [];
    expect(shown.length).toBeGreaterThan(3);
    expect(text).toContain(`\n\n${100 - shown.length} rows left out\n\nend`);
  });

  test('a long list does not crowd out the next one', () => {
    const text = fitTo([list('first', numbered(1000)), list('second', ['short', 'shorter'])], 1000);
    expect(text).toContain('head second\nshort\nshorter');
    expect(text.length).toBeGreaterThan(950);
  });

  test('a list without room for a single row has no empty head', () => {
    expect(fitTo([list('rows', ['x'.repeat(500)])], 100)).toBe('1 rows left out');
  });

  test('never exceeds a limit that the fixed parts leave', () => {
    const lists = fc.array(
      fc.array(
        fc.string({ maxLength: 60 }).map((text) => text.replaceAll('\n', ' ')),
        { maxLength: 30 },
      ),
      {
        maxLength: 5,
      },
    );
    fc.assert(
      fc.property(lists, fc.integer({ min: 300, max: 3000 }), (all, limit) => {
        const text = fitTo(
          all.map((rows, i) => list(String(i), rows, 'foot')),
          limit,
        );
        expect(text.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  test('measures as it is told', () => {
    const bytes = (text: string): number => new TextEncoder().encode(text).length;
    const text = fitTo(
      [
        list(
          'rows',
          Array.from({ length: 100 }, () => '……………'),
        ),
      ],
      400,
      bytes,
    );
    expect(bytes(text)).toBeLessThanOrEqual(400);
    expect(text).toContain('……………');
  });
});
