/** Where a response that lists things holds what a path's parameter takes. */
import { escapePointer } from './find-login.ts';

const MAX_DEPTH = 3;

/** Pointer to the id of the first thing of a list, such as `/data/0/id`; null where there is none. */
export function findListedId(response: unknown, parameter: string): string | null {
  const own = parameter.toLowerCase().replace(/[^a-z0-9]/g, '');
  const fits = [own, ...(/(?:id|uuid|key|^)$/.test(own) || own.endsWith('id') ? ['id', 'uuid', 'id_'] : [])];
  return search(response, '', 0, (item) => {
    const names = Object.keys(item).filter((name) =>
      ['string', 'number'].includes(typeof Object(item)[name]),
    );
    for (const fit of fits) {
      const found = names.find(
        (name) => name.toLowerCase().replace(/[^a-z0-9]/g, '') === fit.replace('_', ''),
      );
      if (found !== undefined) return found;
    }
    return null;
  });
}

/** Pointer to a value in a list of a response; null where it isn't in one. */
export function findValueInList(response: unknown, value: string): string | null {
  return search(response, '', 0, (item) => {
    const found = Object.entries(item).find(
      ([, own]) => (typeof own === 'string' || typeof own === 'number') && String(own) === value,
    );
    return found?.[0] ?? null;
  });
}

/** @param choose name of the member of an item that is wanted */
function search(
  value: unknown,
  at: string,
  depth: number,
  choose: (item: object) => string | null,
): string | null {
  if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) {
    // Whichever of them was asked for: the first one is there as long as there are any.
    for (const item of value.slice(0, 200)) {
      const name = typeof item === 'object' && item !== null ? choose(item) : null;
      if (name !== null) return `${at}/0/${escapePointer(name)}`;
    }
    return null;
  }
  for (const [name, own] of Object.entries(value)) {
    const found = search(own, `${at}/${escapePointer(name)}`, depth + 1, choose);
    if (found !== null) return found;
  }
  return null;
}
