import { SHORTEST_CAPTURE, secretsIn } from '../../config/secrets/redact.ts';

/** Of what belongs to a single user (captured values, rows of data, cookies), what its responses may not show. */
export function ownSecrets(values: readonly string[]): readonly string[] {
  return [...new Set(values.flatMap(secretsIn))].filter((value) => value.trim().length >= SHORTEST_CAPTURE);
}
