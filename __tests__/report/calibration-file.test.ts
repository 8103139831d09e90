import { redactor } from '../../src/config/secrets/redact.ts';
import type { CalibrationRefusal } from '../../src/judgement/calibration/causes.ts';
import {
  toCalibrationFile,
  toRefusalFile,
  withoutSecretsOf,
} from '../../src/report/calibration/calibration-file.ts';
import { describeShortfall } from '../../src/report/calibration/gate-words.ts';
import { describeUnknown, describeWarning } from '../../src/report/calibration/words.ts';
import { makeCalibration } from '../judgement/calibration/make-calibration.ts';

test('each cause is there as data, with the sentence that a terminal shows', () => {
  const calibration = makeCalibration({ noise: 0.2, blocks: 14, sessions: 100 });
  const file = JSON.parse(JSON.stringify(toCalibrationFile(calibration, 'gate:')));
  expect(file).toMatchObject({ format: 'tailgate-calibration/1', yaml: 'gate:' });
  expect(file.outcome).toBe(calibration.complete ? 'pass' : 'inconclusive');
  const { warnings, unknown, gates } = calibration;
  expect(warnings.length).toBeGreaterThan(0);
  expect(file.calibration.warnings).toEqual(
    warnings.map((warning) => ({ ...warning, sentence: describeWarning(warning) })),
  );
  expect(file.calibration.unknown).toEqual(
    unknown.map((one) => ({ ...one, sentence: describeUnknown(one) })),
  );
  expect(gates[0]?.advice).toMatchObject({ code: 'too-noisy' });
  expect(file.calibration.gates).toEqual(
    gates.map((gate) => ({
      ...gate,
      advice: gate.advice && { ...gate.advice, sentence: describeShortfall(gate) },
    })),
  );
  expect(file.calibration.seen).toEqual(calibration.seen);
});

describe('a refusal', () => {
  // A secret that is a code or a side, too: what programs compare stays as it is.
  const redact = redactor(['hunter22', 'not-ready', 'target']);
  test.each([
    [
      {
        code: 'target-lost',
        because: {
          code: 'target-lost',
          side: 'target',
          afterSeconds: 3,
          detail: 'GET /?key=hunter22 was refused.',
        },
      },
      { because: { code: 'target-lost', side: 'target', detail: 'GET /?key=*** was refused.' } },
    ],
    [
      { code: 'unmeasurable', because: { code: 'not-ready', detail: 'it answered hunter22' } },
      { because: { code: 'not-ready', detail: 'it answered ***' } },
    ],
    [
      {
        code: 'side-fails',
        side: 'target',
        errorRate: 0.5,
        main: {
          errors: 50,
          kinds: [
            { kind: 'status', status: '500', count: 50, endpoints: [{ name: 'get hunter22', count: 50 }] },
          ],
        },
      },
      {
        side: 'target',
        main: {
          errors: 50,
          kinds: [{ kind: 'status', status: '500', count: 50, endpoints: [{ name: 'get ***', count: 50 }] }],
        },
      },
    ],
  ] as const satisfies readonly (readonly [
    CalibrationRefusal,
    object,
  ])[])('is a code, its parameters and two sentences without a secret: %j', (refusal, shown) => {
    const file = toRefusalFile(withoutSecretsOf(refusal, redact));
    expect(file).toMatchObject({
      format: 'tailgate-calibration/1',
      outcome: 'invalid',
      cause: { code: refusal.code, ...shown },
    });
    expect(file.reason).toContain('***');
    expect(JSON.stringify(file)).not.toContain('hunter22');
  });
});
