import { ConfigurationError, type Place } from '../configuration-error.ts';
import type { Template } from '../template.ts';
import { showValue } from '../wording/show-value.ts';
import { compileTemplate, encodeText, type TemplateScope } from './compile-template.ts';

/** A request's path and query; what templates put into it is percent-encoded. Throws ConfigurationError. */
export function compilePath(text: string, scope: TemplateScope, place: Place): Template {
  const path = compileTemplate(text, scope, { values: 'url', literals: 'none' }, place);
  const literal = path.map((part) => (typeof part === 'string' ? part : 'x')).join('');
  checkPath(literal, text, place);
  return path;
}

/** A path without templates, such as that of `target.identity`. */
export function readPath(text: string, place: Place): string {
  if (text.includes('{{')) {
    throw new ConfigurationError(`${showValue(text)}: templates don't work here: write the path out`, place);
  }
  checkPath(text, text, place);
  return text;
}

function checkPath(path: string, written: string, place: Place): void {
  const refuse = (why: string) => new ConfigurationError(`${showValue(written)} ${why}`, place);
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
    throw refuse('is a URL: write the path only, the host comes from target-url');
  }
  if (!path.startsWith('/')) throw refuse('does not start with a slash: write /api/health, not api/health');
  // Resolved against the target's URL, two slashes would name another host.
  if (path.startsWith('//')) throw refuse('starts with two slashes: write one');
  if (path.includes('#')) throw refuse('has a # in it, which is never sent: remove it, or write %23');
  const strange = /[^!-~]|[\\"<>^`{|}]/u.exec(path)?.[0];
  if (strange !== undefined) {
    throw refuse(
      `has the character ${showValue(strange)} in it: percent-encode it as ${encodeText(strange, 'url')}`,
    );
  }
}
