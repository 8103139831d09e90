import type { Plan, RequestSpec } from '../config/plan.ts';
import { redactor } from '../config/secrets/redact.ts';
import type { TemplatePart } from '../config/template.ts';

/** Makes what writes a path with its placeholders as the user wrote them, for reading only; secrets show as `***`. */
export function pathWriter(plan: Plan): (request: RequestSpec) => string {
  const redact = redactor(plan.secrets);
  return ({ path }) =>
    path.map((part) => (typeof part === 'string' ? redact(part) : placeholder(part))).join('');
}

function placeholder(part: Exclude<TemplatePart, string>): string {
  switch (part.value) {
    case 'int':
      return `{{int ${part.from} ${part.to}}}`;
    case 'pick':
      return `{{pick ${part.options.join(' ')}}}`;
    case 'capture':
      return `{{${part.name}}}`;
    default:
      return `{{${part.value}}}`;
  }
}
