/** What moved with a figure, and the slowest traces, as people read them. */
import { TimingCounter } from '../../src/engine/worker/timing-counter.ts';
import { once } from '../../src/evidence/once.ts';
import type { Why } from '../../src/evidence/result/why.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { renderSummary } from '../../src/report/markdown/summary.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { redactReport, withoutSecrets } from '../../src/report/redact-report.ts';
import type { Report } from '../../src/report/report.ts';
import { toResult } from '../../src/report/result.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { WHY_IN_FRENCH } from '../../src/report/words/french/why.ts';
import { tellWhy } from '../../src/report/words/why.ts';
import { publishedFork } from './fork.ts';
import { makeInterleavedReport, makeSummary } from './make-interleaved-report.ts';
import { makePlan, makeVerdict } from './make-report.ts';

const LINK = 'https://traces.example/trace/{{trace-id}}';
const id = (digit: string) => digit.repeat(32);

const WHY: Why = {
  against: 'base',
  shift: {
    metric: 'p99',
    beforeMs: 80,
    afterMs: 99,
    parts: [
      { endpoint: 'create owner', ms: 17.9 },
      { endpoint: 'list owners', ms: 1.1 },
    ],
  },
  found: [
    {
      kind: 'endpoint',
      metric: 'p99',
      endpoint: 'create owner',
      share: 0.94,
      ms: 17.9,
      ofMs: 19,
      beforeMs: 80.1,
      afterMs: 160.2,
    },
    ...(['db', 'cache'] as const).map((name, i) => ({
      kind: 'server-timing' as const,
      endpoint: 'create owner',
      name,
      share: 0.8 - 0.7 * i,
      ms: 16 - 14 * i,
      ofMs: 18.2,
      beforeMs: 2.1,
      afterMs: 18.1 - 14 * i,
    })),
  ],
};

function reportOf(why: Why | undefined, link: string | null = LINK): Report {
  const report = makeInterleavedReport({
    report: { verdict: makeVerdict({ outcome: 'fail', interleaved: makeSummary(), ...(why && { why }) }) },
  });
  const counter = new TimingCounter();
  for (let i = 0; i < 20; i++) counter.record(i < 2 ? 100 : 10, `db;dur=${i < 2 ? 80 : 2}`);
  const traces = [
    { id: id('a'), latencyMs: 812.4 },
    { id: id('b'), latencyMs: 790 },
  ];
  const told = report.measurement?.endpoints.map((endpoint) =>
    endpoint.name === 'create owner' ? { ...endpoint, timings: counter.timings, traces } : endpoint,
  );
  const plan = makePlan({ base: { origin: 'http://127.0.0.1:8081' } });
  return {
    ...report,
    plan: link === null ? plan : { ...plan, scenario: { ...plan.scenario, traceLink: link } },
    measurement: report.measurement && { ...report.measurement, endpoints: told ?? [] },
  };
}

const textsOf = (report: Report) => {
  const publication = publicationOf(report);
  return [
    renderComment(publication),
    renderSummary(publication),
    renderTerminal(publication, { colour: false, width: 100 }),
  ] as const;
};

const usualTexts = once(() => textsOf(reportOf(WHY)));

test('the strongest comes first, and what is of one request and one kind stands together', () => {
  const [comment, summary, terminal] = usualTexts();
  for (const text of [comment, summary]) {
    expect(text).toContain(
      [
        '**What moved with it**',
        '',
        '- `create owner`: accounts for 17.9 ms of the 19.0 ms by which P99 of all requests rose; its own P99: 80.1 ms → 160 ms',
        '- `create owner`: in its slowest tenth +18.2 ms, of which db +16.0 ms (2.10 ms → 18.1 ms) and cache +2.00 ms (2.10 ms → 4.10 ms), according to Server-Timing',
        '',
        '<sub>These changed together, which does not prove a cause.</sub>',
      ].join('\n'),
    );
  }
  const flat = terminal.replace(/\s+/g, ' ');
  expect(flat).toContain('What moved with it create owner: accounts for 17.9 ms of the 19.0 ms by which P99');
  expect(flat).toContain('of which db +16.0 ms (2.10 ms → 18.1 ms) and cache');
  expect(flat).toContain('These changed together, which does not prove a cause.');
});

test('a part that is more than the whole, since others got faster, is all of it', () => {
  const [first] = WHY.found;
  const found = [{ ...first, ms: 19.4, ofMs: 19 }] as Why['found'];
  const report = reportOf({ ...WHY, found });
  const said = (text: string) => text.replace(/\s+/g, ' ');
  expect(said(textsOf(report)[0])).toContain(
    'accounts for all of the 19.0 ms by which P99 of all requests rose',
  );
  const inFrench = renderComment({ ...publicationOf(report), language: 'fr' });
  expect(said(inFrench)).toContain('porte la totalité des 19,0 ms');
});

