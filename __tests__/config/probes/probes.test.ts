/** `probes` and `gate.server`: what a file may ask to be read, what its series are called, and what is refused. */
import type { Plan } from '../../../src/config/plan.ts';
import { parseSelector } from '../../../src/config/probes/selector.ts';
import { isCounterName, parseAmount, unitOfMetric } from '../../../src/config/probes/series-unit.ts';
import type { Given } from '../example.ts';
import { parse } from '../example.ts';

const file = (probes: string, server = '', rest = '') =>
  `load: { connections: 2, duration: 10m }\nscenario:\n  requests: [{ name: a, get: /a }]\nprobes:\n${probes}\n${rest}gate: { p99: { max: 1 s, regression: 10 % }${server === '' ? '' : `, server: { ${server} }`} }\n`;
const planOf = (probes: string, server = '', given: Given = {}, rest = ''): Plan =>
  parse(file(probes, server, rest), given);
const WITH_BASE: Given = { inputs: { baseUrl: 'https://base.example.com' } };
const METRICS =
  '  - prometheus: { url: "{{target}}/metrics", series: { memory: process_resident_memory_bytes, cpu: process_cpu_seconds_total } }';
const keysOf = ({ probes = [] }: Plan) => probes.flatMap(({ series }) => series.map(({ key }) => key));

describe('series', () => {
  test.each([
    ['process_cpu_seconds_total', true, 'cores'],
    ['process_resident_memory_bytes', false, 'bytes'],
    ['network_receive_bytes_total', true, 'bytes per second'],
    ['http_requests_total', true, 'per second'],
    ['http_request_duration_seconds_count', true, 'per second'],
    ['gc_pause_seconds_sum', true, 'share'],
    ['replication_lag_seconds', false, 'seconds'],
    ['db_pool_connections', false, 'connections'],
    ['pg_stat_activity_count', false, 'number'],
    ['node_load1', false, 'number'],
    ['cache_hit_ratio', false, 'share'],
    ['rate(container_cpu_usage_seconds_total[30s])', false, 'cores'],
  ])('%s is counted up: %s, and in %s', (name, isCounter, unit) => {
    expect([isCounterName(name), unitOfMetric(name, isCounter)]).toEqual([isCounter, unit]);
  });

  test('have the names that the file gives them, or the probe’s own', () => {
    expect(keysOf(planOf(METRICS))).toEqual(['memory', 'cpu']);
    expect(keysOf(planOf('  - process: {}'))).toEqual([
      'cpu',
      'memory',
      'load',
      'machine-cpu',
      'machine-memory',
    ]);
  });

  test('of one name are told apart by whose they are, or by the kind of their probe', () => {
    const both = keysOf(
      planOf(`${METRICS}\n  - process: { port: 8080 }\n  - docker: { containers: [backend, db] }`),
    );
    expect(both).toEqual(
      expect.arrayContaining(['prometheus cpu', 'process cpu', 'backend cpu', 'db cpu', 'load', 'db memory']),
    );
    expect(new Set(both).size).toBe(both.length);
    const twice = keysOf(
      planOf(
        '  - postgres: { url: "postgres://a@h/x", name: primary }\n  - postgres: { url: "postgres://a@h/y" }\n  - postgres: { url: "postgres://a@h/z" }',
      ),
    );
    expect(twice).toEqual(expect.arrayContaining(['primary active', 'postgres active', 'postgres active 2']));
  });

  test('whose name does not tell what they are can say so', () => {
    const [probe] =
      planOf(
        '  - prometheus: { url: "http://h/m", series: { gc: { query: pause_total, unit: seconds, counter: false } } }',
      ).probes ?? [];
    expect(probe?.series).toMatchObject([{ unit: 'seconds', isCounter: false }]);
  });
});

describe('selectors', () => {
  const place = { key: 'here' };
  test('have a name and labels', () => {
    expect(parseSelector('db_pool{state="active", host!="a,\\"b"}', place)).toMatchObject({
      name: 'db_pool',
      matchers: [
        { label: 'state', value: 'active', isNot: false },
        { label: 'host', value: 'a,"b', isNot: true },
      ],
      isSum: false,
    });
    expect(parseSelector(' sum( http_requests_total ) ', place)).toMatchObject({
      name: 'http_requests_total',
      isSum: true,
    });
  });

  test.each([
    ['db pool', 'is not a series selector'],
    ['rate(x[1m])', 'is not a series selector'],
    ['x{a="b"', 'has { without }'],
    ['x{a=b}', 'has labels that can’t be read'],
    ['x{a=~"b.*"}', 'matches by a pattern, which only query-api can'],
  ])('%s: %s', (written, why) => {
    expect(() => parseSelector(written, place)).toThrow(why);
  });
});

