import { Recorder } from '../../src/engine/worker/recorder.ts';
import { Histogram } from '../../src/evidence/histogram.ts';
import fc from '../fast-check.ts';

/** From below a microsecond to beyond an hour, in ms. */
const latency = fc.oneof(
  fc.double({ min: 0, max: 5, noNaN: true }),
  fc.double({ min: 5, max: 20_000, noNaN: true }),
  fc.double({ min: 20_000, max: 4_000_000, noNaN: true }),
);
const inMicroseconds = (ms: number) => Math.min(3_600_000_000, Math.max(1, Math.round(ms * 1000)));

describe('the recorder', () => {
  test('gives away pairs in whose buckets every latency lies, and no more than were recorded', () => {
    fc.assert(
      fc.property(fc.array(latency, { maxLength: 200 }), (latencies) => {
        const recorder = new Recorder();
        for (const ms of latencies) recorder.record(ms);
        // One histogram reads the pairs, the other was told the latencies themselves.
        const taken = Histogram.of(recorder.take());
        const told = Histogram.of(latencies.flatMap((ms) => [inMicroseconds(ms), 1]));
        expect(taken.buckets).toEqual(told.buckets);
      }),
    );
  });

  test('is within 0.1 % of the latency, and never below', () => {
    fc.assert(
      fc.property(latency, (ms) => {
        const recorder = new Recorder();
        recorder.record(ms);
        const readMs = Histogram.of(recorder.take()).maxMs as number;
        const recordedMs = inMicroseconds(ms) / 1000;
        expect(readMs).toBeGreaterThanOrEqual(recordedMs);
        expect(readMs).toBeLessThanOrEqual(recordedMs * 1.001 + 1e-9);
      }),
    );
  });

  test('starts anew after it gave away', () => {
    const recorder = new Recorder();
    recorder.record(900_000);
    recorder.take();
    expect([...recorder.take()]).toEqual([]);
    recorder.record(1);
    expect([...recorder.take()]).toEqual([1000, 1]);
  });

  test('keeps what it reads through the loss-free form of a result file', () => {
    fc.assert(
      fc.property(fc.array(latency, { minLength: 1, maxLength: 50 }), (latencies) => {
        const recorder = new Recorder();
        for (const ms of latencies) recorder.record(ms);
        const histogram = Histogram.of(recorder.take());
        expect(Histogram.fromBase64(histogram.toBase64()).buckets).toEqual(histogram.buckets);
      }),
      { numRuns: 30 },
    );
  });
});
