import { templatesOf } from '../config/scenario/templates-of.ts';
import type { TemplatePart } from '../config/template.ts';

/** The places of a request that a value goes into. */
export function placesIn(request: Parameters<typeof templatesOf>[0]): Exclude<TemplatePart, string>[] {
  return templatesOf(request)
    .flat()
    .filter((part) => typeof part !== 'string');
}
