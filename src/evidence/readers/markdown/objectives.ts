/** Names of what was hoped for, apart from names of what was measured in which the same words stand. */
import { fold } from '../fold.ts';

/** Also of measured things: `Rate limit off`, `Target: staging`, `Memory budget 512 MB`. */
const NOUN =
  /^(?:objectives?|objectifs?|targets?|goals?|slos?|slas?|thresholds?|seuils?|budgets?|limite?s?|cibles?|requirements?|exigences?|expectations?|attentes?|criteri(?:a|on)|criteres?)$/u;
/** With what they are for behind them: `Objectives of the nightly load`. */
const LEADING_NOUN =
  /^(?:objectives?|objectifs?|targets|goals?|slos?|slas?|thresholds|seuils|cibles|requirements|exigences|expectations|attentes)$/u;
const ADJECTIVE =
  /^(?:expected|attendue?s?|desired|required|requise?s?|hoped|visee?s?|target|cibles?|planned|wanted|souhaitee?s?|acceptable|allowed|limite?)$/u;
const FIGURE =
  /^(?:values?|valeurs?|figures?|numbers?|metrics?|metriques?|results?|resultats?|performances?|latency|latencies|latences?|throughput|debits?|errors?|erreurs?|taux|response|times?|temps|reponses?|levels?|niveaux?|p\d{2,3}|percentiles?|quality|qualite)$/u;
const GLUE = /^(?:the|our|of|for|and|de|du|des|d|la|le|les|l|nos|notre|pour|et)$/u;
const SCOPE =
  /^(?:load|charge|tests?|api|services?|release|key|main|acceptance|business|product|non|functional|20\d\d|q[1-4])$/u;
const OF = /^(?:for|of|de|du|des|d|pour)$/u;
/** In brackets behind a name. */
const IN_BRACKETS = /[([]\s*(?:the |our )?([a-z]+)(?: values?)?\s*[)\]]\s*$/u;
const MEASURED =
  /(?:^|[^a-z])(?:measured|measurements?|mesuree?s?|mesures?|actual|actuel(?:le)?s?|observed|observee?s?|obtained|obtenue?s?|current|results?|resultats?)(?![a-z])/u;

/** `Targets`, `Performance objectives`, `Expected values`, `Résultats (attendus)`; not `Expected traffic`. */
export function isObjectiveName(name: string): boolean {
  const folded = fold(name);
  const inBrackets = IN_BRACKETS.exec(folded)?.[1];
  if (inBrackets !== undefined && (NOUN.test(inBrackets) || ADJECTIVE.test(inBrackets))) return true;
  const words = folded
    .replace(/\([^()]*\)|\[[^[\]]*\]/gu, ' ')
    .replace(/^\s*[\d.]+\s/u, ' ')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  const isLimit = (word: string) => /^limite?s?$/u.test(word);
  const isHope = (word: string) => NOUN.test(word) || ADJECTIVE.test(word);
  const [first = '', second = ''] = words;
  if (!words.some(isHope)) return false;
  if (words.length === 1) return true;
  if (LEADING_NOUN.test(first) && OF.test(second)) return true;
  const last = words.at(-1) as string;
  const rest = words.filter((word) => !isHope(word) && !FIGURE.test(word) && !GLUE.test(word));
  // The limit of the throughput is what a load test finds.
  if (words.some(isLimit) && words.some((word) => /^(?:throughput|debits?)$/u.test(word))) return false;
  if (rest.length === 0) return true;
  // `Load targets` are hopes, the target load and the load limit are none.
  return NOUN.test(last) && !isLimit(last) && rest.every((word) => SCOPE.test(word));
}

/** Whether the name says that its figures were measured. */
export function isMeasuredName(name: string): boolean {
  return MEASURED.test(fold(name));
}

const EXTREME =
  /^(?:max|min|maxi(?:mum|mal|male)?|mini(?:mum|mal|male)?)\.?(?: (?:allowed|permitted|acceptable|autorisee?|admise?|values?|valeurs?))?$/u;
const AVERAGE = /^(?:avg|average|mean|moyen(?:ne)?|median(?:e)?|std ?dev|stdev|sigma|ecart[- ]type)\.?$/u;

/** A column that states a bound, `Max`, or the extreme among several: no figure of a run in either case. */
export function isExtremeName(name: string): boolean {
  return EXTREME.test(fold(name).replace(/\s*[([][^()[\]]*[)\]]$/u, ''));
}

/** Whether these names are a statistic's, so that `Max` among them is no bound. */
export function areStatistics(names: readonly string[]): boolean {
  const folded = names.map(fold);
  const has = (pattern: RegExp): boolean => folded.some((name) => pattern.test(name));
  return has(AVERAGE) || (has(/^max/u) && has(/^min(?!utes?)/u));
}
