/** How the runs that are compared are called, from their files' names. */

/**
 * The file's name without `.json`; where two would be alike, as many of the folders above as tell them apart.
 *
 * @param paths unlike one another, with / or \ between their parts
 */
export function nameColumns(paths: readonly string[]): readonly string[] {
  const parts = paths.map((path) =>
    path
      .replace(/\.json$/i, '')
      .split(/[/\\]/)
      .filter((part) => part !== '' && part !== '.'),
  );
  const name = (own: readonly string[], depth: number) => own.slice(-depth).join('/');
  const named = parts.map((own) => {
    const others = parts.filter((other) => other !== own);
    let depth = 1;
    while (depth < own.length && others.some((other) => name(other, depth) === name(own, depth))) depth += 1;
    return name(own, depth);
  });
  // Without a folder to tell them apart by, as `a.json` beside `a`.
  return named.map((one, i) => (named.indexOf(one) === named.lastIndexOf(one) ? one : (paths[i] ?? one)));
}
