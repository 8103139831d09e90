/** How gates are drawn: their places, marks and widths. */
import { renderComment } from '../../src/report/markdown/comment.ts';
import { publicationOf } from '../../src/report/publication.ts';
import type { Report } from '../../src/report/report.ts';
import { widthOf } from '../../src/report/text-width.ts';
import { drawBlocks, drawGates } from '../../src/report/view/interleaved-picture.ts';
import { wordsIn } from '../../src/report/words/language.ts';
import { testInFull } from '../part.ts';
import { interleavedPass, interleavedWarning } from './interleaved-cases.ts';
import { makeGate } from './make-interleaved-report.ts';

const comment = (report: Report) => renderComment(publicationOf(report));

describe('picture', () => {
  const one = (gate: Parameters<typeof makeGate>[0]) => drawGates([makeGate(gate)], wordsIn('en'))[1] ?? '';
  const marks = (line: string) => [...line].findIndex((sign) => '│┼'.includes(sign));

  test('has a line for each gate, with its marks in the same places', () => {
    const [head, p99, throughput, errors, foot] = drawGates(
      (['p99', 'throughput', 'errors'] as const).map((metric) => makeGate({ metric, interval: null })),
      wordsIn('en'),
    );
    const none = head?.indexOf('┐') ?? -1;
    const tolerated = head?.indexOf('┌') ?? -1;
    expect(none).toBeLessThan(tolerated);
    for (const line of [p99, throughput, errors]) expect(line?.[tolerated]).toBe('║');
    // The estimate of no change hides the mark.
    for (const line of [p99, throughput, errors]) expect(line?.[none]).toBe('●');
    expect(foot?.indexOf('better')).toBeLessThan(none);
    expect(foot?.indexOf('worse')).toBeGreaterThan(none);
  });

  testInFull('calls a gate that passed what the table calls it', () => {
    const drawn = (report: Report) =>
      comment(report)
        .split('\n')
        .find((line) => /^P99 .*●/.test(line));
    expect(drawn(interleavedPass)).toMatch(/✓ within$/);
    expect(drawn(interleavedWarning)).toMatch(/▲ worse, within tolerance$/);
    const [row, ...others] = interleavedPass.verdict.comparisons;
    const improved = { ...row, finding: 'improved' } as typeof row & object;
    const verdict = { ...interleavedPass.verdict, comparisons: [improved, ...others] };
    expect(drawn({ ...interleavedPass, verdict })).toMatch(/▼ improved$/);
    const over = { ...row, finding: 'over-limit' } as typeof row & object;
    expect(drawn({ ...interleavedPass, verdict: { ...verdict, comparisons: [over] } })).toMatch(/✓ within$/);
  });

  test('worse is to the right, also for a throughput that falls', () => {
    const interval = [0.04, 0.08] as const;
    const rises = one({ metric: 'p99', change: 0.06, interval });
    const falls = one({ metric: 'throughput', change: -0.06, interval: [-0.08, -0.04] });
    const faster = one({ metric: 'throughput', change: 0.06, interval });
    expect(rises).toMatch(/│ *├─*●─*┤ *║/);
    expect(falls).toMatch(/│ *├─*●─*┤ *║/);
    expect(faster).toMatch(/├─*●─*┤ *│ *║/);
  });

  test('crosses the marks visibly', () => {
    expect(one({ metric: 'p99', change: 0.05, interval: [-0.05, 0.15] })).toMatch(/├─+┼─+●─+╫─+┤/);
  });

  test('one wild gate leaves the scale by an arrow and the others legible', () => {
    const lines = drawGates(
      [
        makeGate({ metric: 'p99', change: 4, interval: [-0.9, 9] }),
        makeGate({ metric: 'errors', change: -0.4, interval: [-0.5, -0.3], state: 'passed' }),
        makeGate({ metric: 'throughput', change: 0 }),
      ],
      wordsIn('en'),
    );
    expect(lines[1]).toMatch(/◄─+┼─+╫─+►/);
    expect(lines[2]).toMatch(/ ◄ +│ +║ /);
    expect(lines[3]).toMatch(/├─+●─+┤/);
  });

  test('without an interval says so, without a change draws nothing', () => {
    expect(one({ metric: 'p99', change: 0.02, interval: null })).toMatch(/│?.*●.*no interval yet$/);
    expect(one({ metric: 'p99', change: null, interval: null })).toMatch(/│ +║ +nothing to compare$/);
  });

  test('a gate that tolerates nothing has no place on a scale of tolerances', () => {
    expect(drawGates([makeGate({ metric: 'errors', tolerance: 0 })], wordsIn('en'))).toEqual([]);
    expect(drawBlocks([makeGate({ metric: 'errors', tolerance: 0 })], wordsIn('en'))).toEqual([]);
  });

  test('keeps to its width and its number of lines, whatever the names', () => {
    const gates = Array.from({ length: 60 }, (_, i) =>
      makeGate({ metric: 'p99', endpoint: `日本${'x'.repeat(90)}\n\`\`\`\u001b[31m${i}`, change: i }),
    );
    const lines = drawGates(gates, wordsIn('en'));
    expect(lines).toHaveLength(23);
    expect(lines.at(-1)).toBe('and 40 more');
    const places = lines.slice(2, 21).map((line) => widthOf(line.slice(0, marks(line))));
    expect(new Set(places).size).toBe(1);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(98);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });

  test('a series has a sign for each block', () => {
    const changes = [-0.2, 0, null, 0.2];
    expect(drawBlocks([makeGate({ metric: 'p99', changes })], wordsIn('en'))).toEqual([
      'P99  ▁▅·█  −20.0 % … +20.0 %',
    ]);
    expect(drawBlocks([makeGate({ metric: 'throughput', changes })], wordsIn('en'))[0]).toContain('█▅·▁');
  });
});
