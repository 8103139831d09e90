import { asCode } from '../escape.ts';

/**
 * Whose words these are: the product, the scenario and what tells it from others of its name.
 *
 * @param label '' or left out where there is nothing
 */
export function titleOf(name: string, label = ''): string {
  return `Tailgate ${[name, label].filter(Boolean).map((part) => asCode(part)).join(' · ')}`;
}
