import { createHash } from 'node:crypto';

const LONGEST_SLUG = 60;

/**
 * Name of the history that a scenario's runs belong to: readable, and one for each `name` and `comment-key`, so that
 * two jobs never mix their figures.
 */
export function suiteOf(name: string, key: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST_SLUG)
    .replace(/^-+|-+$/g, '');
  const hash = createHash('sha256').update(`${name}\0${key}`).digest('hex').slice(0, 8);
  return `${slug || 'suite'}-${hash}`;
}
