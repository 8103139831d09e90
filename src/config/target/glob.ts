/**
 * Whether a text fits a pattern: `*` stands for any characters, also none, and `?` for one; capital and small letters
 * are the same. Takes a time of at most pattern × text, whatever they are: no regular expression is made of either.
 */
export function fitsPattern(text: string, pattern: string): boolean {
  const [letters, wanted] = [[...text.toLowerCase()], [...pattern.toLowerCase()]];
  let [at, next] = [0, 0];
  let star: { readonly next: number; at: number } | null = null;
  while (at < letters.length) {
    if (wanted[next] === '*') {
      star = { next: ++next, at };
    } else if (next < wanted.length && (wanted[next] === '?' || wanted[next] === letters[at])) {
      at += 1;
      next += 1;
    } else if (star !== null) {
      // The last star takes one letter more.
      star.at += 1;
      [at, next] = [star.at, star.next];
    } else {
      return false;
    }
  }
  return wanted.slice(next).every((letter) => letter === '*');
}
