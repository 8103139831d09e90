/** A text cut into what stands as it is and what stands between `{{` and `}}`, split into words. */
type Segment = { readonly literal: string } | { readonly words: readonly Word[]; readonly written: string };

export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** A fault in the writing of a template, as a clause for a message. */
interface TemplateFault {
  readonly fault: string;
}

/**
 * Cuts a text at its `{{…}}`. Words are split at blanks; quotes ("…" or '…') keep a word with blanks or braces
 * together. A `}}` without a `{{` before it is plain text, as it ends many a JSON body. Linear in the text's length.
 */
export function parseTemplate(text: string): readonly Segment[] | TemplateFault {
  const segments: Segment[] = [];
  let position = 0;
  while (position < text.length) {
    const open = text.indexOf('{{', position);
    if (open < 0) {
      segments.push({ literal: text.slice(position) });
      break;
    }
    if (open > position) segments.push({ literal: text.slice(position, open) });
    const inside = parseInside(text, open + 2);
    if ('fault' in inside) return inside;
    segments.push({ words: inside.words, written: text.slice(open, inside.end) });
    position = inside.end;
  }
  return segments;
}

const OPEN_FAULT = 'has {{ without }} after it: close it, or write {{"{{"}} for two braces';

function parseInside(text: string, start: number): { words: Word[]; end: number } | TemplateFault {
  const words: Word[] = [];
  let position = start;
  while (position < text.length) {
    const letter = text.charAt(position);
    if (text.startsWith('}}', position)) return { words, end: position + 2 };
    if (/\s/.test(letter)) {
      position += 1;
    } else if (letter === '"' || letter === "'") {
      const close = text.indexOf(letter, position + 1);
      if (close < 0) return { fault: `has a quote ${letter} inside {{…}} without its second one: close it` };
      words.push({ text: text.slice(position + 1, close), quoted: true });
      position = close + 1;
    } else {
      const end = findWordEnd(text, position);
      words.push({ text: text.slice(position, end), quoted: false });
      position = end;
    }
  }
  return { fault: OPEN_FAULT };
}

function findWordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && !/\s/.test(text.charAt(end)) && !text.startsWith('}}', end)) end += 1;
  return end;
}
