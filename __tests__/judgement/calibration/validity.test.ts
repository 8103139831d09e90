import { findRefusal } from '../../../src/judgement/calibration/validity.ts';
import { findBlockedInterleaved, findTurnedAway } from '../../../src/judgement/interleaved/find-invalid.ts';
import { makeMeasurement } from '../make.ts';
import { makeInterleaved, makeTarget } from '../make-interleaved.ts';

describe('nothing is recommended', () => {
  const interleaved = (shape = {}) => makeInterleaved({ blocks: 20, ...shape });
  test('from what can be believed: something is', () => {
    expect(findRefusal(makeTarget(interleaved()), interleaved(), false)).toBeNull();
  });

  test.each([
    ['too few blocks', { blocks: 5 }, false, { code: 'few-blocks', blocks: 5, blocksWanted: 8 }],
    ['cut short too early', { blocks: 1 }, true, { code: 'cut-short', blocks: 1, blocksWanted: 8 }],
    [
      'a broken target',
      { targetErrors: 0.5 },
      false,
      { code: 'side-fails', side: 'target', errorRate: expect.closeTo(0.5, 1) },
    ],
    [
      'a broken base',
      { targetErrors: 0.04, baseErrors: 0.06 },
      false,
      { code: 'side-fails', side: 'base', errorRate: expect.closeTo(0.06, 2) },
    ],
    [
      'errors of 5 %, alike on both sides',
      { targetErrors: 0.05, baseErrors: 0.05 },
      false,
      { code: 'side-fails', side: 'target', errorRate: expect.closeTo(0.05, 2) },
    ],
  ] as const)('%s', (_, shape, cutShort, refusal) => {
    const evidence = interleaved(shape);
    const found = findRefusal(makeTarget(evidence), evidence, cutShort);
    expect(found).toMatchObject(refusal);
  });

  test.each(['target', 'base'] as const)('an outage of the %s is no noise', (side) => {
    const outage = {
      fromSeconds: 3,
      toSeconds: 8,
      stretches: 1,
      silentSeconds: 5,
      missed: 900,
      counted: false,
    };
    const evidence = interleaved();
    const found =
      side === 'target'
        ? findRefusal({ ...makeTarget(evidence), outage }, evidence, false)
        : findRefusal(makeTarget(evidence), { ...evidence, base: { ...evidence.base, outage } }, false);
    expect(found).toEqual({ code: 'side-silent', side, fromSeconds: 3, toSeconds: 8 });
  });

  test('of what failed only the request names that did are listed, and what most of it was', () => {
    const none = { status: {}, timeout: 0, socket: 0, unanswered: 0, body: 0 };
    const errors = { ...none, status: { 500: 40 }, timeout: 2 };
    const measured = makeTarget(interleaved());
    const [first, ...others] = measured.endpoints;
    if (!first || others.length === 0) throw new Error('there are several');
    const target = {
      ...measured,
      whole: { ...measured.whole, errorRate: 0.07 },
      endpoints: [
        { ...first, figures: { ...first.figures, errors } },
        ...others.map((one) => ({ ...one, figures: { ...one.figures, errors: none } })),
      ],
    };
    expect(findRefusal(target, interleaved(), false)).toEqual({
      code: 'side-fails',
      side: 'target',
      errorRate: 0.07,
      main: {
        errors: 42,
        kinds: [{ kind: 'status', status: '500', count: 40, endpoints: [{ name: first.name, count: 40 }] }],
      },
    });
  });

  test('a target that went away', () => {
    const lost = { side: 'target', afterSeconds: 4, detail: 'The target refused every connection.' } as const;
    const ended = { how: 'target-lost', ...lost } as const;
    expect(findRefusal(makeMeasurement({ ended }), interleaved(), false)).toEqual({
      code: 'target-lost',
      because: { code: 'target-lost', ...lost },
    });
  });

  test('what a comparison with the base would not believe, it passes on', () => {
    const spoilt = { ...makeTarget(interleaved()), unaccounted: 3 };
    const [because] = findBlockedInterleaved(spoilt, interleaved());
    expect(because).toEqual({ code: 'unaccounted', requests: 3 });
    expect(findRefusal(spoilt, interleaved(), false)).toEqual({ code: 'not-believed', because });
  });

  test("a target whose answers are somebody else's, which the base's are not", () => {
    const intercepted = { rateLimited: 0.4, loginRedirects: 0, challenges: 0, retryAfterSeconds: null };
    const limited = { ...makeTarget(interleaved()), intercepted };
    const because = findTurnedAway(limited, interleaved());
    expect(because).toEqual({
      code: 'turned-away',
      guards: [{ by: 'rate-limiter', share: 0.4, retryAfterSeconds: null }],
    });
    expect(findRefusal(limited, interleaved(), false)).toEqual({
      code: 'target-intercepted',
      because,
    });
  });
});
