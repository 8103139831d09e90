import { ConfigurationError } from '../configuration-error.ts';
import type { GivenFiles } from '../files.ts';
import type { FormConfig, MultipartConfig } from '../schema/form-schema.ts';
import { BODY_KEYS } from '../schema/request-parts.ts';
import type { Encoding, Template } from '../template.ts';
import type { Path, Source } from '../yaml/source.ts';
import type { Headers } from './compile-headers.ts';
import { compileJson } from './compile-json.ts';
import { compileMultipart } from './compile-multipart.ts';
import { compileTemplate, encodeText, joinLiterals, type TemplateScope } from './compile-template.ts';

interface BodyConfig {
  readonly json?: unknown;
  readonly form?: FormConfig | undefined;
  readonly multipart?: MultipartConfig | undefined;
  readonly body?: string | undefined;
}

interface CompiledBody {
  readonly headers: readonly (readonly [name: string, value: Template])[];
  readonly body: Template | null;
}

/**
 * The body and the headers that go with it: `json` brings its content-type unless there is one, `form` and `multipart`
 * bring theirs in place of the scenario's.
 *
 * @param headers the scenario's and the request's own
 * @param own the request's own alone
 */
export function compileBody(
  config: BodyConfig,
  { headers, own }: { readonly headers: Headers; readonly own: Headers },
  scope: TemplateScope,
  { source, files }: { readonly source: Source; readonly files: GivenFiles },
  path: Path,
): CompiledBody {
  const [first, second] = BODY_KEYS.filter((key) => config[key] !== undefined);
  if (second !== undefined) {
    throw new ConfigurationError(`${first} is set, too: keep one of them`, source.place([...path, second]));
  }
  if (config.form !== undefined || config.multipart !== undefined) {
    if (own.has('content-type')) {
      throw new ConfigurationError(
        `is set by ${first} automatically: remove it`,
        source.place([...path, 'headers', 'content-type']),
      );
    }
    const written =
      config.form !== undefined
        ? { contentType: FORM_TYPE, body: compileForm(config.form, scope, source, [...path, 'form']) }
        : compileMultipart(config.multipart ?? {}, scope, files, source, [...path, 'multipart']);
    const typed = new Map([...headers, ['content-type', [written.contentType]]]);
    return { headers: [...typed] as CompiledBody['headers'], body: written.body };
  }
  if (config.json !== undefined) {
    const place = source.place([...path, 'json']);
    if (config.json === null)
      throw new ConfigurationError('has no value: write the body, or remove the key', place);
    if (typeof config.json === 'string' && looksLikeJson(config.json)) {
      throw new ConfigurationError(
        'is JSON written as a string, and would be sent as one quoted string: remove the | or the quotes, or put the text under body, with a content-type in headers',
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

const FORM_TYPE = 'application/x-www-form-urlencoded';

function compileForm(config: FormConfig, scope: TemplateScope, source: Source, path: Path): Template {
  const pairs = Object.entries(config).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one) => [name, String(one)] as const),
  );
  const writing = { values: 'url', literals: 'url' } as const;
  return joinLiterals(
    pairs.flatMap(([name, text], i) => [
      `${i === 0 ? '' : '&'}${encodeText(name, 'url')}=`,
      ...compileTemplate(text, scope, writing, source.place([...path, name])),
    ]),
  );
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
