/** Words for rows and their figures, shared by all sentences of the verdict. */
import { METRICS } from '../../config/metrics.ts';
import type { MetricScope } from '../../config/scope.ts';
import { formatCount } from './format.ts';

/** `P99`, `throughput of create owner`, `P99 of the flow order`, `P99 of the stage spike`: in a sentence's middle. */
export function nameRow({ metric, endpoint, flow, stage }: MetricScope): string {
  const { noun } = METRICS[metric];
  if (stage !== undefined) return `${noun} of ${nameStage(stage)}`;
  return endpoint === null ? noun : `${noun} of ${flow ? 'the flow ' : ''}${endpoint}`;
}

/** `the stage spike`; `stage 2` where it has no name but its number. */
export function nameStage(key: string): string {
  return isStageNumber(key) ? `stage ${key}` : `the stage ${key}`;
}

/** Whether a stage has no name: then it is called by its number, which no name can be. */
export function isStageNumber(key: string): boolean {
  return /^\d+$/.test(key);
}

/** With a capital, but for an address, which is no word. What begins with a request's name is not for this. */
export function beginSentence(sentence: string): string {
  if (sentence.startsWith('http://') || sentence.startsWith('https://')) return sentence;
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** For the middle of another sentence, where it begins with a word of ours. */
export function continueSentence(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

export function dropFullStop(sentence: string): string {
  const trimmed = sentence.trim();
  return trimmed.endsWith('.') ? trimmed.slice(0, -1) : trimmed;
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function enumerate(items: readonly string[], most = 3): string {
  return enumerateBy(items, most, 'and', (rest) => `${formatCount(rest)} more`);
}

/** @param and between the last two. @param more what stands for those that are left out */
export function enumerateBy(
  items: readonly string[],
  most: number,
  and: string,
  more: (rest: number) => string,
): string {
  const shown = items.length > most + 1 ? items.slice(0, most) : items;
  const rest = items.length - shown.length;
  const parts = rest > 0 ? [...shown, more(rest)] : shown;
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${and} ${parts.at(-1)}`;
}