describe('amounts', () => {
  test.each([
    ['300 MiB', 'bytes', 314572800],
    ['5MB', 'bytes', 5e6],
    [3, 'number', 3],
    ['3.0', 'number', 3],
    ['1.5 cores', 'cores', 1.5],
    ['80 %', 'share', 0.8],
    ['100 /s', 'per second', 100],
    ['10 MiB/s', 'bytes per second', 10485760],
    ['250 ms', 'seconds', 0.25],
    [12, 'connections', 12],
  ] as const)('%s of %s', (written, unit, value) => {
    expect(parseAmount(written, unit)).toBeCloseTo(value, 9);
  });

  test.each([
    [300, 'bytes', 'such as 300 MiB'],
    ['300 MiB', 'number', 'a plain number, such as 3.0'],
    ['-1', 'number', 'a plain number'],
    ['much', 'cores', 'does not fit a series in cores'],
  ] as const)('%s of %s is refused', (written, unit, why) => {
    expect(() => parseAmount(written, unit)).toThrow(why);
  });
});

describe('bounds', () => {
  const PROCESS = '  - process: { port: 8080 }';
  test('are in the unit of their series', () => {
    const { gate } = planOf(
      `${PROCESS}\n  - postgres: { url: "postgres://u@127.0.0.1/db" }`,
      'load: { max: 3.0 }, connections: { max: 12 }, memory: { max: 300 MiB, drift: 5 MiB }, cpu-per-request: { max: 5 ms, regression: 10 % }',
    );
    expect(gate.server).toEqual([
      { series: 'load', unit: 'number', max: 3, min: null, drift: null, regression: null },
      { series: 'connections', unit: 'connections', max: 12, min: null, drift: null, regression: null },
      {
        series: 'memory',
        unit: 'bytes',
        max: 300 * 2 ** 20,
        min: null,
        drift: 5 * 2 ** 20,
        regression: null,
      },
      { series: 'cpu-per-request', unit: 'seconds', max: 0.005, min: null, drift: null, regression: 0.1 },
    ]);
  });

  test('may be all that the gate declares', () => {
    const text = file(PROCESS).replace(/gate: .*/, 'gate: { server: { load: { max: 3 } } }');
    expect(parse(text).gate.server).toHaveLength(1);
  });

  test.each([
    [
      'lod: { max: 3 }',
      'gate.server.lod: no series has this name, did you mean "load"?; series are: cpu, memory, load',
    ],
    ['memory: { max: 300 }', 'gate.server.memory.max: 300 does not fit a series in bytes'],
    ['cpu: { max: 0 }', 'gate.server.cpu.max: 0 could hardly be met'],
    ['load: { min: 4, max: 3 }', 'gate.server.load.min: is more than max'],
    ['load: { top: 4 }', 'gate.server.load.top: unknown key'],
    ['memory: { drift: 0 MiB }', "gate.server.memory.drift: 0 can't be distinguished from chance"],
    ['cpu-per-request: { drift: 1 ms }', 'gate.server.cpu-per-request.drift: is only known for a whole run'],
    ['memory: { regression: 2 % }', 'gate.server.memory.regression: "2 %" is out of range'],
    ['memory: { regression: 10 % }', 'gate.server.memory.regression: there is nothing to compare with'],
  ])('%s', (server, message) => {
    expect(() => planOf(PROCESS, server)).toThrow(message);
  });

  test('of how many wait may be none at all', () => {
    const { gate } = planOf('  - postgres: { url: "postgres://u@h/db" }', 'locks-waiting: { max: 0 }');
    expect(gate.server).toMatchObject([{ series: 'locks-waiting', max: 0 }]);
  });

  describe('of a stage', () => {
    const staged = (
      stages: string,
      load = 'stages: [ { name: calm, connections: 1, duration: 1m }, { connections: 9, duration: 1m } ]',
    ) =>
      parse(
        file(PROCESS)
          .replace(/load: .*/, `load: { ${load} }`)
          .replace(/gate: .*/, `gate: { stages: { ${stages} } }`),
      ).gate;

    test('are limits of its own, and may be all that the gate declares', () => {
      const { server, stages } = staged(
        'calm: { server: { cpu: { max: 0.5 } } }, 2: { server: { memory: { max: 1 GiB } }, p99: { max: 1 s } }',
      );
      // Stages without a name come first, as in every table of them.
      expect(server?.toSorted((a, b) => a.series.localeCompare(b.series))).toMatchObject([
        { series: 'cpu', stage: { key: 'calm', index: 0 }, max: 0.5, regression: null },
        { series: 'memory', stage: { key: '2', index: 1 }, max: 2 ** 30 },
      ]);
      expect(Object.keys(stages)).toEqual(['2']);
    });

    test.each([
      [
        'calm: { server: { cpu: { drift: 1 } } }',
        'gate.stages.calm.server.cpu.drift: drift applies to the whole load',
      ],
      [
        'calm: { server: { cpu: { regression: 10 % } } }',
        'regression applies to the whole load: write it under gate.server',
      ],
      [
        'calm: { server: { cpuu: { max: 1 } } }',
        'gate.stages.calm.server.cpuu: no series has this name, did you mean "cpu"?',
      ],
      [
        'calm: { server: { cpu-per-request: { max: 1 ms } } }',
        'is only known for a whole run: declare it under gate.server',
      ],
      [
        'clam: { server: { cpu: { max: 1 } } }',
        'gate.stages.clam: no stage has this name, did you mean "calm"?',
      ],
      [
        'calm: { server: { memory: { max: 1 } } }',
        'gate.stages.calm.server.memory.max: 1 does not fit a series in bytes',
      ],
      ['calm: { server: {} }', 'gate.stages.calm: declares no bound'],
    ])('%s', (stages, message) => {
      expect(() => staged(stages)).toThrow(message);
    });

    test('a request has none', () => {
      const text = file(PROCESS).replace(
        /gate: .*/,
        'gate: { endpoints: { a: { server: { cpu: { max: 1 } } } } }',
      );
      expect(() => parse(text)).toThrow(
        'gate.endpoints.a.server: server-side bounds do not apply to a single request',
      );
    });
  });

  test('of a name that several series have name them', () => {
    expect(() => planOf('  - docker: { containers: [backend, db] }', 'cpu: { max: 1 }')).toThrow(
      'gate.server.cpu: is the name of several series; series are: backend cpu, db cpu',
    );
  });

  test('without a probe say what is missing', () => {
    const text = file(PROCESS, 'load: { max: 3 }').replace(/probes:\n.*\n/, '');
    expect(() => parse(text)).toThrow('gate.server.load: there are no probes that provide it');
  });

  test('of a drift take a load that can show one', () => {
    const text = file(PROCESS, 'memory: { drift: 5 MiB }').replace('10m', '2m');
    expect(() => parse(text)).toThrow(
      'gate.server.memory.drift: this load is 2m long, too short for a trend',
    );
  });

  test('of a regression take a base that the probe is read on, at a place of its own', () => {
    expect(() => planOf(PROCESS, 'memory: { regression: 10 % }', WITH_BASE)).toThrow(
      'is not read on the base',
    );
    expect(() =>
      planOf('  - postgres: { url: "postgres://u@h/db" }', 'connections: { regression: 10 % }', WITH_BASE),
    ).toThrow('reads the same place for both sides');
    expect(() => planOf('  - process: {}', 'load: { regression: 10 % }', WITH_BASE)).toThrow(
      'is a figure of the whole machine',
    );
    expect(planOf('  - process: {}', 'memory: { regression: 10 % }', WITH_BASE).gate.server).toHaveLength(1);
  });
});

