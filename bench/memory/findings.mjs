import { median } from '../throughput/goals.mjs';

const GROWTH_BYTES = 10e6;
const IN_ALL_BYTES = 150e6;
const WINDOW_SECONDS = 10;

/** Growth from minute 1 to minute 5, or as far as the run went, and the peak. */
export function describeFullSpeed(run, minutes) {
  const findings = [speed(`full speed, ${minutes} min`, run)];
  if (minutes > 1) {
    const last = Math.min(5, minutes);
    const grown = bytesAt(run, last * 60) - bytesAt(run, 60);
    const what = `full speed: growth from minute 1 to minute ${last}`;
    // A shorter run shows less than the goal speaks of, so it can't meet it.
    const met = last < 5 && grown < GROWTH_BYTES ? undefined : grown < GROWTH_BYTES;
    findings.push({ what, figure: megabytes(grown), goal: `< ${megabytes(GROWTH_BYTES)} by minute 5`, met });
  }
  return [...findings, peak('full speed', run)];
}

/** The soak as it was run; where it was shorter than asked for, what it comes to at the rate of its second half. */
export function describeSoak(run, minutes, wantedMinutes) {
  const findings = [speed(`soak, ${minutes} min`, run), peak('soak', run)];
  if (minutes >= wantedMinutes) return findings;
  const half = bytesAt(run, minutes * 30);
  const end = bytesAt(run, minutes * 60);
  const perMinute = Math.max(0, end - half) / (minutes / 2);
  const projected = Math.max(run.peakBytes, end + perMinute * (wantedMinutes - minutes));
  const what = `soak: ${wantedMinutes} min projected from its second half (${megabytes(perMinute)} a minute)`;
  return [
    ...findings,
    {
      what,
      figure: megabytes(projected),
      goal: `< ${megabytes(IN_ALL_BYTES)}`,
      met: projected < IN_ALL_BYTES,
    },
  ];
}

function speed(what, { requests, perSecond, verdict, reason }) {
  const doubt = verdict === 'invalid' ? ` (the run itself: ${reason.replaceAll('|', '/')})` : '';
  return { what: `${what}: requests${doubt}`, figure: `${requests} at ${Math.round(perSecond)}/s` };
}

function peak(what, { peakBytes }) {
  const met = peakBytes < IN_ALL_BYTES;
  return { what: `${what}: peak`, figure: megabytes(peakBytes), goal: `< ${megabytes(IN_ALL_BYTES)}`, met };
}

/** The middle of the samples of the ten seconds up to an instant. */
function bytesAt({ samples }, second) {
  const near = samples.filter((sample) => sample.second <= second && sample.second > second - WINDOW_SECONDS);
  if (near.length === 0) throw new Error(`no sample of memory before second ${second}: the run ended early`);
  return median(near.map(({ bytes }) => bytes));
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
