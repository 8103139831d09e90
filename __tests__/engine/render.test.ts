import type { Template } from '../../src/config/template.ts';
import { seededRandom } from '../../src/engine/random.ts';
import { type Captures, createWriter, renderText } from '../../src/engine/render.ts';
import { createValues } from '../../src/engine/values.ts';
import fc, { anyCharacter } from '../fast-check.ts';
import { request } from './run-load.ts';

const values = () => createValues('u', seededRandom('render'));

function rendered(over: Parameters<typeof request>[0], captures: Captures = {}): Buffer {
  return Buffer.from(createWriter(request(over), { host: 'host.example:8080' }, captures)(values()));
}

function parts(bytes: Buffer): { head: string; length: number | null; body: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  const head = bytes.subarray(0, end).toString('latin1');
  const length = /^content-length: (\d+)$/m.exec(head.replaceAll('\r', ''))?.[1];
  return { head, length: length === undefined ? null : Number(length), body: bytes.subarray(end + 4) };
}

describe('a request as bytes', () => {
  test('has a request line, the host, its headers, and no body where it has none', () => {
    expect(rendered({ path: ['/a?b=c'], headers: [['x-a', ['1']]] }).toString()).toBe(
      'GET /a?b=c HTTP/1.1\r\nhost: host.example:8080\r\nx-a: 1\r\n\r\n',
    );
  });

  test('says that a body is empty where the method leads a server to expect one', () => {
    for (const method of ['POST', 'PUT', 'PATCH'] as const)
      expect(parts(rendered({ method })).length).toBe(0);
    for (const method of ['GET', 'HEAD', 'DELETE'] as const)
      expect(parts(rendered({ method })).length).toBeNull();
  });

  test('counts the length of its body in bytes, whatever the text, generated values or not', () => {
    const text = fc.string({ unit: anyCharacter });
    const part = fc.oneof(text, fc.constant({ value: 'unique' as const }));
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (body: Template) => {
        const { length, body: bytes } = parts(rendered({ method: 'POST', body }));
        expect(length).toBe(bytes.length);
        expect(bytes.toString()).toBe(Buffer.from(renderText(body, {}, values())).toString());
      }),
    );
  });

  test('is the same bytes each time where nothing is generated, and another text where something is', () => {
    const fixed = createWriter(request({ method: 'POST', body: ['é'] }), { host: 'h' }, {});
    expect(fixed(values())).toBe(fixed(values()));
    const one = values();
    const varied = createWriter(request({ path: ['/', { value: 'unique' }] }), { host: 'h' }, {});
    expect(varied(one)).not.toBe(varied(one));
  });
});

describe('captured values', () => {
  const capture = (encoding: 'none' | 'json' | 'url') => ({
    value: 'capture' as const,
    name: 'token',
    encoding,
  });

  test('can not break out of a path, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (token) => {
        const { head } = parts(rendered({ path: ['/a/', capture('url'), '/b'], headers: [] }, { token }));
        const [line = '', host, ...more] = head.split('\r\n');
        expect(line).toMatch(/^GET \/a\/[A-Za-z0-9\-_.!~*'()%]*\/b HTTP\/1\.1$/);
        expect(decodeURIComponent(line.slice('GET /a/'.length, -'/b HTTP/1.1'.length))).toBe(token);
        expect([host, more]).toEqual(['host: host.example:8080', []]);
      }),
    );
  });

  test('can not break out of JSON, whatever they hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter }), (token) => {
        const body = ['{"token":"', capture('json'), '"}'];
        const { body: bytes, length } = parts(rendered({ method: 'POST', body }, { token }));
        expect(length).toBe(bytes.length);
        expect(JSON.parse(bytes.toString())).toEqual({ token: Buffer.from(token).toString() });
      }),
    );
  });

  test.each([
    ['a line break', 'a\r\nx-evil: 1'],
    ['a line feed alone', 'a\nb'],
    ['a carriage return alone', 'a\rb'],
    ['NUL', 'a\0b'],
    ['DEL', 'a\u007fb'],
  ])('with %s are refused in a header, and the message does not show them', (_, token) => {
    const compile = () => rendered({ headers: [['authorization', ['Bearer ', capture('none')]]] }, { token });
    expect(compile).toThrow('the captured value "token" holds control characters');
    expect(compile).not.toThrow('evil');
  });

  test('that are no text (a lone surrogate) are refused in a path', () => {
    expect(() => rendered({ path: ['/', capture('url')] }, { token: '\ud800' })).toThrow();
  });

  test('that are nobody’s yet are asked for each time', () => {
    const spec = request({ path: ['/a/', capture('url')] });
    const writer = createWriter(spec, { host: 'h' }, {});
    const of = (token: string) => String(writer({ next: () => token }));
    expect(parts(Buffer.from(of('one'))).head).toMatch(/^GET \/a\/one HTTP/);
    expect(parts(Buffer.from(of('two'))).head).toMatch(/^GET \/a\/two HTTP/);
  });
});
