/**
 * hey's text, from outputs of hey 0.1.4: its own builds write `99%% in`, Debian's `99% in`. Its latencies are those of
 * the requests that got a response, of which it keeps the first million.
 */
import { ConfigurationError } from '../../../config/configuration-error.ts';
import { figuresOfCounts, leavesOut } from './counted.ts';
import type { GeneratorRun } from './generator-run.ts';

const PERCENTILES = { 50: 'p50', 75: 'p75', 90: 'p90', 95: 'p95', 99: 'p99' } as const;

/** Latencies. */
const MOST_KEPT = 1_000_000;

export function looksLikeHey(text: string): boolean {
  return /^Summary:\s*$[\s\S]{0,400}^\s*Requests\/sec:[\s\S]*^Latency distribution:\s*$/mu.test(
    text.slice(0, 20_000),
  );
}

export function readHey(text: string, file: string): GeneratorRun {
  const secondsOf = (name: string) =>
    numberIn(new RegExp(`^\\s*${name}:\\s+([\\d.]+) secs`, 'mu').exec(text));
  const seconds = secondsOf('Total');
  const [mean, slowest] = [secondsOf('Average'), secondsOf('Slowest')];
  const statuses = [...text.matchAll(/^\s*\[(\d{3})\]\s+(\d+) responses/gmu)].map(
    ([, status, count]) => [Number(status), Number(count)] as const,
  );
  const lost = [
    ...text.slice(text.search(/^Error distribution:/mu)).matchAll(/^\s*\[(\d+)\]\t(?!\d+ responses)/gmu),
  ];
  const unanswered = text.includes('Error distribution:')
    ? lost.reduce((sum, [, count]) => sum + Number(count), 0)
    : 0;
  if (seconds === null || (statuses.length === 0 && unanswered === 0))
    throw new ConfigurationError("it looks like hey's output, but it is cut off: give it as hey wrote it", {
      file,
    });
  const responses = statuses.reduce((sum, [, count]) => sum + count, 0);
  const perSecond = numberIn(/^\s*Requests\/sec:\s+([\d.]+)/mu.exec(text)) ?? 0;
  // Its time is rounded to tenths of a millisecond. Before version 0.1.4 its rate was that of what it kept.
  const atLeast = perSecond * (seconds - 1e-4) - 1;
  if (responses + unanswered < atLeast)
    throw new ConfigurationError("it looks like hey's output, but statuses are missing: it is cut off", {
      file,
    });
  const keepsAll = responses <= MOST_KEPT;
  const refused = statuses.filter(([status]) => status >= 400).reduce((sum, [, count]) => sum + count, 0);
  const latencies = [...text.matchAll(/^\s*(\d+)%{1,2} in ([\d.]+) secs/gmu)].flatMap(([, of, value]) => {
    const own = PERCENTILES[Number(of) as keyof typeof PERCENTILES];
    return own === undefined ? [] : [[own, 1000 * Number(value)]];
  });
  return {
    tool: 'hey',
    unanswered,
    figures: figuresOfCounts({
      requests: responses + unanswered,
      failed: refused + unanswered,
      unanswered,
      seconds,
      latencyAllMs: {
        ...Object.fromEntries(latencies),
        // The time of all of them over the number of those that it kept.
        ...(mean !== null && keepsAll && { mean: 1000 * mean }),
        ...(slowest !== null && { max: 1000 * slowest }),
      },
    }),
    seconds,
    doubts: [
      ...leavesOut(unanswered),
      ...(keepsAll
        ? []
        : ['tells percentiles of its first 1,000,000 responses, and no mean that could be used']),
    ],
  };
}

function numberIn(match: RegExpExecArray | null): number | null {
  return match === null ? null : Number(match[1]);
}