describe('where a probe is read', () => {
  const sources = (probes: string) =>
    (planOf(probes, '', WITH_BASE).probes ?? []).map(({ target, base, isShared }) => ({
      target,
      base,
      isShared,
    }));

  test('is each side’s own where its URL holds {{target}}, and one place where it does not', () => {
    const [own, one] = sources(
      `${METRICS}\n  - prometheus: { query-api: "http://127.0.0.1:9090", series: { load: node_load1 } }`,
    );
    expect([own?.isShared, one?.isShared]).toEqual([false, true]);
    expect(own?.base).toBe(own?.target);
  });

  test('can be another one on the base, with other labels', () => {
    const [one] = sources(
      '  - prometheus: { query-api: "http://p", series: { cpu: \'rate(x{name="a"}[1m])\' }, base: { series: { cpu: \'rate(x{name="b"}[1m])\' } } }',
    );
    expect(one?.base).toMatchObject({ reads: 'query-api', queries: ['rate(x{name="b"}[1m])'] });
    expect(one?.isShared).toBe(false);
  });

  test('of a process or a container is the target’s alone, unless base says otherwise; and that is told', () => {
    const plan = planOf(
      '  - process: { port: 8080 }\n  - docker: { containers: [a], base: {} }',
      '',
      WITH_BASE,
    );
    expect(plan.probes?.map(({ base }) => base !== null)).toEqual([false, true]);
    expect(plan.notices).toEqual([expect.stringContaining('probes[0].process is only read on the target')]);
  });
});

