import type { Template } from '../template.ts';
import type { Path, Source } from '../yaml/source.ts';
import { compileTemplate, joinLiterals, type TemplateScope } from './compile-template.ts';

/**
 * A JSON body serialised ahead: the value's texts and keys are templates, and whatever is put into them is escaped, so
 * that the result is JSON with the same structure for any value.
 */
export function compileJson(value: unknown, scope: TemplateScope, source: Source, path: Path): Template {
  return joinLiterals(writeJson(value, scope, source, path));
}

function writeJson(value: unknown, scope: TemplateScope, source: Source, path: Path): Template {
  if (typeof value === 'string') return writeText(value, scope, source, path);
  if (Array.isArray(value)) {
    return [
      '[',
      ...value.flatMap((item, i) => [comma(i), ...writeJson(item, scope, source, [...path, i])]),
      ']',
    ];
  }
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).flatMap(([key, member], i) => {
      const here = [...path, key];
      return [
        comma(i),
        ...writeText(key, scope, source, here),
        ':',
        ...writeJson(member, scope, source, here),
      ];
    });
    return ['{', ...members, '}'];
  }
  return [JSON.stringify(value)];
}

function writeText(text: string, scope: TemplateScope, source: Source, path: Path): Template {
  return [
    '"',
    ...compileTemplate(text, scope, { values: 'json', literals: 'json' }, source.place(path)),
    '"',
  ];
}

function comma(index: number): string {
  return index > 0 ? ',' : '';
}