test('a step tells its part of what walks became longer by, in either language', () => {
  const step = {
    kind: 'step',
    metric: 'p99',
    flow: 'order',
    endpoint: 'read back',
    of: 'slowest',
    share: 0.98,
    ms: 20.1,
    ofMs: 20.4,
    beforeMs: 11.2,
    afterMs: 31.3,
  } as const;
  const why: Why = { against: 'base', found: [step] };
  const [comment, , terminal] = textsOf(reportOf(why));
  const says =
    'accounts for 20.1 ms of the 20.4 ms by which the slowest tenth of walks through the flow order got slower; the step itself: 11.2 ms → 31.3 ms';
  expect(comment).toContain(`- \`read back\`: ${says}`);
  expect(terminal.replace(/\s+/g, ' ')).toContain(`read back: ${says}`);
  const [all] = textsOf(reportOf({ ...why, found: [{ ...step, metric: 'p50', of: 'all' }] }));
  expect(all).toContain('by which the average walk through the flow order got slower;');
  expect(tellWhy([step], WHY_IN_FRENCH)[0]?.says).toBe(
    'porte 20,1\u00a0ms des 20,4\u00a0ms dont le dixième le plus lent des itérations du parcours order s’est allongé\u00a0; l’étape elle-même\u00a0: 11,2\u00a0ms → 31,3\u00a0ms',
  );
});

test('what is spread over all names no request', () => {
  const spread = {
    kind: 'everywhere',
    metric: 'p99',
    share: 1,
    rose: 13,
    requests: 14,
    change: 0.38,
  } as const;
  const [comment, , terminal] = textsOf(reportOf({ against: 'base', found: [spread] }));
  const says = '13 of 14 request names got slower in their slowest tenth, typically by 38 %';
  expect(comment).toContain(`- ${says}`);
  expect(terminal.replace(/\s+/g, ' ')).toContain(says);
});

test('where nothing stands out nothing is said', () => {
  for (const why of [undefined, { ...WHY, found: [] }])
    for (const text of textsOf(reportOf(why))) expect(text).not.toContain('What moved with it');
});

test('traces are links by the template, and text without one', () => {
  const [comment, summary, terminal] = usualTexts();
  const row = `| \`create owner\` | 812 ms [${id('a')}](https://traces.example/trace/${id('a')})<br>790 ms [${id('b')}](https://traces.example/trace/${id('b')}) |`;
  expect(comment).toContain('<details><summary>The slowest traces</summary>');
  expect(comment).toContain(row);
  expect(summary).toContain('### The slowest traces');
  expect(summary).toContain(row);
  expect(terminal).toContain(`812 ms  https://traces.example/trace/${id('a')}`);
  const [plain, , plainTerminal] = textsOf(reportOf(WHY, null));
  expect(plain).toContain(`| \`create owner\` | 812 ms \`${id('a')}\`<br>790 ms \`${id('b')}\` |`);
  expect(plainTerminal).toContain(`812 ms  ${id('a')}`);
});

test('of a run that traced nothing there is no table', () => {
  const report = makeInterleavedReport();
  for (const text of textsOf(report)) expect(text).not.toContain('slowest traces');
});

test('a fork’s result links nowhere', () => {
  const comment = renderComment(publishedFork(reportOf(WHY)));
  expect(comment).toContain(`\`${id('a')}\``);
  expect(comment).not.toContain('traces.example');
});

test('a link that holds a secret is none, and the service’s names hold none', () => {
  const secret = 'hunter2-secret';
  const found = WHY.found.map((one) => ('name' in one ? { ...one, name: `db-${secret}` } : one));
  const held = reportOf({ ...WHY, found }, `https://traces.example/${secret}/{{trace-id}}`);
  const [endpoint] = held.measurement?.endpoints.filter(({ timings }) => timings) ?? [];
  const report = withoutSecrets(
    {
      ...held,
      measurement: held.measurement && {
        ...held.measurement,
        endpoints: endpoint
          ? [{ ...endpoint, timings: { names: [`q-${secret}`], more: false, rows: [1, 1, 1, 1] } }]
          : [],
      },
    },
    [secret],
  );
  for (const text of [...textsOf(report), JSON.stringify(toResult(report))]) {
    expect(text).not.toContain(secret);
    expect(text).toContain(id('a'));
  }
  expect(toResult(report)).not.toHaveProperty('traceLink');
  expect(toResult(redactReport(reportOf(WHY), (text) => text)).traceLink).toBe(LINK);
});

test('the result holds what the service told of each request, and every part of the shift', () => {
  const result = toResult(reportOf(WHY));
  expect(result.why).toEqual(WHY);
  const [told, other] = ['create owner', 'list owners'].map((name) =>
    result.endpoints.find((endpoint) => endpoint.name === name),
  );
  expect(other).not.toHaveProperty('serverTiming');
  expect(other).not.toHaveProperty('traces');
  expect(told?.traces).toHaveLength(2);
  expect(told?.serverTiming).toMatchObject({
    responses: 20,
    slowest: { responses: 2, latencyMs: 100 },
    more: false,
  });
  expect(told?.serverTiming?.durations).toEqual([{ name: 'db', meanMs: (160 + 36) / 20, slowestMs: 80 }]);
});
