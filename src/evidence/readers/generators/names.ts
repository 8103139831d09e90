/** Names for requests that a tool tells apart by more than their names, as by method and path: each is its own. */

interface Named {
  readonly name: string;
  /** What tells it from others of its name; none where nothing does. */
  readonly longName: string;
}

/** The plain names, but for those that several have. */
export function tellApart<Of>(
  all: readonly Of[],
  namedAs: (one: Of) => Named,
): readonly (readonly [string, Of])[] {
  const counts = new Map<string, number>();
  for (const one of all) {
    const { name } = namedAs(one);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return all.map((one) => {
    const { name, longName } = namedAs(one);
    return [counts.get(name) === 1 ? name : longName, one] as const;
  });
}
