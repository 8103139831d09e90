import { asCode, asText } from '../escape.ts';

/**
 * The scenario, and what tells it from others of its name.
 *
 * @param label '' or left out where there is nothing
 * @param where `html`: within a line that is no Markdown
 */
export function nameMeasurement(name: string, label = '', where: 'markdown' | 'html' = 'markdown'): string {
  const show =
    where === 'markdown'
      ? (text: string) => asCode(text)
      : (text: string) => `<code>${asText(text, 80)}</code>`;
  return [name, label].filter(Boolean).map(show).join(' · ');
}

/** Whose words these are. */
export function titleComment(name: string, label = ''): string {
  return `Tailgate ${nameMeasurement(name, label)}`;
}
