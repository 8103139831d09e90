/**
 * A clock that goes on only while this process does, since a virtual machine may stand still for a second at any time.
 */

/** How often the time is looked at, and the longest that may lie between two looks unless the process stood still. */
const BEAT_MS = 5;
const LONGEST_BEAT_MS = 10;

/**
 * Leaves out of `performance.now()`, for the tests of a file, what the process did not see of the time. Where client
 * and server share the thread, 150 measured ms then are 150 ms in which both could do something. What the code under
 * test times by it (the measured time, latencies, timeouts, silence) goes by this clock; timers fire by the machine's,
 * so a test that needs a delay to be at least so long by this clock takes `wait` of servers.ts.
 *
 * What blocks this thread is left out with it: "ends in time" in such a file says nothing of code that computes for
 * long. That is for the tests of whole runs, which keep the machine's clock, and `runLoad` bounds it coarsely.
 */
export function keepSteadyTime(): void {
  let beat: NodeJS.Timeout;
  beforeAll(() => {
    const machineMs = performance.now.bind(performance);
    let seenMs = machineMs();
    let steadyMs = seenMs;
    performance.now = () => {
      const nowMs = machineMs();
      steadyMs += Math.min(nowMs - seenMs, LONGEST_BEAT_MS);
      seenMs = nowMs;
      return steadyMs;
    };
    beat = setInterval(() => performance.now(), BEAT_MS);
  });
  afterAll(() => {
    clearInterval(beat);
    Reflect.deleteProperty(performance, 'now');
  });
}
