import { ConfigurationError } from '../configuration-error.ts';
import type { RequestSpec } from '../scenario.ts';
import type { FlowConfig } from '../schema/flow-schema.ts';
import type { Think } from '../think.ts';
import type { Path } from '../yaml/source.ts';
import type { AllCaptured } from './captured.ts';
import { chooseLogin } from './compile-logins.ts';
import { compileRequest, type FileContext } from './compile-request.ts';
import { type Named, readName } from './names.ts';
import type { Scopes } from './scopes.ts';

/** A flow of the file, before it is known which requests are asked. */
export interface CompiledFlow {
  readonly name: string;
  readonly path: Path;
  readonly weight: number;
  readonly steps: readonly CompiledStep[];
  readonly thinkAfter?: Think;
}

interface CompiledStep extends Named {
  readonly spec: Omit<RequestSpec, 'flow'>;
  readonly think?: Think;
  readonly always?: true;
}

/** Throws ConfigurationError. */
export function compileFlow(
  config: FlowConfig,
  index: number,
  context: FileContext,
  scopes: Scopes,
  all: AllCaptured,
): CompiledFlow {
  const { source } = context;
  const path = ['scenario', 'flows', index];
  const login = chooseLogin(config.as, context, path);
  const keys = new Map(all.flows[index]?.captured.map(({ name, key }) => [name, key]));
  const steps: CompiledStep[] = [];
  let think: Think | undefined;
  config.steps.forEach(({ think: thought, always, ...step }, i) => {
    const at = [...path, 'steps', i];
    if (thought !== undefined) {
      const [beside] = Object.keys(step);
      if (beside !== undefined || always !== undefined) {
        throw new ConfigurationError(
          `has to be alone in its step: write it as a separate step, before the one with ${beside ?? 'always'}`,
          source.place([...at, 'think']),
        );
      }
      if (steps.length === 0) {
        throw new ConfigurationError(
          'comes before the first request, when no walk has started: write it at the end, which is before the next walk',
          source.place([...at, 'think']),
        );
      }
      if (think !== undefined) {
        throw new ConfigurationError(
          'follows another think: write one time for both',
          source.place([...at, 'think']),
        );
      }
      think = thought;
      return;
    }
    const scope = scopes.step(index, i, login?.name ?? null);
    const place = {
      path: at,
      scope,
      login: login?.index ?? null,
      keyOf: (name: string) => keys.get(name) ?? name,
    };
    const spec = { ...compileRequest(step, place, context), weight: config.weight };
    steps.push({
      name: spec.name,
      path: at,
      spec,
      ...(think !== undefined && { think }),
      ...(always && { always }),
    });
    think = undefined;
  });
  const name = readName(config.name, '', source, path);
  return { name, path, weight: config.weight, steps, ...(think !== undefined && { thinkAfter: think }) };
}
