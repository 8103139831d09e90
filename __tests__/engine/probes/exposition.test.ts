/** Prometheus' text, as prom-client, Go's client and OpenMetrics write it. */
import { parseSelector } from '../../../src/config/probes/selector.ts';
import { readExposition } from '../../../src/engine/probes/exposition.ts';

const read = (text: string, ...written: string[]) =>
  readExposition(
    text,
    written.map((one) => parseSelector(one, {})),
  );
const readValue = (text: string, written: string) => read(text, written).found[0]?.value;

const PAGE = `# HELP http_requests_total The total number of HTTP requests.
# TYPE http_requests_total counter
http_requests_total{method="post",code="200"} 1027 1395066363000
http_requests_total{method="post",code="400"}    3 1395066363000

# Escaping in label values:
msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9

# Minimalistic line:
metric_without_timestamp_and_labels 12.47

# A weird metric from before the epoch:
something_weird{problem="division by zero"} +Inf -3982045
not_a_number NaN
brace{path="/a}b",next="c"} 7
# TYPE rpc_duration_seconds summary
rpc_duration_seconds{quantile="0.99"} 76656
rpc_duration_seconds_sum 1.7560473e+07
rpc_duration_seconds_count 2693
`;

test.each([
  ['http_requests_total{code="200"}', 1027],
  ['http_requests_total{code!="200"}', 3],
  ['sum(http_requests_total)', 1030],
  ['metric_without_timestamp_and_labels', 12.47],
  ['msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT"}', 1.458255915e9],
  ['something_weird', Number.POSITIVE_INFINITY],
  ['not_a_number', Number.NaN],
  ['brace{path="/a}b"}', 7],
  ['rpc_duration_seconds_sum', 17560473],
  ['rpc_duration_seconds{quantile="0.99"}', 76656],
])('the format’s own example: %s', (written, value) => {
  expect(readValue(PAGE, written)).toBe(value);
});

test('types are told of the family, also of what its samples end in', () => {
  const { found } = read(
    PAGE,
    'http_requests_total{code="200"}',
    'rpc_duration_seconds_count',
    'not_a_number',
  );
  expect(found.map((one) => one?.type)).toEqual(['counter', 'summary', '']);
});

test('quantiles of a summary go up and down, and so does when a counter began', () => {
  const text =
    '# TYPE s summary\ns{quantile="0.5"} 3\ns_count 9\n# TYPE c counter\nc_total 1\nc_created 17\n';
  const { found } = read(text, 's', 's_count', 'c_created');
  expect(found.map((one) => one?.type)).toEqual(['gauge', 'summary', '']);
});

test('OpenMetrics: a family without _total, exemplars, units and the end', () => {
  const text = `# TYPE foo_seconds counter
# UNIT foo_seconds seconds
foo_seconds_total{a="b"} 17.0 1520879607.789 # {trace_id="KOO5S4vxi0o"} 0.67
foo_seconds_created{a="b"} 1520430000.123
# TYPE bar histogram
bar_bucket{le="0.1"} 8 # {} 0.054
bar_bucket{le="+Inf"} 9
# EOF
`;
  expect(read(text, 'foo_seconds_total', 'bar_bucket{le="+Inf"}', 'foo_seconds_created').found).toMatchObject(
    [{ value: 17, type: 'counter' }, { value: 9, type: 'histogram' }, { value: 1520430000.123 }],
  );
});

test.each([
  ['what looks like an exemplar in a label', 'x{path="/a # {b}",next="c"} 7', 'x{path="/a # {b}"}'],
  ['blanks between all parts, and a comma at the end', ' x { a = "b" , } 7', 'x{a="b"}'],
  ['a label that ends in a backslash', 'x{a="b\\\\"} 7', 'x{a="b\\\\"}'],
  ['letters of other scripts, and of HTML', 'x{a="é<script>|\u202e"} 7', 'x{a="é<script>|\u202e"}'],
])('%s', (_, text, written) => {
  expect(readValue(text, written)).toBe(7);
});

test.each([
  ['a label that never ends', `x{${'a'.repeat(4e6)} 1`],
  ['labels without values', `x{${'a,'.repeat(2e6)}} 1`],
  ['a quote that is never closed', `x{a="${'\\\\'.repeat(2e6)}} 1`],
  ['braces', `x{${'}'.repeat(4e6)} 1 `],
  ['blanks', `x${' '.repeat(4e6)}1${' '.repeat(10)}2 3`],
  ['no number', 'x{a="b"} 0x10'],
])('a line of megabytes that is none is passed over at once: %s', (_, text) => {
  expect(read(`${text}\nup 1\n`, 'x', 'up').found).toMatchObject([null, { value: 1 }]);
});

test('lines end as on other systems, too, and the last one need not end', () => {
  expect(readValue('a 1\r\nb 2\r\n', 'a')).toBe(1);
  expect(readValue('a 1\nb 2', 'b')).toBe(2);
});

test.each([
  '<html><body>Log in</body></html>',
  '{"status":"ok"}',
  'not metrics at all',
  '',
])('is no page of metrics: %s', (text) => {
  expect(read(text, 'a').isMetrics).toBe(false);
});

test('names that are like the one that is missing are named, the nearest first, and no others', () => {
  const page =
    'process_cpu_seconds_total 1\nprocess_cpu_user_seconds_total 1\nhttp_requests_total 3\ngo_goroutines 5\n';
  const selector = parseSelector('proces_cpu_seconds_total', {});
  expect(readExposition(page, [selector]).namesLike(selector)).toEqual([
    'process_cpu_seconds_total',
    'process_cpu_user_seconds_total',
  ]);
});

test('of many that fit, how many there are and the first few', () => {
  const page = Array.from({ length: 9 }, (_, i) => `x{i="${i}"} ${i}`).join('\n');
  expect(read(page, 'x').found[0]).toMatchObject({
    count: 9,
    value: 36,
    labels: expect.arrayContaining(['x{i="0"}']),
  });
  expect(read(page, 'x').found[0]?.labels).toHaveLength(5);
});
