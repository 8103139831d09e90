/**
 * Calls back after so many ms: by a timer where it is precise enough, else by asking the clock in each turn of the
 * event loop. What came of it is logged as it was, so precision is not what the truth depends on.
 */
export function createHold(fine) {
  if (!fine) return (ms, act) => setTimeout(act, ms);
  const waiting = new Set();
  let turning = false;
  const turn = () => {
    const nowMs = performance.now();
    for (const one of waiting) {
      if (nowMs < one.dueMs) continue;
      waiting.delete(one);
      one.act();
    }
    turning = waiting.size > 0;
    if (turning) setImmediate(turn);
  };
  return (ms, act) => {
    waiting.add({ dueMs: performance.now() + ms, act });
    if (turning) return;
    turning = true;
    setImmediate(turn);
  };
}
