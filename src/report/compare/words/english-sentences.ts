/** What a comparison says, in English: whole sentences and what is put together. Names come cleaned. */
import type { Answer } from '../../../judgement/compare/decide.ts';
import type { PairVerdict } from '../../../judgement/compare/judge-pair.ts';
import { describeInEnglish } from './english-differences.ts';

function and(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function or(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

/** Names of the figures that are shown to be better, and worse. */
interface Told {
  readonly better: readonly string[];
  readonly worse: readonly string[];
}

export const ENGLISH_SENTENCES = {
  difference: describeInEnglish,
  intro: (names: readonly string[], first: string) =>
    `${and(names)}, one run each. Differences are relative to ${first}, for the figures of all requests together.`,
  verdict: (verdict: PairVerdict, now: string, before: string, figures: Told): string => {
    switch (verdict) {
      case 'better':
        return `${now} is shown to be better than ${before}: ${and(figures.better)}`;
      case 'worse':
        return `${now} is shown to be worse than ${before}: ${and(figures.worse)}`;
      case 'mixed':
        return `${now} is shown to be better than ${before} in ${and(figures.better)}, and worse in ${and(figures.worse)}`;
      case 'none-shown':
        return `no difference between ${before} and ${now} is shown`;
      case 'not-comparable':
        return `${now} can't be compared with ${before}`;
    }
  },
  reason: (figure: string, before: string, now: string, change: string, shown: string) =>
    `${figure}: ${before} → ${now} (${change}), ${shown}`,
  invalid: (name: string) =>
    `the run of ${name} is invalid: its figures can't be trusted, and are only shown for completeness`,
  rule: (spread: string) =>
    `A difference counts as shown if chance is ruled out at 99 %, assuming a spread of ${spread} between runs, which one run of each can't reveal. A difference that is not shown may still exist: more runs, or measuring both alternately (base-url), detect smaller ones.`,
  noted: 'Worth considering:',
  connections: (from: string | null, to: string) => (from === null ? to : `${from} → ${to}`),
  stagesOf: (stages: string, most: string) => `${stages} stages of up to ${most}`,
  offered: (rate: string, kinds: string) => (kinds === '' ? rate : `${rate}, ${kinds}`),
  arrivals: { constant: 'evenly spaced', poisson: 'at random (Poisson)' },
  machine: (cores: string | null, memory: string | null) =>
    [cores === null ? null : `${cores} cores`, memory].filter((part) => part !== null).join(', '),
  per: (amount: string, currency: string, period: string) => `${amount} ${currency} per ${period}`,
  limit: (figure: string, bound: 'max' | 'min', value: string) =>
    `${figure} ${bound === 'max' ? '≤' : '≥'} ${value}`,
  ofRequest: (figure: string, name: string) => `${figure} of ${name}`,
  detectable: (worse: string, better: string | null) => (better === null ? worse : `${worse} / ${better}`),
  flowName: (name: string) => `Flow ${name}`,
  stageName: (number: string, name: string | null) =>
    name === null ? `Stage ${number}` : `${number}: ${name}`,
  share: (count: string, share: string) => `${count} (${share})`,
  of: (name: string, part: string) => `${name} of ${part}`,
  range: (from: string, to: string) => (from === to ? to : `${from} – ${to}`),
  recovered: (of: 'spike' | 'fault', seconds: string) =>
    `recovered ${seconds} after the ${of === 'spike' ? 'spike' : 'fault'}`,
  notRecovered: (of: 'spike' | 'fault', seconds: string) =>
    `not recovered within the ${seconds} after the ${of === 'spike' ? 'spike' : 'fault'}`,
  faultErrors: (share: string) => `errors during the fault: ${share}`,
  sample: (run: string, request: string, what: string, said: string) =>
    `${run}, ${request}: ${what}${said === '' ? '' : `: “${said}”`}`,
  named: (name: string, told: readonly string[]) => `${name}: ${told.join('; ')}`,
  inDoubt: 'in doubt: the one that looks better fails more often',
  moreSamples: (count: string) => `${count} more are in the result files.`,
  problem: (run: string, probe: string, code: string) => `${run}: ${probe}, ${code}`,
  projection:
    'The columns at 50 % and 80 % of the CPU are a projection, not a measurement: the responses per second times that share, divided by the peak CPU share. This assumes that each request costs the same at any rate, and that CPU runs out first. Connections, locks, pools and memory may run out sooner.',
  atShare: (share: string) => `Projected at ${share}`,
  far: (name: string) =>
    `${name}: the load used so little CPU that the projection is far beyond what was measured; use more load to find out.`,
  off: (name: string, projected: string, measured: string, off: string, isAbove: boolean) =>
    `${name}: the projection at 80 % (${projected}) is ${off} ${isAbove ? 'above' : 'below'} the measured capacity (${measured}): trust the measurement.`,
  capacity: (value: string, low: string, high: string | null) =>
    high === null ? `at least ${low} req/s` : `${value} (${low} – ${high})`,
  growth: (more: string | null) => (more === null ? 'as measured' : more),
  costRule:
    "A month is 730 hours. The cost of a million successes assumes the run's rate around the clock. Prices are those declared by the runs (cost).",
  perUnit: (rate: string, currency: string, period: string) => `${rate} per ${currency}/${period}`,
  currencies: 'The prices are in several currencies, and are not compared.',
  answer: (answer: Answer, names: readonly string[]): string => {
    switch (answer.is) {
      case 'one':
        return names.join('');
      case 'several':
        return `${or(names)}`;
      case 'none':
        return 'no difference shown';
      case 'not-comparable':
        return 'not comparable';
      case 'unknown':
        return 'not known for all';
    }
  },
  alike: 'no difference',
  questions: {
    throughput: 'More throughput?',
    lower: (figure: string) => `Lower ${figure}?`,
    better: 'Better?',
    errors: 'Fewer errors?',
    headroom: 'More headroom of the CPU?',
    price: 'Cheaper?',
    costPerRequest: 'Cheaper for each request?',
  },
  perMillion: (price: string) => `${price} a million`,
  upTo: (load: string) => `up to ${load}`,
  take: (names: readonly string[]) => (names.length === 0 ? 'none is known to' : or(names)),
  levelsRule:
    'Measured: that much was handled, and no declared limit was missed. Failed: with as much, or less, a limit was missed or 5 % failed. Within its capacity: a search for the breaking point found that all limits hold. Projected: below 80 % of the CPU, if it goes on as it went. Named is the cheapest where prices are known, and what was measured before what is projected.',
};
