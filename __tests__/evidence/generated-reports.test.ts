/** Reports of figures that are known, in the ways in which people write them: what is read is what was meant. */
import { readRuns } from '../../src/evidence/readers/list-runs.ts';
import fc from '../fast-check.ts';
import { drawn, testInFull } from '../part.ts';

/** How numbers are written all over a report. */
interface Writer {
  readonly point: string;
  readonly group: string;
}
const writers = fc.constantFrom<Writer>(
  { point: '.', group: '' },
  { point: ',', group: '' },
  { point: '.', group: ',' },
  { point: ',', group: '.' },
  { point: ',', group: '\u00a0' },
  { point: '.', group: "'" },
);

function write(value: number, decimals: number, { point, group }: Writer): string {
  const [whole = '', fraction = ''] = value.toFixed(decimals).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/gu, group);
  return decimals === 0 ? grouped : `${grouped}${point}${fraction}`;
}

const HARMLESS = [
  '',
  '',
  '',
  '',
  '',
  '',
  ' (stable)',
  ' (-3 %)',
  ', as before',
  ' – good',
  '*',
  ' (target: 1)',
  '.',
];
const HARMFUL = [
  ...[
    ' / 7',
    ' → 7',
    ' to 7',
    ', 7',
    '; 7',
    '+',
    ' or more',
    ' (approx.)',
    ' per node',
    ' × 2',
    '–7',
    '<br>7',
    ' and 7',
  ],
  ...[' (estimated)', ' (max)', ' vs 7', ' … 7', '?'],
];
const BEFORE = ['~', '< ', '> ', '≥ ', 'about ', 'max ', '7 / ', '7–', '-', '± ', '2 × ', 'up to '];

/** Text before and behind a value, and whether it leaves the value what it is. */
const dressings = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...HARMLESS).map((behind) => ({ before: '', behind, isPlain: true })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...HARMFUL).map((behind) => ({ before: '', behind, isPlain: false })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...BEFORE).map((before) => ({ before, behind: '', isPlain: false })),
  },
);

interface Row {
  readonly name: string;
  readonly value: string;
  /** In the unit in which it is read; null where it must not be. */
  readonly means: number | null;
}

interface Kind {
  readonly names: readonly string[];
  /** Each with what one of it is. */
  readonly units: readonly (readonly [unit: string, size: number])[];
  /** What a number without a unit is; null where it is nothing. */
  readonly bare: number | null;
}

const KINDS = {
  p50: {
    names: ['P50', 'p50 latency', 'Latence P50', '50th percentile', 'Median'],
    units: [
      ['ms', 1],
      ['milliseconds', 1],
      ['s', 1000],
      ['seconds', 1000],
      ['µs', 0.001],
      ['us', 0.001],
      ['msec', 1],
    ],
    bare: null,
  },
  p99: {
    names: ['P99', 'Latency p99', '99%', '99th percentile', 'P99 response time'],
    units: [
      ['ms', 1],
      ['s', 1000],
      ['sec', 1000],
      ['µs', 0.001],
      ['microseconds', 0.001],
    ],
    bare: null,
  },
  perSecond: {
    names: ['Throughput', 'RPS', 'Requests/s', 'Requests per second', 'Débit'],
    units: [
      ['k', 1e3],
      ['thousands', 1e3],
      ['M', 1e6],
    ],
    bare: 1,
  },
  requests: {
    names: ['Requests', 'Total requests', 'Nombre de requêtes', 'Number of requests'],
    units: [
      ['k', 1e3],
      ['thousands', 1e3],
      ['M', 1e6],
      ['millions', 1e6],
    ],
    bare: 1,
  },
  errors: {
    names: ['Error rate', 'Errors', "Taux d'erreur", 'Failures', 'Failed requests'],
    units: [
      ['%', 0.01],
      ['percent', 0.01],
      ['‰', 0.001],
    ],
    bare: null,
  },
} as const satisfies Readonly<Record<string, Kind>>;

function rows(kind: Kind, largest: number, isCount: boolean, writer: Writer): fc.Arbitrary<Row> {
  return fc
    .record({
      name: fc.constantFrom(...kind.names),
      unit: fc.constantFrom(...kind.units),
      place: fc.constantFrom('name', 'value', 'value', 'both', 'nowhere'),
      brackets: fc.constantFrom('()', '[]'),
      hundredths: fc.integer({ min: 1, max: largest * 100 }),
      dressing: dressings,
    })
    .map(({ name, unit: [unit, size], place, brackets, hundredths, dressing }) => {
      const isBare = place === 'nowhere';
      const isWhole = isCount && isBare;
      const number = isWhole ? Math.ceil(hundredths / 100) : hundredths / 100;
      const factor = isBare ? kind.bare : size;
      const inName = place === 'name' || place === 'both' ? ` ${brackets[0]}${unit}${brackets[1]}` : '';
      const inValue = place === 'value' || place === 'both' ? ` ${unit}` : '';
      return {
        name: `${name}${inName}`,
        value: `${dressing.before}${write(number, isWhole ? 0 : 2, writer)}${inValue}${dressing.behind}`,
        means: dressing.isPlain && factor !== null ? number * factor : null,
      };
    });
}

type Layout = (rows: readonly Row[]) => string;
const cells = (list: readonly Row[], before = '', after = ''): string =>
  list.map(({ name, value }) => `${before}| ${name} | ${value} |${after}\n`).join('');
