/** How figures and their changes are written: in a comparison all of one kind alike. */
import { METRICS, type Metric } from '../../config/metrics.ts';
import { continueSentence } from '../words/names.ts';
import type { Tongue } from './language.ts';

/** In the metric's unit: ms, per second, share. */
export function writeFigure(metric: Metric, value: number | null, { numbers }: Tongue): string {
  if (value === null) return '–';
  switch (METRICS[metric].kind) {
    case 'latency':
      return numbers.ms(value);
    case 'rate':
    case 'capacity':
      return numbers.perSecond(value);
    case 'share':
    case 'part':
      return numbers.share(value);
    case 'ratio':
      return numbers.decimals(value, 3);
    case 'time':
      return numbers.seconds(value);
  }
}

/** With its sign: `−28.1 %`, of a share `+0.50 pp`. */
export function writeChange(metric: Metric, change: number, { numbers }: Tongue): string {
  return METRICS[metric].scale === 'linear' ? numbers.points(change) : numbers.relative(change);
}

/** A latency as it is called; the others have words of the language. */
export function nameFigure(metric: Metric, { words }: Tongue): string {
  const { kind, label } = METRICS[metric];
  if (kind === 'rate') return words.figures.throughput;
  return kind === 'share' ? words.figures.errors : label;
}

/** The same in the middle of a sentence. */
export function nounOf(metric: Metric, tongue: Tongue): string {
  const name = nameFigure(metric, tongue);
  return METRICS[metric].kind === 'latency' ? name : continueSentence(name);
}
