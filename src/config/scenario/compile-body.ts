import { ConfigurationError } from '../configuration-error.ts';
import type { Encoding, Template } from '../template.ts';
import type { Path, Source } from '../yaml/source.ts';
import type { Headers } from './compile-headers.ts';
import { compileJson } from './compile-json.ts';
import { compileTemplate, type TemplateScope } from './compile-template.ts';

interface BodyConfig {
  readonly json?: unknown;
  readonly body?: string | undefined;
}

interface CompiledBody {
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly body: Template | null;
}

/** The body and the headers that go with it: `json` brings its content-type unless there is one. */
export function compileBody(
  config: BodyConfig,
  headers: Headers,
  scope: TemplateScope,
  source: Source,
  path: Path,
): CompiledBody {
  if (config.json !== undefined) {
    if (config.body !== undefined) {
      throw new ConfigurationError('json is there too: keep one of them', source.place([...path, 'body']));
    }
    const place = source.place([...path, 'json']);
    if (config.json === null)
      throw new ConfigurationError('has no value: write the body, or take the key out', place);
    if (typeof config.json === 'string' && looksLikeJson(config.json)) {
      const orBody =
        path.at(-1) === 'login'
          ? ''
          : ', or give the text as it is under body, with a content-type in headers';
      throw new ConfigurationError(
        `is JSON written as a text, and would be sent as one quoted string: leave the | or the quotes out${orBody}`,
        place,
      );
    }
    const typed = headers.has('content-type')
      ? headers
      : new Map([...headers, ['content-type', ['application/json']]]);
    return {
      headers: [...typed] as CompiledBody['headers'],
      body: compileJson(config.json, scope, source, [...path, 'json']),
    };
  }
  if (config.body === undefined) return { headers: [...headers], body: null };
  const writing = { values: chooseEncoding(headers.get('content-type')), literals: 'none' } as const;
  return {
    headers: [...headers],
    body: compileTemplate(config.body, scope, writing, source.place([...path, 'body'])),
  };
}

/** An object or a list; a template begins with two braces. */
function looksLikeJson(text: string): boolean {
  return /^\s*(?:\[|\{(?!\{))/.test(text);
}

/** What a value may not break out of is told by the content type; a body of another type takes values as they are. */
function chooseEncoding(contentType: Template | undefined): Encoding {
  const text = (contentType ?? []).filter((part) => typeof part === 'string').join('');
  if (/^\s*application\/([\w.+-]+\+)?json\b/i.test(text)) return 'json';
  return /^\s*application\/x-www-form-urlencoded\b/i.test(text) ? 'url' : 'none';
}
