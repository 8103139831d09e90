/** The key paths of tailgate.yml: which changed files concern the service that it measures. */
import { ConfigurationError } from './configuration-error.ts';
import { showValue } from './wording/show-value.ts';

/** Throws ConfigurationError that says what to write. */
export function checkPattern(pattern: string): string {
  const path = pattern.replace(/^!/, '');
  const refuse = (why: string) => new ConfigurationError(`${showValue(pattern)} ${why}`);
  if (/^\.{0,2}\//.test(path)) {
    throw refuse(`begins outside of the repository: write ${path.replace(/^[./]+/, '') || '**'}`);
  }
  if (path.includes('\\')) throw refuse('has a backslash in it: folders end with / on every system');
  if (path.endsWith('/')) throw refuse(`names a folder: write ${path}** for all that is in it`);
  if (path === '' || /\p{Cc}/u.test(path)) throw refuse('is no pattern: write one such as services/shop/**');
  return pattern;
}

/**
 * Whether a changed file concerns the service. As in GitHub's own filter, the last pattern that fits decides, and one
 * that begins with ! leaves out.
 *
 * @param path from the top of the repository, `services/shop/index.ts`
 */
export function isRelevant(path: string, patterns: readonly string[]): boolean {
  const last = patterns.findLast((pattern) => fitsPath(path, pattern.replace(/^!/, '')));
  return last !== undefined && !last.startsWith('!');
}

/** `**` and a slash: any folders, also none; `**`: anything; `*`: anything within a folder; `?`: one such letter. */
type Part = 'folders' | 'anything' | 'name' | 'letter' | { readonly letter: string };

/**
 * Steps through the path with the set of places in the pattern where it may be: a time of at most path × pattern,
 * whatever they are, and no regular expression is made of either.
 */
function fitsPath(path: string, pattern: string): boolean {
  const parts = readPattern(pattern);
  let places = skipEmpty(new Set([0]), parts, true);
  let atStart = true;
  for (const letter of path) {
    const next = new Set<number>();
    for (const place of places) {
      const part = parts[place];
      if (part === 'anything' || part === 'folders') next.add(place);
      else if (part === 'name' && letter !== '/') next.add(place);
      else if (part === 'letter' && letter !== '/') next.add(place + 1);
      else if (typeof part === 'object' && part.letter === letter) next.add(place + 1);
    }
    atStart = letter === '/';
    places = skipEmpty(next, parts, atStart);
  }
  return places.has(parts.length);
}

/** Adds the places behind parts that stand for nothing here: any folders do only where a name begins. */
function skipEmpty(places: Set<number>, parts: readonly Part[], atStart: boolean): Set<number> {
  // What is added meanwhile is visited as well.
  for (const place of places) {
    const part = parts[place];
    if (part === 'anything' || part === 'name' || (part === 'folders' && atStart)) places.add(place + 1);
  }
  return places;
}

function readPattern(pattern: string): Part[] {
  const words = pattern.match(/\*\*\/|\*\*|\*|\?|[^*?]/gu) ?? [];
  return words.map((word): Part => {
    if (word === '**/') return 'folders';
    if (word === '**') return 'anything';
    if (word === '*') return 'name';
    return word === '?' ? 'letter' : { letter: word };
  });
}
