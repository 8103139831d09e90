/** A response as an inspection looks at it. Types only. */
export interface InspectedResponse {
  readonly status: number;
  /** By names in lower case; values of a repeated one are joined by commas. */
  readonly headers: { get(name: string): string | undefined };
  /** Values of Set-Cookie, each by itself. */
  readonly setCookies: readonly string[];
  /**
   * As it was received, packed or not: `bytesNeeded` of its beginning at least, where it has as many. In a text a
   * letter stands for a byte.
   */
  readonly body: Buffer | string;
  /** Of the whole body, as it was received. */
  readonly bodyBytes: number;
}
