import { resultSchema } from '../../src/evidence/result/schema.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { redactReport } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { widthOf } from '../../src/report/terminal/columns.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { acceptanceOf } from '../../src/report/view/acceptance.ts';
import { markOf } from '../../src/report/view/badges.ts';
import { regressionRows, roundsNote } from '../../src/report/view/comparison-table.ts';
import { conditionFacts, conditionsLine } from '../../src/report/view/conditions.ts';
import { endpointRows } from '../../src/report/view/endpoint-table.ts';
import { drawGates, drawSeries } from '../../src/report/view/interleaved-picture.ts';
import * as cases from './cases.ts';
import * as live from './live-cases.ts';
import { makeGate, makeLiveReport, makeSummary } from './live-cases.ts';
import { makeComparison, makeVerdict } from './make-report.ts';

const { liveFail, liveHosts, liveInconclusive, livePass, liveWarning } = live;
const factOf = (report: Report, label: string) =>
  conditionFacts(report).find((fact) => fact.label.startsWith(label))?.value;
const withGates = (...gates: Parameters<typeof makeGate>[0][]): Report =>
  makeLiveReport({
    report: { verdict: makeVerdict({ live: makeSummary({ gates: gates.map(makeGate) }) }) },
  });

describe('picture', () => {
  const one = (gate: Parameters<typeof makeGate>[0]) => drawGates([makeGate(gate)])[1] ?? '';
  const marks = (line: string) => [...line].findIndex((sign) => '│┼'.includes(sign));

  test('has a line for each gate, with its marks in the same places', () => {
    const [head, p99, throughput, errors, foot] = drawGates(
      (['p99', 'throughput', 'errors'] as const).map((metric) => makeGate({ metric, interval: null })),
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

  test('calls a gate that passed what the table calls it', () => {
    const drawn = (report: Report) =>
      renderComment(report)
        .split('\n')
        .find((line) => /^P99 .*●/.test(line));
    expect(drawn(livePass)).toMatch(/✓ within$/);
    expect(drawn(liveWarning)).toMatch(/▲ worse, within tolerance$/);
    const [row, ...others] = livePass.verdict.comparisons;
    const improved = { ...row, finding: 'improved' } as typeof row & object;
    const verdict = { ...livePass.verdict, comparisons: [improved, ...others] };
    expect(drawn({ ...livePass, verdict })).toMatch(/▼ improved$/);
    const over = { ...row, finding: 'over-limit' } as typeof row & object;
    expect(drawn({ ...livePass, verdict: { ...verdict, comparisons: [over] } })).toMatch(/✓ within$/);
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
    const lines = drawGates([
      makeGate({ metric: 'p99', change: 4, interval: [-0.9, 9] }),
      makeGate({ metric: 'errors', change: -0.4, interval: [-0.5, -0.3], state: 'passed' }),
      makeGate({ metric: 'throughput', change: 0 }),
    ]);
    expect(lines[1]).toMatch(/◄─+┼─+╫─+►/);
    expect(lines[2]).toMatch(/ ◄ +│ +║ /);
    expect(lines[3]).toMatch(/├─+●─+┤/);
  });

  test('without an interval says so, without a change draws nothing', () => {
    expect(one({ metric: 'p99', change: 0.02, interval: null })).toMatch(/│?.*●.*no interval yet$/);
    expect(one({ metric: 'p99', change: null, interval: null })).toMatch(/│ +║ +nothing to compare$/);
  });

  test('a gate that tolerates nothing has no place on a scale of tolerances', () => {
    expect(drawGates([makeGate({ metric: 'errors', tolerance: 0 })])).toEqual([]);
    expect(drawSeries([makeGate({ metric: 'errors', tolerance: 0 })])).toEqual([]);
  });

  test('keeps to its width and its number of lines, whatever the names', () => {
    const gates = Array.from({ length: 60 }, (_, i) =>
      makeGate({ metric: 'p99', endpoint: `日本${'x'.repeat(90)}\n\`\`\`\u001b[31m${i}`, change: i }),
    );
    const lines = drawGates(gates);
    expect(lines).toHaveLength(23);
    expect(lines.at(-1)).toBe('and 40 more');
    const places = lines.slice(2, 21).map((line) => widthOf(line.slice(0, marks(line))));
    expect(new Set(places).size).toBe(1);
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(98);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });

  test('a series has a sign for each block', () => {
    const changes = [-0.2, 0, null, 0.2];
    expect(drawSeries([makeGate({ metric: 'p99', changes })])).toEqual(['P99  ▁▅·█  −20.0 % … +20.0 %']);
    expect(drawSeries([makeGate({ metric: 'throughput', changes })])[0]).toContain('█▅·▁');
  });
});

describe('texts of a comparison with a base', () => {
  const every = [
    renderComment,
    renderSummary,
    (report: Report) => renderTerminal(report, { colour: false, width: 100 }),
  ];

  test.each([
    liveFail,
    livePass,
    liveHosts,
  ])('both URLs, the interval’s kind and the picture are in each', (report) => {
    for (const render of every) {
      const text = render(report);
      expect(text).toContain(report.plan.target.origin);
      expect(text).toContain(report.plan.base?.origin);
      expect(text).toContain('--base-url');
      expect(text).toContain('sequential interval');
      expect(text).not.toContain('90 % interval');
      expect(text).toContain('no change ┐');
    }
  });

  test('no line of the terminal is wider than asked', () => {
    for (const report of Object.values(live).filter((value): value is Report => typeof value === 'object')) {
      for (const width of [80, 100, 140]) {
        const lines = renderTerminal(report, { colour: false, width }).split('\n');
        expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(Math.max(width, 100));
      }
    }
  });

  test('the table shows what was compared, and says where limits look at another figure', () => {
    expect(regressionRows(livePass)[0]).toMatchObject({
      baseline: '83.3 ms',
      now: '84.3 ms',
      limit: '≤ 100 ms',
    });
    expect(roundsNote(livePass.verdict)).toContain('limits look at all rounds together (P99 84.9 ms)');
    expect(roundsNote(liveHosts.verdict)).not.toContain('limits');
    expect(roundsNote(cases.pass.verdict)).toBeNull();
  });

  test('tells how it was measured', () => {
    expect(conditionsLine(liveFail)).toContain('10 blocks of 3 s on either side after 2 s of warm-up');
    expect(conditionsLine(liveFail)).toContain('18,000 requests');
    expect(factOf(liveFail, 'Blocks')).toContain('10 of at most 45');
    expect(factOf(liveFail, 'Stalled rounds')).toBe('target 1, base 0');
    expect(factOf(liveFail, 'Seed')).toBe('c0ffee42aa17');
    expect(factOf(liveFail, 'Who was first')).toBe('TB BT BT TB TB BT TB BT BT BT');
    expect(factOf(liveFail, 'Decided')).toContain('throughput not (about 9 blocks more)');
    expect(factOf(liveHosts, 'Allowance')).toBe('2 %, the sides are not known to be on one host');
    expect(factOf(liveHosts, 'Blocks')).toContain('1 set aside');
    expect(factOf(livePass, 'Sent again')).toContain('12 requests were sent again');
    expect(factOf(liveFail, 'Sent again')).toBeUndefined();
    expect(factOf(cases.pass, 'Blocks')).toBeUndefined();
  });

  test('of what never ran, the budget is no time that was measured', () => {
    const verdict = makeVerdict({ live: null });
    expect(conditionsLine({ ...livePass, measurement: null, live: null, verdict })).toMatch(
      / · planned: at most \d+ s in rounds after 2 s of warm-up · /,
    );
  });

  test('a request sent again on the base counts too', () => {
    expect(factOf(makeLiveReport({ base: { retried: 1 } }), 'Sent again')).toBe(
      '1 request was sent again: the server closed its connection without notice',
    );
  });

  test('a rate limiter is told side by side', () => {
    const path = { rateLimited: 0.1, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };
    expect(renderComment(makeLiveReport({ base: { intercepted: path } }))).toContain(
      '10.0 % of the base’s requests were answered 429',
    );
    expect(renderComment(makeLiveReport({ target: { intercepted: path } }))).toContain(
      'of the target’s requests',
    );
  });

  test('what stands out without a gate is named beside the picture and at its request', () => {
    expect(renderComment(liveFail)).toContain(
      '**Not gated, but standing out:** `list expenses` P99 +31.0 % (p &lt; 0.001), `create apartment`',
    );
    const row = endpointRows(liveFail).find(({ name }) => name === 'list expenses');
    expect(row).toMatchObject({ quiet: false, mark: { tone: 'warn', words: 'P99 +31.0 %, not gated' } });
    expect(renderComment(livePass)).not.toContain('standing out');
  });

  test('requests show both sides’ P99, and both error rates where they differ', () => {
    const base = { endpoints: { health: { errors: { status: { '500': 66 } } } } };
    const rows = endpointRows(makeLiveReport({ target: { slower: 2 }, base }));
    expect(rows.find(({ name }) => name === 'health')).toMatchObject({
      p99: '21.0 ms → 42.0 ms',
      errors: expect.stringMatching(/^10\.5 % → 0 %$/),
    });
    expect(rows.find(({ name }) => name === 'list units')?.errors).toBe('0 %');
  });

  test('undecided is open, not merely unshown; real below the tolerance warns', () => {
    const undecided = liveInconclusive.verdict.comparisons[0] as Parameters<typeof markOf>[0];
    expect(markOf(undecided)).toMatchObject({ tone: 'unsure', words: 'undecided' });
    const real = liveWarning.verdict.comparisons[0] as Parameters<typeof markOf>[0];
    expect(markOf(real)).toEqual({ tone: 'warn', shape: '▲', words: 'worse, within tolerance' });
    expect(markOf({ ...real, note: null })).toMatchObject({ tone: 'calm', words: 'within' });
  });

  test('a regression against the base is not mended by a new baseline', () => {
    expect(acceptanceOf({ ...liveFail, baseline: cases.pass.baseline })).toMatchObject({
      keys: expect.arrayContaining(['gate.p99.regression']),
      baseline: null,
    });
  });

  test('names of requests end no drawing and plant no marker', () => {
    const endpoint = '````<!-- x\n```# @octocat';
    const text = renderComment(withGates({ metric: 'p99', endpoint }));
    expect(text).not.toContain('<!--');
    const fences = text.split('\n').filter((line) => /^`{3,}/.test(line));
    expect(fences).toHaveLength(6);
    expect(fences.slice(0, 2)).toEqual(['`````text', '`````']);
  });
});

describe('result file of a comparison with a base', () => {
  test.each(
    Object.entries(live).filter(([, value]) => typeof value === 'object'),
  )('%s has the form that is read', (_, report) => {
    const result = toResult(report as Report);
    expect(resultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  });

  test('holds how it was measured, block by block, and both sides', () => {
    const result = toResult(liveFail);
    expect(result.live).toMatchObject({
      base: 'http://127.0.0.1:8081',
      blocks: 10,
      order: expect.stringMatching(/^(?:TB|BT)( (?:TB|BT)){9}$/),
      seed: 'c0ffee42aa17',
      allowance: 0,
      suspects: [{ endpoint: 'list expenses' }, { endpoint: 'create apartment' }],
    });
    expect(result.live?.gates.map(({ changes }) => changes.length)).toEqual([10, 10, 10, 10]);
    expect(result.live?.metrics.requests).toBe(9000);
    expect(result.rounds.map(({ side }) => side)).toEqual(['target', 'base']);
    expect(result.comparisons[0]).toMatchObject({
      against: 'base',
      baseline: 83.3,
      compared: 101,
      target: 100.6,
    });
  });

  test('an older file without a base is read as it is', () => {
    const { live: _, retried: _s, comparisons, ...older } = toResult(cases.pass);
    const rows = comparisons.map(({ against: _, compared: _c, ...row }) => row);
    expect(resultSchema.parse({ ...older, comparisons: rows })).toMatchObject({ live: null, retried: 0 });
  });
});

test('the base’s samples and paths are redacted like the target’s', () => {
  const samples = [{ kind: 'status', status: 400, text: 'secret-token' }] as const;
  const report = makeLiveReport({ base: { endpoints: { health: { samples } } } });
  const shown = redactReport(report, (text) => text.replaceAll('secret-token', '***'));
  expect(JSON.stringify(shown.live?.base.endpoints)).not.toContain('secret-token');
});

test('a row that only a limit is about is not called one against the base', () => {
  const limit = { bound: 'max', value: 100, finding: 'within', secondsMore: null } as const;
  const comparisons = [makeComparison({ metric: 'p99', target: 84.9, limit })];
  expect(renderComment(makeLiveReport({ report: { verdict: makeVerdict({ comparisons }) } }))).not.toContain(
    'sequential interval',
  );
});
