const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&le;': '≤',
  '&ge;': '≥',
  '&nbsp;': '\u00a0',
  '&amp;': '&',
  '&micro;': 'µ',
};

/** A heading's or a cell's text as a reader sees it: without emphasis, code marks, links, tags, entities and emoji. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/<\/?[a-zA-Z][^<>]*>/gu, ' ')
    .replace(/!?\[([^[\]]*)\]\([^()]*\)/gu, '$1')
    .replace(/\\([!-/:-@[-`{-~])/gu, '$1')
    .replace(/&[a-z]{2,6};/gu, (entity) => ENTITIES[entity] ?? entity)
    .replace(/\*+|`+|~~|__/gu, '')
    .replace(/(^|[\s(])_([^_]+)_(?=$|[\s).,:;])/gu, '$1$2')
    .replace(/\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f|\u200d|\u20e3/gu, ' ')
    .replace(/[ \t]+/gu, ' ')
    .trim();
}
