/** The part of action.yml that comes from the tables. */
import type { Option } from './option.ts';
import { OPTIONS } from './options.ts';
import { OUTPUTS } from './outputs.ts';
import { wrapAtBlanks } from './wording/wrap.ts';

const WIDTH = 120;

/** `inputs:` and `outputs:`, as YAML. */
function writeDeclarations(): string {
  const inputs = Object.entries<Option>(OPTIONS).flatMap(([name, { input, default: fallback, declared }]) =>
    input === undefined
      ? []
      : [
          ...writeEntry(name, input),
          '    required: false',
          `    default: '${(declared ?? fallback ?? '').replaceAll("'", "''")}'`,
        ],
  );
  const outputs = Object.entries(OUTPUTS).flatMap(([name, description]) => writeEntry(name, description));
  return ['inputs:', ...inputs, '', 'outputs:', ...outputs, ''].join('\n');
}

/** What stands in action.yml by hand, its name and how it is run, with the tables' part between. */
export function declareIn(actionYml: string): string {
  const place = /^inputs:\n[\s\S]*?(?=\nruns:\n)/m;
  if (!place.test(actionYml)) throw new Error('action.yml has no place for inputs and outputs');
  return actionYml.replace(place, () => writeDeclarations());
}

/** Folded, so that no character in a description means anything. */
function writeEntry(name: string, description: string): string[] {
  const text = wrapAtBlanks(description, WIDTH - 6).map((line) => `      ${line}`);
  return [`  ${name}:`, '    description: >-', ...text];
}
