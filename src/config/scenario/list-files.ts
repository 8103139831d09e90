import type { FileNames } from '../files.ts';
import type { MultipartConfig } from '../schema/form-schema.ts';
import type { ScenarioConfig } from '../schema/scenario-schema.ts';

/** Files that data and multipart bodies name. */
export function listSentFiles({
  data,
  login,
  logins,
  setup,
  requests,
  flows,
  cleanup,
}: Partial<ScenarioConfig>): FileNames {
  const accounts = [...(login ? [login] : []), ...Object.values(logins ?? {})];
  const asked: readonly { readonly multipart?: MultipartConfig | undefined }[] = [
    ...accounts.flatMap((one) => [one, ...(one.before ?? [])]),
    ...(setup ?? []),
    ...(requests ?? []),
    ...(flows ?? []).flatMap(({ steps }) => steps),
    ...(cleanup ?? []),
  ];
  const values = asked.flatMap(({ multipart }) => Object.values(multipart ?? {}).flat());
  const parts = values.flatMap((value) => (typeof value === 'object' ? [value.path] : []));
  return {
    texts: [...new Set(Object.values(data ?? {}).map(({ file }) => file))],
    bytes: [...new Set(parts)],
  };
}
