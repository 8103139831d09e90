/** Text in HTML. Every text gets into a page by one of these. */
import { clean, cleanKept, truncate } from '../escape.ts';

/** A piece of a page, escaped already. */
export interface Html {
  readonly html: string;
}

export type Content = Html | string | null | readonly Content[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it is, in an element or an attribute; what nobody can see, or would obey, is dropped. */
export function escapeText(text: string, length = 2000): string {
  const shown = truncate(cleanKept(text), length).replace(
    /[&<>"']/g,
    (character) => ENTITIES[character] ?? '',
  );
  // A blank at an end stands between this text and an element beside it.
  const [before = ''] = /^[ \u00a0\u202f]/.exec(text) ?? [];
  const [after = ''] = shown === '' ? [] : (/[ \u00a0\u202f]$/.exec(text) ?? []);
  return `${before}${shown}${after}`;
}

/** A text is escaped, wherever it comes from; null is nothing. */
export function render(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string') return escapeText(content);
  return 'html' in content ? content.html : content.map(render).join('');
}

type Attributes = Readonly<Record<string, string | number | boolean | null>>;

/** An element with an end tag. Attributes that are false or null are left out; there is none for styles or events. */
export function el(tag: string, attributes: Attributes, ...contents: readonly Content[]): Html {
  return { html: `<${tag}${write(attributes)}>${render(contents)}</${tag}>` };
}

function write(attributes: Attributes): string {
  return Object.entries(attributes)
    .flatMap(([name, value]) => {
      if (value === null || value === false) return [];
      return value === true ? [` ${name}`] : [` ${name}="${escapeText(String(value), 4000)}"`];
    })
    .join('');
}

/** Data of somebody else's, on one line. */
export function code(text: string, length = 200): Html {
  return el('code', {}, truncate(clean(text), length) || '–');
}

/** An address that can be followed; its words alone where it does not look like one. */
export function anchor(words: string, url: string | null): Content {
  return url !== null && /^https?:\/\/[\w.:/?=&%#~+-]+$/.test(url)
    ? el('a', { href: url, rel: 'noreferrer' }, words)
    : words;
}

/** JSON for an element that nobody runs: no end tag, comment or line separator can be in it. */
export function asData(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
