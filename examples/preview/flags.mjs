/** The command line's flags → options of startPreview. */
import { parseArgs } from 'node:util';
import { TROUBLES } from './troubles.mjs';

/** A flag that can't be understood; the message says which and what it takes. */
export class FlagError extends Error {}

const units = { ms: 1, s: 1000, m: 60_000 };

const readers = {
  host: (text) => text,
  'access-log': (text) => text || fail('the name of a file'),
  port: whole('a port', 0, 65_535),
  delay: (text) => (text === 'none' || text === 'report' ? text : decimal('none, report or ms', 0)(text)),
  slow: decimal('a factor above 0', Number.MIN_VALUE),
  'error-rate': decimal('a share from 0 to 1', 0, 1),
  'lose-answers': decimal('a share from 0 to 1', 0, 1),
  'rate-limit': (text) => {
    const [, requests, unit] =
      /^([1-9]\d*)\/(s|min)$/.exec(text) ?? fail('requests per time, such as 100/min or 20/s');
    return { requests: Number(requests), windowMs: unit === 's' ? 1000 : 60_000 };
  },
  'slow-start': durationMs,
  'close-after': whole('a number of requests', 1),
  'crash-after': whole('a number of requests', 0),
  'token-lifetime': durationMs,
  'database-port': whole('a port', 0, 65_535),
  pool: whole('a number of connections', 1, 100),
  rows: whole('a number of expenses', 1, 1_000_000),
  accounts: whole('a number of accounts up to 10,000', 1, 10_000),
  stock: whole('a number of pieces', 0, 1e9),
  downstream: durationMs,
  trouble: (text) => (TROUBLES.includes(text) ? text : fail(`one of ${TROUBLES.join(', ')}`)),
  seed: whole('a whole number', 0),
};
const optionNames = {
  'slow-start': 'slowStartMs',
  'token-lifetime': 'tokenLifetimeMs',
  downstream: 'downstreamMs',
};

/**
 * @param {string[]} args
 * @returns {import('./start.d.mts').PreviewOptions}
 */
export function parseFlags(args) {
  const flags = Object.fromEntries(Object.keys(readers).map((name) => [name, { type: 'string' }]));
  const switches = { leak: { type: 'boolean' }, truth: { type: 'boolean' } };
  let values;
  try {
    ({ values } = parseArgs({ args, options: { ...flags, ...switches } }));
  } catch (error) {
    throw new FlagError(error.message);
  }
  const { leak, truth, ...texts } = values;
  const options = { ...(leak && { leak }), ...(truth && { truth }) };
  for (const [name, text] of Object.entries(texts)) {
    const option = optionNames[name] ?? name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
    try {
      options[option] = readers[name](text);
    } catch (error) {
      throw error instanceof FlagError
        ? new FlagError(`--${name} ${text}: expected ${error.message}`)
        : error;
    }
  }
  return options;
}

function durationMs(text) {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? fail('a time, such as 500ms, 5s or 2m');
  return Number(amount) * units[unit];
}

function whole(what, least, most = Number.MAX_SAFE_INTEGER) {
  return (text) => (/^\d+$/.test(text) ? within(Number(text), what, least, most) : fail(what));
}

function decimal(what, least, most = 1e9) {
  return (text) => (/^\d*\.?\d+$/.test(text) ? within(Number(text), what, least, most) : fail(what));
}

function within(value, what, least, most) {
  return value >= least && value <= most ? value : fail(what);
}

function fail(what) {
  throw new FlagError(what);
}
