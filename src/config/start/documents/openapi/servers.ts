import { listOf, type Members, membersOf, own, scalarOf } from '../values.ts';

/** Path of the first server (OpenAPI 3), or `basePath` (Swagger 2); '' where there is none. */
export function basePathOf(document: Members): string {
  const server = membersOf(listOf(document.servers)[0]);
  const variables = membersOf(server.variables);
  const url = (scalarOf(server.url) ?? '').replace(
    /\{([^{}]+)\}/g,
    (_, name: string) => scalarOf(membersOf(own(variables, name)).default) ?? '',
  );
  return readBasePath(url || (scalarOf(document.basePath) ?? ''));
}

/** The path of a URL or a path, without a slash at its end; '' where it is none that can be sent. */
function readBasePath(url: string): string {
  const path = url
    .replace(/^(?:[a-z][a-z0-9+.-]*:)?\/\/[^/?#]*/i, '')
    .replace(/[?#].*$/s, '')
    .replace(/\/+$/, '');
  return /^(?:\/[\w.~!$&'()*+,;=:@%-]+)+$/.test(path) ? path : '';
}
