import { ConfigurationError } from '../configuration-error.ts';
import type { SingleRequest } from '../scenario.ts';
import { type AllCaptured, nameLogin } from './captured.ts';
import { chooseLogin } from './compile-logins.ts';
import { compileSingle, type FileContext } from './compile-request.ts';
import type { Scopes } from './scopes.ts';

/** The setup or the clean-up, asked once a side. Throws ConfigurationError. */
export function compileBeside(
  what: 'setup' | 'cleanup',
  context: FileContext,
  scopes: Scopes,
  perUser: ReadonlySet<string>,
  all: AllCaptured,
): readonly SingleRequest[] {
  const { scenario, source } = context;
  const keys = new Map(all[what].captured.map(({ name, key }) => [name, key]));
  return (scenario[what] ?? []).map((config, i) => {
    const path = ['scenario', what, i];
    const chosen = chooseLogin(config.as, context, path);
    if (chosen !== null && config.as !== undefined && perUser.has(chosen.name)) {
      throw new ConfigurationError(
        `${nameLogin(chosen.name)} is done for each user, and this request is sent once: use a login without a row of data`,
        source.place([...path, 'as']),
      );
    }
    // Where the short form is made for each user, nobody is logged in here.
    const session = chosen === null || perUser.has(chosen.name) ? null : chosen;
    const at = {
      path,
      scope: scopes[what](i, session?.name ?? null),
      login: session?.index ?? null,
      keyOf: (name: string) => keys.get(name) ?? name,
    };
    return compileSingle(config, at, context);
  });
}
