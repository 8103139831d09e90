/** Anchors written as HTML: the `id` of any tag, and the `name` of an `a`. */
export function htmlAnchorsIn(html: string): string[] {
  const tags = html.matchAll(/<([a-z][a-z0-9]{0,20})\s([^<>]{0,500})>/giu);
  return [...tags].flatMap(([, tag = '', attributes = '']) =>
    [...attributes.matchAll(/(?:^|\s)(id|name)\s*=\s*["']?([^"'\s>]{1,200})/giu)]
      .filter(([, name = '']) => name.toLowerCase() === 'id' || tag.toLowerCase() === 'a')
      .map(([, , anchor = '']) => anchor),
  );
}
