/** Files that somebody else wrote, or a disk damaged: refused with words, and nothing is merged of the rest. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Buckets } from '../../src/engine/round.ts';
import { openMergedLoad } from '../../src/shards/merged-load.ts';
import { NumbersMemory, packHistograms, unpackHistograms } from '../../src/shards/pack-histograms.ts';
import { packParts, packRounds } from '../../src/shards/pack-rounds.ts';
import fc from '../fast-check.ts';
import { makePlan, makeRequest } from '../judgement/make.ts';
import { testPart } from '../part.ts';
import { asText, makeShardedRound, makeShardFile, VERSION } from './make-shards.ts';

const NAMES = ['list', 'read'];
const plan = makePlan({ scenario: { logins: [], requests: NAMES.map((name) => makeRequest({ name })) } });
const round = makeShardedRound([{ name: 0, batch: 0, latency: 20_480, fails: false }], NAMES);
const [one, two] = [makeShardFile(plan, [1, 2], [round]), makeShardFile(plan, [2, 2], [round])];
const packed = (rounds: unknown, histograms: readonly Buckets[] = []) =>
  packParts(JSON.stringify(rounds), packHistograms(histograms));
/** The round as its file has it, with something else in it. */
const roundWith = (change: (round: Record<string, unknown>) => void): string => {
  const histograms: Buckets[] = [];
  const plain = JSON.parse(
    JSON.stringify([round], (key, value) =>
      ['latency', 'latencyOfErrors', 'service', 'loopDelay'].includes(key)
        ? histograms.push(value) - 1
        : value,
    ),
  );
  change(plain[0]);
  return packed(plain, histograms);
};

async function merge(texts: readonly { readonly name: string; readonly text: string }[]) {
  const { engine } = await openMergedLoad(texts, VERSION);
  return engine.prepare({ ...plan, shards: 2 });
}

test('two that fit are merged', async () => {
  await expect(merge(asText([one, two]))).resolves.toBeUndefined();
  await expect(merge(asText([one, { ...two, rounds: roundWith(() => {}) }]))).resolves.toBeUndefined();
});

const withRounds = (rounds: string) => asText([one, { ...two, rounds }]);
const withText = (text: string) => [...asText([one]), { name: 'shard-2.json', text }];
const changed = (over: object) => withText(JSON.stringify({ ...two, ...over }));