const layouts = fc.constantFrom<Layout>(
  (list) => `| Metric | Value |\n|---|--:|\n${cells(list)}`,
  (list) => `Metric | Value\n---|---\n${cells(list)}`,
  (list) => `> | Metric | Value | Status |\n> |---|---|---|\n${cells(list, '> ', ' ok |')}`,
  (list) => `- Figures:\n\n  | Metric | Value |\n  |---|---|\n${cells(list, '  ')}`,
  (list) =>
    `| Run | ${list.map(({ name }) => name).join(' | ')} |\n|---|${list.map(() => '---|').join('')}\n` +
    `| one | ${list.map(({ value }) => value).join(' | ')} |\n`,
);

const said = (writer: Writer): fc.Arbitrary<{ text: string; connections: Row; duration: Row }> =>
  fc
    .record({
      connections: fc.integer({ min: 1, max: 5000 }),
      seconds: fc.integer({ min: 61, max: 7200 }),
      spelling: fc.constantFrom('s', 'compound', 'spelled', 'in the name', 'bare'),
      remark: fc.constantFrom(
        ['', true],
        [' connections', true],
        [' (keep-alive)', true],
        [', keep-alive', true],
        [' per thread', false] as const,
      ) as fc.Arbitrary<readonly [string, boolean]>,
      one: dressings,
      two: dressings,
    })
    .map(({ connections, seconds, spelling, remark: [drawn, isPlain], one, two }) => {
      const remark = one.isPlain ? drawn : '';
      const duration = {
        s: `${seconds} s`,
        compound: `${Math.floor(seconds / 60)} min ${seconds % 60} s`,
        spelled: `${seconds} seconds`,
        'in the name': `${seconds}`,
        bare: `${seconds}`,
      }[spelling];
      const isSum = spelling === 'compound' && seconds % 60 === 0;
      const ofConnections = {
        name: 'Connections',
        value: `${one.before}${write(connections, 0, writer)}${remark}${one.behind}`,
        means: (one.isPlain && isPlain) || one.behind === '+' ? connections : null,
      };
      const ofDuration = {
        name: spelling === 'in the name' ? 'Duration (s)' : 'Duration',
        value: `${two.before}${duration}${two.behind}`,
        means: two.isPlain && spelling !== 'bare' && !isSum ? seconds : null,
      };
      const line = ({ name, value }: Row): string => `- ${name}: ${value}\n`;
      return {
        text: `${line(ofConnections)}${line(ofDuration)}`,
        connections: ofConnections,
        duration: isSum ? { ...ofDuration, means: two.isPlain ? seconds : null } : ofDuration,
      };
    });

const reports = writers.chain((writer) =>
  fc.record({
    p50: rows(KINDS.p50, 2000, false, writer),
    p99: rows(KINDS.p99, 9000, false, writer),
    perSecond: rows(KINDS.perSecond, 90_000, false, writer),
    requests: rows(KINDS.requests, 900_000, true, writer),
    errors: rows(KINDS.errors, 100, false, writer),
    conditions: said(writer),
    layout: layouts,
  }),
);

const isAbout = (read: number | undefined, means: number): boolean =>
  read !== undefined && Math.abs(read - means) <= 1e-9 * means;

testInFull('never a wrong number: what is not read is named', () => {
  let whole = 0;
  fc.assert(
    fc.property(reports, ({ layout, conditions, ...list }) => {
      const table = layout([list.p50, list.p99, list.perSecond, list.requests, list.errors]);
      const text = `# Report\n\n${conditions.text}\n## Peak\n\n${table}`;
      const { runs, summaries, objectives } = readRuns(text, 'r.md');
      const [run] = runs;
      if (!run) {
        expect(summaries.length + objectives.length).toBeGreaterThan(0);
        return;
      }
      const { metrics } = run;
      const [stage] = run.conditions.stages ?? [];
      const read: readonly (readonly [Row, number | undefined, scale?: number])[] = [
        [list.p50, metrics.latencyAllMs?.p50],
        [list.p99, metrics.latencyAllMs?.p99],
        [list.perSecond, metrics.responsesPerSecond],
        [list.requests, metrics.requests],
        [list.errors, metrics.errorRate],
        [conditions.connections, stage?.connections],
        [conditions.duration, stage?.durationSeconds],
      ];
      const doubts = run.doubts?.join('\n') ?? '';
      for (const [row, value] of read) {
        const told = `${row.name}: ${row.value} is read as ${value}, and means ${row.means}`;
        if (row.means === null) {
          expect([told, value]).toEqual([told, undefined]);
          expect([told, doubts.includes(`"${row.name}: `) || doubts.includes('more figures')]).toEqual([
            told,
            true,
          ]);
        } else {
          expect([told, isAbout(value, row.means)]).toEqual([told, true]);
        }
      }
      if (doubts === '') whole += 1;
    }),
    { numRuns: drawn(400, 150) },
  );
  // Or it would hold for a reader that reads nothing.
  expect(whole).toBeGreaterThan(drawn(20, 7));
});

test('any text at all is read or refused by name', () => {
  const words = fc.constantFrom(
    ...[
      '# ',
      '## Peak',
      '| ',
      '|---|',
      'P99',
      '101 ms',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '```',
      '<table>',
      '<!--',
      '-->',
      '{',
      '[',
    ],
    ...[
      '"',
      '%',
      '~',
      'Errors (%)',
      '(',
      ')',
      '1,204',
      '\\',
      '&lt;',
      '\u0000',
      '\ufeff',
      '\r',
      '---',
      ': ',
      'Connections',
    ],
  );
  fc.assert(
    fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
      try {
        readRuns(parts.join(''), 'r.md');
      } catch (error) {
        expect((error as Error).name).toBe('ConfigurationError');
      }
    }),
    { numRuns: drawn(1000, 300) },
  );
});
