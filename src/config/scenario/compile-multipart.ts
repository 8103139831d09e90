import { ConfigurationError } from '../configuration-error.ts';
import { takeFile } from '../data/take-file.ts';
import type { GivenFiles } from '../files.ts';
import type { FileConfig, MultipartConfig } from '../schema/form-schema.ts';
import type { Template, TemplatePart } from '../template.ts';
import { showValue } from '../wording/show-value.ts';
import type { Path, Source } from '../yaml/source.ts';
import { compileTemplate, joinLiterals, type TemplateScope } from './compile-template.ts';

interface CompiledMultipart {
  readonly contentType: string;
  readonly body: Template;
}

type Value = Exclude<MultipartConfig[string], readonly unknown[]>;

/** A body of several parts (RFC 7578). Throws ConfigurationError for a file that can't be read. */
export function compileMultipart(
  config: MultipartConfig,
  scope: TemplateScope,
  files: GivenFiles,
  source: Source,
  path: Path,
): CompiledMultipart {
  const parts = Object.entries(config).flatMap(([name, value]) => {
    const here = [...path, name];
    const values: readonly (readonly [Value, Path])[] = Array.isArray(value)
      ? value.map((one, i) => [one, [...here, i]])
      : [[value, here]];
    return values.map(([one, at]) => compilePart(name, one, scope, files, source, at));
  });
  const boundary = chooseBoundary(parts.flat(), scope);
  const body = parts.flatMap((part) => [`--${boundary}\r\n`, ...part, '\r\n']);
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: joinLiterals([...body, `--${boundary}--\r\n`]),
  };
}

function compilePart(
  name: string,
  value: Value,
  scope: TemplateScope,
  files: GivenFiles,
  source: Source,
  path: Path,
): Template {
  const disposition = `content-disposition: form-data; name="${quote(name)}"`;
  if (typeof value !== 'object') {
    const writing = { values: 'none', literals: 'none' } as const;
    return [`${disposition}\r\n\r\n`, ...compileTemplate(String(value), scope, writing, source.place(path))];
  }
  const {
    path: file,
    type = 'application/octet-stream',
    name: sentAs = lastPart(file),
  } = value as FileConfig;
  if (!/^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(\s*;[ -~]*)?$/.test(type)) {
    throw new ConfigurationError(
      `${showValue(type)} is not a media type: write one such as application/pdf`,
      source.place([...path, 'type']),
    );
  }
  const bytes = takeFile(file, files.bytes, source.place([...path, 'path']));
  const head = `${disposition}; filename="${quote(sentAs)}"\r\ncontent-type: ${type}\r\n\r\n`;
  return [head, { value: 'file', bytes }];
}

function lastPart(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** As browsers write it (WHATWG, multipart/form-data). */
function quote(text: string): string {
  return text.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}

/** The first one that is in nothing of what is known of the parts; the same for the same file. */
function chooseBoundary(parts: Template, scope: TemplateScope): string {
  const texts = parts.flatMap((part) => textsOf(part, scope));
  for (let number = 1; ; number++) {
    const boundary = `tailgate-part-${String(number).padStart(8, '0')}`;
    if (!texts.some((text) => text.includes(boundary))) return boundary;
  }
}

/** What may stand at its place; of a capture nothing is known before. */
function textsOf(part: TemplatePart, { rows }: TemplateScope): readonly string[] {
  if (typeof part === 'string') return [part];
  switch (part.value) {
    case 'pick':
      return part.options;
    case 'row':
      return rows?.tables.valuesAt(part) ?? [];
    case 'file':
      // Each byte a letter.
      return [new TextDecoder('windows-1252').decode(part.bytes)];
    default:
      return [];
  }
}