test.each<[string, readonly { readonly name: string; readonly text: string }[], string, RegExp]>([
  ['no file', [], 'shards-missing', /There is no file of a shard to merge/],
  ['one is missing', asText([two]), 'shards-missing', /Of 2 shards, the file of shard 1 is missing/],
  [
    'one is there twice',
    asText([one, one]),
    'shards-refused',
    /shard-2.json is shard 1\/2, as shard-1.json is/,
  ],
  [
    'of another number',
    changed({ shard: { index: 2, of: 3 } }),
    'shards-refused',
    /another number of shards/,
  ],
  ['of another load', changed({ plan: 'f'.repeat(64) }), 'shards-refused', /another load/],
  ['of another version', changed({ version: '9.9.9' }), 'shards-refused', /another version of Tailgate/],
  ['of another run', changed({ run: 'another' }), 'shards-refused', /is of another run than shard-1.json/],
  ['of another seed', changed({ seed: 'another' }), 'shards-refused', /is of another run/],
  ['of another target', changed({ target: 'http://elsewhere' }), 'shards-refused', /another target/],
  [
    'of another commit',
    changed({ commits: { target: 'abc', base: null } }),
    'shards-refused',
    /another commit of the target/,
  ],
  ['with a base', changed({ base: 'http://elsewhere' }), 'shards-refused', /another base/],
  ['cut off', withText(JSON.stringify(two).slice(0, -20)), 'shards-refused', /shard-2.json is no whole JSON/],
  ['empty', withText(''), 'shards-refused', /is no whole JSON/],
  ['a result', withText('{"format":"tailgate/1"}'), 'shards-refused', /is no file of a shard/],
  ['null', withText('null'), 'shards-refused', /is no file of a shard/],
  [
    'newer',
    changed({ format: 'tailgate-shard/2' }),
    'shards-refused',
    /merge with the version that measured/,
  ],
  ['an unknown key', changed({ more: 1 }), 'shards-refused', /does not fit the format/],
  [
    'a prototype',
    withText(JSON.stringify(two).replace('{', '{"__proto__":{"of":1},')),
    'shards-refused',
    /does not fit/,
  ],
  ['beyond its number', changed({ shard: { index: 3, of: 2 } }), 'shards-refused', /there are fewer shards/],
  [
    'a clock of no time',
    changed({ clock: { ...two.clock, offsetMs: 1e300 } }),
    'shards-refused',
    /does not fit/,
  ],
  ['nested deeply', withText(`${'['.repeat(50_000)}${']'.repeat(50_000)}`), 'shards-refused', /is no/],
  [
    'a target that is none',
    changed({ target: 'file:///etc/passwd' }),
    'shards-refused',
    /target: it is no URL/,
  ],
  [
    'a target with a password',
    changed({ target: 'http://me:secret@localhost' }),
    'shards-refused',
    /target: it is no URL/,
  ],
  ['a base that is none', changed({ base: '/shop' }), 'shards-refused', /base: it is no URL/],
  ['one that met nobody, and measured', changed({ run: null }), 'shards-refused', /tells no trouble/],
  ['rounds of no letters', changed({ rounds: 'ä'.repeat(9) }), 'shards-refused', /does not fit/],
  [
    'rounds with a letter of another alphabet',
    changed({ rounds: `_${two.rounds.slice(1)}` }),
    'shards-refused',
    /rounds: it is no base64/,
  ],
  [
    'rounds with something behind them',
    changed({ rounds: `${two.rounds}=AAAA` }),
    'shards-refused',
    /rounds: it is no base64/,
  ],
  ['rounds that are not packed', withRounds('AAAA'), 'shards-refused', /rounds that can't be read/],
  ['no round', withRounds(packRounds([])), 'shards-refused', /contains no rounds/],
  ['a bomb', withRounds(packed('x'.repeat(80_000_000))), 'shards-refused', /rounds that can't be read/],
  ['a round too many', withRounds(packRounds(Array(2001).fill(round))), 'shards-refused', /can't be read/],
  [
    'another seed',
    withRounds(
      roundWith((own) => {
        own.seed = 'b';
      }),
    ),
    'shards-refused',
    /other rounds than the shards/,
  ],
  [
    'another side',
    withRounds(
      roundWith((own) => {
        own.side = 'base';
      }),
    ),
    'shards-refused',
    /other rounds than/,
  ],
  [
    'an unknown key in it',
    withRounds(
      roundWith((own) => {
        own.shards = [];
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'fewer names',
    withRounds(
      roundWith((own) => {
        (own.requests as unknown[]).pop();
      }),
    ),
    'shards-refused',
    /other requests/,
  ],
  [
    'a number below 0',
    withRounds(
      roundWith((own) => {
        own.sent = -1;
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'a number too large',
    withRounds(
      roundWith((own) => {
        own.sent = 1e15;
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'more half seconds than a stage can have',
    withRounds(
      roundWith((own) => {
        own.ticks = Array(20_001).fill((own.ticks as unknown[])[0]);
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'silences in no order',
    withRounds(
      roundWith((own) => {
        own.silences = [2000, 0].map((fromMs) => ({ fromMs, insideMs: 500, beyondMs: 0 }));
      }),
    ),
    'shards-refused',
    /silences: they do not ascend/,
  ],
  [
    'failures of a kind that there is none of',
    withRounds(
      roundWith((own) => {
        (own.ticks as Record<string, unknown>[])[0] = {
          ...(own.ticks as object[])[0],
          failures: { constructor: 1 },
        };
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'a sample that fills the comment',
    withRounds(
      roundWith((own) => {
        const [stats] = own.requests as { samples: unknown }[];
        if (stats) stats.samples = [{ kind: 'status', status: 500, text: 'x'.repeat(5000) }];
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'a generator that took more than its core',
    withRounds(
      roundWith((own) => {
        (own.generator as Record<string, unknown>).cpuShare = 5e11;
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'no number',
    withRounds(
      roundWith((own) => {
        own.measuredMs = null;
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'a histogram that is not there',
    withRounds(
      roundWith((own) => {
        (own.generator as Record<string, unknown>).loopDelay = 1000;
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'a histogram by the name of what every list has',
    withRounds(
      roundWith((own) => {
        (own.generator as Record<string, unknown>).loopDelay = 'length';
      }),
    ),
    'shards-refused',
    /generator\.loopDelay: no histogram/,
  ],
  [
    'a histogram that is left out',
    withRounds(
      roundWith((own) => {
        delete (own.generator as Record<string, unknown>).loopDelay;
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'a status that every object has',
    withRounds(
      roundWith((own) => {
        for (const stats of own.requests as { codes: unknown }[]) stats.codes = { constructor: 1 };
      }),
    ),
    'shards-refused',
    /can't be read/,
  ],
  [
    'more codes than there are',
    withRounds(
      roundWith((own) => {
        const [stats] = own.requests as { codes: unknown }[];
        if (stats) stats.codes = Object.fromEntries(Array.from({ length: 2001 }, (_, i) => [`E${i}`, 1]));
      }),
    ),
    'shards-refused',
    /requests\.0\.codes: more of them than there are/,
  ],
])('refused: %s', async (_, texts, code, message) => {
  await expect(merge(texts)).rejects.toMatchObject({
    name: 'Unmeasurable',
    code,
    message: expect.stringMatching(message),
  });
});

/** In a process that would end for lack of memory, if all mistakes were gathered. Gives what was wrong. */
function unpackWithin(megabytes: number, makeRounds: string): string {
  const lib = (name: string) => JSON.stringify(join(import.meta.dirname, '../../lib/shards', name));
  const script = `
import { NumbersMemory, packHistograms } from ${lib('pack-histograms.js')};
import { packParts, packRounds, unpackRounds } from ${lib('pack-rounds.js')};
const histograms = [];
const [plain] = JSON.parse(${JSON.stringify(JSON.stringify([round]))}, (key, value) =>
  ['latency', 'latencyOfErrors', 'service', 'loopDelay'].includes(key) ? histograms.push(value) - 1 : value);
const packed = packParts(JSON.stringify((${makeRounds})(plain)), packHistograms(histograms));
if (packed.length > 200_000) throw new Error('no small file: ' + packed.length);
try {
  unpackRounds(Buffer.from(packed, 'base64'), new NumbersMemory());
} catch (error) {
  console.log(error.message);
}`;
  const limit = `--max-old-space-size=${megabytes}`;
  const words = [limit, '--input-type=module', '--eval', script];
  const { stdout, signal } = spawnSync(process.execPath, words, { encoding: 'utf8' });
  return signal ?? stdout.trim();
}

testPart<[string, string, RegExp]>([
  [
    'requests that are nothing',
    '(plain) => Array(2000).fill({ ...plain, requests: Array(2000).fill({}) })',
    /^0\.requests\.0\.name: /,
  ],
  [
    'numbers below 0',
    '(plain) => Array(60).fill({ ...plain, firstMs: Array(100_000).fill(-1) })',
    /^0\.firstMs\.0: it is no number from 0 to 1000000000000$/,
  ],
  [
    'keys that there are none of',
    `(plain) => Array(25).fill({
      ...plain,
      silences: Array(50_000).fill({ fromMs: 0, insideMs: 0, beyondMs: 0, more: 0 }),
    })`,
    /^0\.silences\.0: Unrecognized key/,
  ],
])(
  'a small file with millions of mistakes is refused for the first one: %s',
  (_, makeRounds, message) => {
    expect(unpackWithin(512, makeRounds)).toMatch(message);
  },
  60_000,
);

test('more histograms than rounds can name are refused before any takes memory', () => {
  const most = [0xe0, 0xc6, 0x5b];
  const bytes = Buffer.concat([Buffer.from([0xe1, ...most.slice(1), 0]), Buffer.alloc(1_500_001)]);
  expect(() => unpack(bytes)).toThrow('more histograms than rounds name');
  const fewer = Buffer.concat([Buffer.from([...most, 0]), Buffer.alloc(1_500_000)]);
  expect(unpackHistograms(fewer, new NumbersMemory())).toHaveLength(1_500_000);
});

test('of one that could not measure its trouble is told, with its name', async () => {
  const trouble = { code: 'login-failed', detail: 'the target answered 401' } as const;
  await expect(merge(asText([one, { ...two, run: null, trouble }]))).rejects.toMatchObject({
    code: 'login-failed',
    message: 'Shard 2/2: the target answered 401',
  });
});

test('of several in trouble the one is told that the others waited for, whichever number it has', async () => {
  const waited = {
    code: 'shards-missing',
    detail: 'shard 1/2 did not begin: shard 2/2 has ended already',
  } as const;
  const trouble = { code: 'not-ready', detail: 'the target did not answer' } as const;
  const files = [
    { ...one, run: null, trouble: waited },
    { ...two, run: null, trouble },
  ];
  await expect(merge(asText(files))).rejects.toMatchObject({
    code: 'not-ready',
    message: 'Shard 2/2: the target did not answer',
  });
  await expect(merge(asText([files[0] as typeof one, two]))).rejects.toMatchObject({
    code: 'shards-missing',
  });
});

test('one that never found its target, nor heard its commit, is in trouble and not of another load', async () => {
  const trouble = { code: 'no-target', detail: 'no deployment was found' } as const;
  const measured = { ...one, commits: { target: 'abc', base: null } };
  const lost = { ...two, run: null, trouble, target: '' };
  await expect(merge(asText([measured, lost]))).rejects.toMatchObject({
    code: 'no-target',
    message: 'Shard 2/2: no deployment was found',
  });
});

test('files of a load that this tailgate.yml does not ask for are refused, and of a version that this is not', async () => {
  const { engine } = await openMergedLoad(asText([one, two]), VERSION);
  const other = makePlan({ scenario: { logins: [], requests: [makeRequest({ name: 'other' })] } });
  await expect(engine.prepare({ ...other, shards: 2 })).rejects.toThrow(
    /was measured by another load: merge with the/,
  );
  const newer = await openMergedLoad(asText([one, two]), '9.9.9');
  await expect(newer.engine.prepare(plan)).rejects.toThrow(/was written by Tailgate 0.1.0/);
});

test('whatever bytes a file holds, it is merged or refused', async () => {
  const text = JSON.stringify(two);
  const damage = fc.record({
    at: fc.nat(text.length - 1),
    with: fc.string({ maxLength: 5 }),
    cut: fc.nat(40),
  });
  await fc.assert(
    fc.asyncProperty(damage, async ({ at, cut, ...put }) => {
      const damaged = text.slice(0, at) + put.with + text.slice(at + cut);
      const said = await merge(withText(damaged)).then(
        () => null,
        (error) => error.name,
      );
      expect([null, 'Unmeasurable']).toContain(said);
    }),
  );
  expect(({} as Record<string, unknown>).of).toBeUndefined();
});

const unpack = (bytes: Iterable<number>) =>
  unpackHistograms(Uint8Array.from(bytes), new NumbersMemory()).map((buckets) => [...buckets]);

test('histograms come back as they were, of 32 bits or more', () => {
  const numbers = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 2 ** 40 }));
  const drawnBuckets = fc.array(fc.tuple(numbers, numbers), { maxLength: 20 }).map((steps) => {
    let edge = 0;
    return steps.flatMap(([distance, count], i) => {
      edge += i === 0 ? distance - 1 : distance;
      return [edge, count];
    });
  });
  fc.assert(
    fc.property(fc.array(drawnBuckets), (all) => {
      expect(unpack(packHistograms(all))).toEqual(all);
    }),
  );
});

test('memory that is used again holds what was put into it last, and what is too long for a piece', () => {
  const memory = new NumbersMemory();
  for (const length of [3, 530_000, 300_000, 2]) {
    const pairs = new Uint32Array(2 * length).map((_, i) => (i % 2 === 0 ? i / 2 : 1 + (i % 5)));
    const packed = packHistograms([[7, 8], pairs]);
    const wanted = Buffer.from(pairs.buffer);
    const [first, second] = [unpackHistograms(packed, memory), unpackHistograms(packed, memory)];
    for (const [small, large] of [first, second]) {
      expect(Array.from(small ?? [])).toEqual([7, 8]);
      // As bytes: to compare a million numbers one by one takes seconds.
      expect(Buffer.from(Uint32Array.from(large ?? []).buffer).equals(wanted)).toBe(true);
    }
    memory.clear();
  }
});

test.each<[string, number[]]>([
  ['nothing', []],
  ['a number that is cut off', [0x80]],
  ['more histograms than bytes', [100, 0, 0]],
  ['more pairs than bytes', [1, 100, 100, 1, 1]],
  ['fewer pairs than are claimed', [1, 2, 1, 1, 1, 0, 0]],
  ['more pairs than are claimed', [1, 1, 2, 1, 1, 1, 1]],
  ['a bucket twice', [1, 2, 2, 5, 1, 0, 1]],
  ['a count of 0', [1, 1, 1, 5, 0]],
  ['bytes behind it', [1, 1, 1, 5, 1, 0]],
  ['a number longer than it need be', [1, 1, 1, 0x85, 0, 1]],
  ['a number that is not exact', [1, 1, 1, 5, ...Array(8).fill(0xff), 1, 0, 0, 0]],
  ['an edge that is not exact', [1, 2, 2, ...Array(7).fill(0xff), 0x0f, 1, 1, 1]],
])('nothing else is read as histograms: %s', (_, bytes) => {
  expect(() => unpack(bytes)).toThrow(RangeError);
});

test('no secret is in the hash of a plan, and rows are only counted', async () => {
  const { hashPlan } = await import('../../src/shards/hash-plan.ts');
  const withSecret = (secret: string, rows: string[][]) => ({
    ...plan,
    secrets: [secret],
    scenario: {
      ...plan.scenario,
      requests: [makeRequest({ headers: [['authorization', [`Bearer ${secret}`]]] })],
      data: [{ name: 'users', take: 'once' as const, columns: ['id'], rows }],
    },
  });
  const hash = hashPlan(withSecret('one "secret"', [['a']]));
  expect(hashPlan(withSecret('another', [['b']]))).toBe(hash);
  expect(hashPlan(withSecret('another', [['b'], ['c']]))).not.toBe(hash);
  expect(hashPlan({ ...withSecret('another', [['b']]), shards: 3 })).not.toBe(hash);
});
