import type { Nodes } from 'mdast';

/** Stands for a `<br>`, which begins another line: a character that no text has. */
export const LINE_BREAK = '\v';

/** The text of a node as a reader sees it, without emphasis, links and tags. @param tag what stands for a tag */
export function textOf(node: Nodes, tag = ' '): string {
  switch (node.type) {
    case 'text':
    case 'inlineCode':
      return node.value;
    case 'break':
      return '\n';
    case 'html':
      if (/^<br[\s/>]/iu.test(node.value)) return LINE_BREAK;
      return node.value.startsWith('<!--') ? '' : tag;
    case 'image':
    case 'imageReference':
      return node.alt ?? '';
    default:
      return 'children' in node ? node.children.map((child) => textOf(child, tag)).join('') : '';
  }
}

/** Without emoji and their short codes, without spaces at its ends and with single ones within; lines stay. */
export function tidy(text: string): string {
  return text
    .replace(
      /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u200d|\u20e3|\u200b|\ufeff|\u2713|\u2717|\u2718/gu,
      ' ',
    )
    .replace(/:[a-z][a-z0-9_+-]{1,40}:/gu, ' ')
    .replace(/[ \t]+/gu, ' ')
    .trim();
}

/** As `tidy`, in one line. */
export function inOneLine(text: string): string {
  return tidy(text).replace(/\s+/gu, ' ');
}
