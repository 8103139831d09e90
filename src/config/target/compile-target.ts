import { readPointer } from '../json-pointer.ts';
import type { Overrides } from '../overrides.ts';
import type { Target } from '../plan.ts';
import { compilePath, readPath } from '../scenario/compile-path.ts';
import type { TemplateScope } from '../scenario/compile-template.ts';
import type { Config } from '../schema/config-schema.ts';
import type { Template } from '../template.ts';
import type { Source } from '../yaml/source.ts';
import { parseTargetUrl } from './target-url.ts';

/**
 * The environment under test: what the file says of it, and the URL that only the workflow or the terminal can give.
 *
 * @param known names that templates may use before the login
 */
export function compileTarget(
  { ready, identity }: Config['target'],
  headers: Target['headers'],
  known: TemplateScope,
  inputs: Overrides,
  source: Source,
): Target {
  const isLater = inputs.targetIsFound === true && (inputs.targetUrl ?? '').trim() === '';
  return {
    ...(isLater ? { origin: '' } : parseTargetUrl(inputs.targetUrl, inputs.door, 'target-url')),
    ready:
      ready === undefined ? null : readyPath(compilePath(ready, known, source.place(['target', 'ready']))),
    identity:
      identity === undefined
        ? null
        : {
            path: readPath(identity.path, source.place(['target', 'identity', 'path'])),
            commit: readPointer(identity.commit, source.place(['target', 'identity', 'commit'])),
          },
    headers,
  };
}

/** As text, where nothing in it is generated. */
function readyPath(path: Template): string | Template {
  const [only = '', ...others] = path;
  return typeof only === 'string' && others.length === 0 ? only : path;
}
