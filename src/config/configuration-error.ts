/** Where in the user's files a mistake is. Lines count from 1. */
export interface Place {
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  /** Dotted path in tailgate.yml (`gate.p99.max`), or the name of the input or flag. */
  readonly key?: string | undefined;
}

/**
 * The user's mistake, told apart from a bad measurement (invalid) and from our bug: it names the place, the value and
 * the way out, and it comes before any request is sent. Exit code 2.
 */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly place: Place;

  constructor(message: string, place: Place = {}) {
    const where = [place.file && (place.line ? `${place.file}:${place.line}` : place.file), place.key]
      .filter(Boolean)
      .join(' ');
    super(where ? `${where}: ${message}` : message);
    this.place = place;
  }
}
