import { ConfigurationError, type Place } from './configuration-error.ts';

/** A JSON Pointer (RFC 6901) to a value inside a document. Throws ConfigurationError. */
export function readPointer(pointer: string, place: Place): string {
  if (/^(\/([^~/]|~[01])*)+$/.test(pointer)) return pointer;
  throw new ConfigurationError(
    `"${pointer}" is no JSON Pointer to a value: write /token, or /data/token for one inside another`,
    place,
  );
}
