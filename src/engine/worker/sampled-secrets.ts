import { ownSecrets } from '../users/own-secrets.ts';
import type { PickedRequest } from './dispatch.ts';

/**
 * What a sample of a request's response may not show: an error page may repeat what it was sent. The main thread knows
 * what logins captured and no more.
 * @param response values that the response sets or was looked through for
 */
export function sampledSecrets(
  { user, walk, rows }: PickedRequest,
  response: readonly string[],
): readonly string[] {
  const taken = [...(user?.rows ?? []), ...(walk?.rows ?? rows)];
  return ownSecrets([
    ...response,
    ...Object.values(walk?.captures ?? {}),
    ...Object.values(user?.captures ?? {}),
    ...(user?.former ?? []),
    ...taken.flatMap((row) => row ?? []),
    ...(user?.jars ?? []).flatMap((jar) => jar.values),
  ]);
}

/** Of lines of Set-Cookie. */
export function valuesOfCookies(lines: readonly string[]): readonly string[] {
  return lines.map((line) => /^[^=;]*=([^;]*)/.exec(line)?.[1]?.trim() ?? '');
}
