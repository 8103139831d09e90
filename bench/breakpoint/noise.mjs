// Keeps a processor busy now and then, as whatever runs beside a load does: bursts of 20 to 100 ms, a third of the time.
const burst = () => {
  const ms = 20 + 80 * Math.random();
  const endMs = performance.now() + ms;
  while (performance.now() < endMs);
  setTimeout(burst, 2 * ms);
};
process.on('disconnect', () => process.exit());
burst();
