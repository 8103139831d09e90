import { plainText } from './plain-text.ts';

/** A private-use character, which no text has. */
const PLACEHOLDER = '\ue000';

/** GitHub's anchor of a heading: lower case, punctuation and emoji dropped, spaces to hyphens. */
export function slugOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replace(/ /gu, '-');
}

/** Gives each heading of one document its anchor; a repeated one gets -1, -2 … as on GitHub. */
export class Slugger {
  readonly #seen = new Map<string, number>();

  next(markdown: string): string {
    const base = slugOf(withoutMarkup(markdown));
    let slug = base;
    let count = this.#seen.get(base) ?? 0;
    while (this.#seen.has(slug)) {
      count += 1;
      slug = `${base}-${count}`;
    }
    this.#seen.set(base, count);
    this.#seen.set(slug, this.#seen.get(slug) ?? 0);
    return slug;
  }
}

/** `id` and `name` of anchors written as HTML. */
export function htmlAnchorsIn(line: string): string[] {
  return [...line.matchAll(/<a\s+(?:id|name)\s*=\s*["']?([^"'\s>]{1,200})/giu)].map(
    (match) => match[1] as string,
  );
}

/** The slug drops emoji but not the spaces around them, so they are kept out of the way of `plainText`. */
function withoutMarkup(markdown: string): string {
  const kept = markdown.replace(/\p{Extended_Pictographic}[\ufe0f\u200d]*/gu, PLACEHOLDER);
  return plainText(kept).replaceAll(PLACEHOLDER, '');
}