describe('a password', () => {
  test('in a URL is a secret, as it is written and as it is meant', () => {
    const { secrets } = planOf('  - postgres: { url: "postgres://u:s3cr%20et@127.0.0.1/db" }');
    expect(secrets).toEqual(expect.arrayContaining(['s3cr%20et', 's3cr et']));
  });

  test('from the environment is one as well, and no message shows it', () => {
    const env = { TAILGATE_PG: 'mysql://u:hunter2-hunter2@h/db' };
    const failing = () => planOf('  - postgres: { url: "{{env.TAILGATE_PG}}" }', '', { env });
    expect(failing).toThrow('"{{env.TAILGATE_PG}}" has a scheme that is not supported here');
    expect(failing).not.toThrow('hunter2');
  });
});

describe('mistakes', () => {
  test.each([
    ['  - {}', 'probes[0]: is one probe and needs one of prometheus, postgres, process, docker'],
    ['  - { process: {}, docker: { containers: [a] } }', 'probes[0]: is one probe'],
    ['  - proces: {}', 'probes[0].proces: unknown key, did you mean process?'],
    ['  - prometheus: { url: "http://h" }', 'probes[0].prometheus.series: is missing'],
    ['  - prometheus: { url: "http://h", series: {} }', 'needs 1 to 50 series'],
    ['  - prometheus: { series: { a: b } }', 'probes[0].prometheus: names no place to read'],
    ['  - prometheus: { url: "http://h", query-api: "http://h", series: { a: b } }', 'has url and query-api'],
    [
      '  - prometheus: { url: "http://h", series: { a: b }, base: { query-api: "http://g" } }',
      'differs from how the target is read: write url',
    ],
    [
      '  - prometheus: { url: "http://h", series: { a: b }, base: { series: { c: d } } }',
      'has different series from the target: write a',
    ],
    ['  - prometheus: { url: "h/metrics", series: { a: b } }', 'is not a URL'],
    ['  - prometheus: { url: "ftp://h", series: { a: b } }', 'has a scheme that is not supported here'],
    ['  - prometheus: { url: "http://u:pw@h", series: { a: b } }', 'has a user name or password in it'],
    ['  - prometheus: { url: "{{unique}}", series: { a: b } }', 'is a function'],
    [
      '  - prometheus: { url: "http://h", series: { a: b }, every: 100ms }',
      'out of range: write at least 1s',
    ],
    [
      '  - postgres: { url: "postgres://h/db?host=10.0.0.1" }',
      'has the parameter "host": only sslmode is allowed',
    ],
    ['  - postgres: { url: "postgres://h/db?sslmode=prefer" }', 'has an sslmode that is none of'],
    ['  - process: { port: 80, pid: 1 }', 'identifies a process in two ways'],
    ['  - process: { port: 0 }', 'probes[0].process.port'],
    ['  - docker: { containers: [] }', 'is empty: write the containers'],
    ['  - docker: { containers: [../a] }', 'is not a container name'],
    ['  - docker: { containers: [a, b], base: { containers: [a] } }', 'has 1 containers, and the target 2'],
  ])('%s', (probes, message) => {
    expect(() => planOf(probes)).toThrow(message);
  });
});
