/**
 * The demo's scenario as variants of examples/tailgate.yml: identifiers that collide as the report's did, what the report
 * recommends against it, and other shapes of load. Texts in, text out.
 */

/** What a variant declares in place of the file's baseline and gate: another mix of answers is another measurement. */
const GATE = `gate:
  p99:        { max: 300 ms }
  throughput: { min: 100 /s }
  errors:     { max: 1 % }
`;

/**
 * What a profile is held to, and how long the demo takes for it; the baseline of another shape of load would be none.
 * A soak of a minute would be no soak, and the others are as the demo itself.
 */
export const PROFILES = {
  spike: {
    duration: '60s',
    gate: `gate:
  errors:     { max: 5 % }
  recovery:   { max: 30 s }
  stages:
    spike: { errors: { max: 10 % } }
`,
  },
  // The mix writes: so many units are made that some of their numbers are taken, which is no break.
  breakpoint: {
    duration: '60s',
    gate: `gate:
  p99:        { max: 300 ms }
  errors:     { max: 5 % }
  capacity:   { min: 100 /s }
`,
  },
};

/**
 * @param {string} text of examples/tailgate.yml
 * @param {'spike' | 'breakpoint'} profile
 * @returns {string}
 */
export function varyProfile(text, profile) {
  const [scenario, rest] = splitBefore(text, '\nbaseline:');
  if (rest === '') throw new Error('the scenario has no baseline to cut it off at');
  const named = replace(scenario, 'name: realistic', `name: ${profile}`);
  const load = /^load: realistic.*$/m;
  if (!load.test(named)) throw new Error('the scenario has no load to replace');
  return `${named.replace(load, `load: ${profile}`)}\n${PROFILES[profile].gate}`;
}

/** Numbers that identifiers are drawn from: so few that about as many are taken as in the report, 3.7 % of the requests. */
const FEW = '{{int 1 600}}';

/**
 * @param {string} text of examples/tailgate.yml
 * @param {{ collisions?: boolean, retry?: boolean, keys?: boolean }} flags
 * @returns {string}
 */
export function varyScenario(text, { collisions, retry, keys }) {
  const [scenario, rest] = splitBefore(text, '\nbaseline:');
  if (rest === '') throw new Error('the scenario has no baseline to cut it off at');
  const variant = [
    (yaml) => replace(yaml, 'name: realistic', `name: ${nameOf({ collisions, retry, keys })}`),
    collisions && ((yaml) => yaml.replaceAll(/(?<!"T){{unique}}/g, FEW)),
    retry &&
      ((yaml) =>
        replace(
          yaml,
          '\nscenario:\n',
          '\nscenario:\n  retry: { on: [409, 503, timeout, socket, unanswered], times: 3, backoff: 100 ms }\n',
        )),
    // A repetition is answered 200, with what the first request has made.
    keys &&
      ((yaml) =>
        replace(
          replace(yaml, 'expect: 201', 'expect: [200, 201]'),
          '\nscenario:\n',
          '\nscenario:\n  idempotency-key: true                # on every POST\n',
        )),
  ]
    .filter(Boolean)
    .reduce((yaml, change) => change(yaml), scenario);
  return `${variant}\n${GATE}${retry ? '  attempts:   { max: 1.06 }\n' : ''}`;
}

/** Few connections: what the database takes is to be seen, and not the wait for a machine that is full. */
const WHY_LOAD = 'load: { connections: 4, duration: 1m, warmup: 2s }';

/**
 * Base and head, with what tells where the time went: their databases, and the service's own metrics. One request in ten
 * lists expenses, so that P95 lies among them, and is decided on a busy machine, too.
 */
const WHY = `probes:
  - prometheus:
      url: "{{target}}/metrics"
      every: 1s
      series:
        cpu: process_cpu_seconds_total
        garbage collection: nodejs_gc_duration_seconds_sum
        pool waiting: db_pool_waiting
  - postgres: { url: "{{env.TAILGATE_PG}}", statements: true, every: 1s, base: { url: "{{env.TAILGATE_PG_BASE}}" } }
gate:
  p95:        { regression: 10 % }
  errors:     { max: 1 % }
`;

/**
 * @param {string} text of examples/tailgate.yml
 * @returns {string}
 */
export function varyWhy(text) {
  const [scenario, rest] = splitBefore(text, '\nbaseline:');
  if (rest === '') throw new Error('the scenario has no baseline to cut it off at');
  const load = /^load: realistic.*$/m;
  if (!load.test(scenario)) throw new Error('the scenario has no load to replace');
  const named = replace(scenario, 'name: realistic', 'name: why').replace(load, WHY_LOAD);
  // A unit's number that is taken would be an error, and nothing that the head changed.
  return `${replace(named, '"T{{int 100 999}}"', '"T{{unique}}"')}\n${WHY}`;
}

function nameOf({ collisions, retry, keys }) {
  const what = collisions ? 'collisions' : 'lost answers';
  return `${what}${retry ? ', sent again' : ''}${keys ? ' with a key' : ''}`;
}

function splitBefore(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at + 1), text.slice(at + 1)];
}

/** All of them; a file that has none of it any more would give a variant that is none. */
function replace(text, what, by) {
  if (!text.includes(what)) throw new Error(`the scenario has no ${JSON.stringify(what)}`);
  return text.replaceAll(what, by);
}
