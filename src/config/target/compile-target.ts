import { readPointer } from '../json-pointer.ts';
import type { Overrides } from '../overrides.ts';
import type { Target } from '../plan.ts';
import { readPath } from '../scenario/compile-path.ts';
import type { Config } from '../schema/config-schema.ts';
import type { Source } from '../yaml/source.ts';
import { parseOrigin } from './target-origin.ts';

/**
 * The environment under test: what the file says of it, and the URL that only the workflow or the terminal can give.
 */
export function compileTarget(
  { ready, identity }: Config['target'],
  headers: Target['headers'],
  inputs: Overrides,
  source: Source,
): Target {
  const isLater = inputs.targetIsFound === true && (inputs.targetUrl ?? '').trim() === '';
  return {
    origin: isLater ? '' : parseOrigin(inputs.targetUrl, inputs.door, 'target-url'),
    ready: ready === undefined ? null : readPath(ready, source.place(['target', 'ready'])),
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
