import type { InspectedResponse } from '../../../src/engine/inspection/response.ts';

/** A response by its body and header lines, those of Set-Cookie among them. */
export function answered(
  body: string | Buffer,
  fields: readonly (readonly [name: string, value: string])[] = [],
  over: Partial<InspectedResponse> = {},
): InspectedResponse {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return {
    status: 200,
    headers: new Map(fields),
    setCookies: fields.flatMap(([name, value]) => (name === 'set-cookie' ? [value] : [])),
    body: bytes,
    bodyBytes: bytes.length,
    ...over,
  };
}
