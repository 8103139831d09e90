/** Files that somebody else wrote, or a disk damaged: refused with words, and nothing is merged of the rest. */
import { brotliCompressSync } from 'node:zlib';
import type { Round, RoundEnd } from '../../src/engine/round.ts';
import { openMergedLoad } from '../../src/shards/merged-load.ts';
import { packBuckets, unpackBuckets } from '../../src/shards/pack-buckets.ts';
import { packRounds, unpackRounds } from '../../src/shards/pack-rounds.ts';
import fc from '../fast-check.ts';
import { makePlan, makeRequest } from '../judgement/make.ts';
import { asText, makeShardedRound, makeShardFile, VERSION } from './make-shards.ts';

const NAMES = ['list', 'read'];
const plan = makePlan({ scenario: { logins: [], requests: NAMES.map((name) => makeRequest({ name })) } });
const round = makeShardedRound([{ name: 0, batch: 0, latency: 20_480, fails: false }], NAMES);
const [one, two] = [makeShardFile(plan, [1, 2], [round]), makeShardFile(plan, [2, 2], [round])];
const packed = (rounds: unknown) => brotliCompressSync(JSON.stringify(rounds)).toString('base64');
/** The round as its file has it, with something else in it. */
const roundWith = (change: (round: Record<string, unknown>) => void): string => {
  const plain = JSON.parse(
    JSON.stringify([round], (key, value) =>
      ['latency', 'latencyOfErrors', 'service', 'loopDelay'].includes(key) ? packBuckets(value) : value,
    ),
  );
  change(plain[0]);
  return packed(plain);
};

async function merge(texts: readonly { readonly name: string; readonly text: string }[]) {
  const { engine } = openMergedLoad(texts, VERSION);
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
  ['rounds that are not packed', withRounds('AAAA'), 'shards-refused', /rounds that can't be read/],
  ['no round', withRounds(packRounds([])), 'shards-refused', /holds no round/],
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
    'a histogram of no buckets',
    withRounds(
      roundWith((own) => {
        (own.generator as Record<string, unknown>).loopDelay = '1..2';
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
])('refused: %s', async (_, texts, code, message) => {
  await expect(merge(texts)).rejects.toMatchObject({
    name: 'Unmeasurable',
    code,
    message: expect.stringMatching(message),
  });
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
  const { engine } = openMergedLoad(asText([one, two]), VERSION);
  const other = makePlan({ scenario: { logins: [], requests: [makeRequest({ name: 'other' })] } });
  await expect(engine.prepare({ ...other, shards: 2 })).rejects.toThrow(
    /was measured by another load: merge with the/,
  );
  await expect(openMergedLoad(asText([one, two]), '9.9.9').engine.prepare(plan)).rejects.toThrow(
    /was written by Tailgate 0.1.0/,
  );
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

test('whatever a machine can see of a round comes back as it was, to the last key', () => {
  const failed = { status: 2, timeout: 1 };
  const [tick] = round.ticks ?? [];
  const [stats, other] = round.requests;
  if (!tick || !stats || !other) throw new Error('the round has some of each');
  const counts = { carriedIn: 1, carriedOut: 2 };
  const whole: Round = {
    ...round,
    renewals: { logins: 1, pausedMs: 700 },
    firstMs: [1.5],
    silences: [
      { fromMs: 100, insideMs: 400, beyondMs: 0 },
      { fromMs: 19_000, insideMs: 1000, beyondMs: 250 },
    ],
    ticks: [
      tick,
      { ...tick, fromMs: 500, errors: 3, failures: failed, pausedMs: 300 },
      { ...tick, fromMs: 1000, carried: { requests: 2, errors: 1, latency: [2048, 1] } },
    ],
    requests: [
      {
        ...stats,
        statuses: { 503: 2, 7: 1 },
        codes: { ECONNRESET: 1 },
        samples: [{ kind: 'status', status: 503, text: 'x'.repeat(512) }],
        retries: {
          repeated: 2,
          recovered: 1,
          givenUp: 1,
          statuses: { 503: 2 },
          ends: { timeout: 0, socket: 1, unanswered: 0 },
        },
        walks: { ...counts, notReached: 3 },
        timings: [{ names: ['db'], more: false, rows: [12, 1, 3.5, 2.25] }],
        traces: [{ id: 'a'.repeat(32), latencyMs: 12.5 }],
      },
      other,
    ],
    flows: [{ ...other, name: 'walk', started: 4, ...counts }],
    ended: { how: 'rate-limited', afterMs: 9000, share: 0.98, seconds: 5, retryAfterSeconds: 30 },
  };
  const ends: RoundEnd[] = [
    whole.ended,
    { how: 'complete' },
    { how: 'cancelled' },
    { how: 'capped', by: 'rows', table: { name: 'users', rows: 10 } },
    { how: 'target-lost', afterMs: 100, why: 'nothing came back', hung: true },
    ...(['login-lost', 'login-limited', 'login-broken'] as const).map((how) => ({
      how,
      afterMs: 5,
      why: '401',
    })),
  ];
  const rounds = ends.map((ended) => ({ ...whole, ended }));
  const plain = (of: readonly Round[]) =>
    JSON.parse(
      JSON.stringify(of, (_, value) => (ArrayBuffer.isView(value) ? [...(value as Float64Array)] : value)),
    );
  expect(plain(unpackRounds(packRounds(rounds)))).toEqual(plain(rounds));
});

test('histograms come back as they were, and nothing else is read as one', () => {
  const drawnBuckets = fc.array(fc.tuple(fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e9 })));
  fc.assert(
    fc.property(drawnBuckets, (steps) => {
      let edge = 0;
      const pairs = steps.flatMap(([distance, count], i) => {
        edge += i === 0 ? distance - 1 : distance;
        return [edge, count];
      });
      expect([...unpackBuckets(packBuckets(pairs))]).toEqual(pairs);
    }),
  );
  for (const text of [
    ' ',
    '1 ',
    ' 1',
    '1  2',
    '1.0',
    '1.',
    '.1',
    '1.2.3',
    '1 0',
    '-1',
    'A',
    '1,2',
    'zzzzzzzzzzzzzz',
    '1.zzzzzzzzzzzzzz',
  ])
    expect(() => unpackBuckets(text)).toThrow(RangeError);
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
