import { asCode, asFence, asJson, asText, clean, cleanLines, truncate } from '../../src/report/escape.ts';
import fc from '../fast-check.ts';
import { hostile } from './hostile.ts';

/** What a browser would show, and so what GitHub's search for mentions and numbers would see. */
function decode(html: string): string {
  return html
    .replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

const visible = (text: string): string => text.replaceAll('\u200b', '');

describe('text', () => {
  test('holds no character that means something to Markdown or HTML', () => {
    fc.assert(
      fc.property(hostile, (text) =>
        expect(asText(text)).not.toMatch(/[<>|\\`@[\]!*_~$\n\r]|#(?!\d+;)|&(?!#\d+;|[lg]t;|amp;)/),
      ),
    );
  });

  test('keeps GitHub from linking anything, in the decoded text too', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = decode(asText(text));
        expect(shown).not.toMatch(/[@#][\w.-]|:\/\/|www\.|GH-\d|\b[0-9a-f]{7,40}\b/i);
      }),
    );
  });

  test('makes no rule, list or heading at the start of a line', () => {
    expect(['---', '- x', '+ x', '===', '1. x', '12) x'].map((text) => asText(text))).toEqual([
      '&#45;--',
      '&#45; x',
      '&#43; x',
      '&#61;==',
      '1&#46; x',
      '12&#41; x',
    ]);
    expect(asText('3.06 % of all')).toBe('3.06 % of all');
  });

  test('shows what was there', () => {
    fc.assert(
      fc.property(hostile, (text) => expect(visible(decode(asText(text)))).toBe(truncate(clean(text), 600))),
    );
    expect(asText('P99 of create owner is 2.1× its limit (210 ms)')).toBe(
      'P99 of create owner is 2.1× its limit (210 ms)',
    );
  });
});

describe('data', () => {
  test('is a code span that can be copied where nothing in it is special', () => {
    expect(asCode('examples/report.md#realistic-final')).toBe('`examples/report.md#realistic-final`');
    expect(asCode('{"error":"missing field"}')).toBe('`{"error":"missing field"}`');
  });

  test('is encoded within <code> else', () => {
    expect(asCode('a|b')).toBe('<code>a&#124;b</code>');
    expect(asCode('`</code>`')).toBe('<code>&#96;&lt;/code&gt;&#96;</code>');
    expect(asCode('someone@evil.example')).toBe('<code>someone&#64;\u200bevil.example</code>');
  });

  test('cannot leave its span, its cell or its line', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const code = asCode(text);
        const [, span, encoded] =
          /^(?:`([^`|\\<>&@$\n]+)`|<code>([^<>|`\n]+)<\/code>|\(empty\))$/.exec(code) ?? [];
        expect(code === '(empty)' || span !== undefined || encoded !== undefined).toBe(true);
        if (encoded !== undefined) expect(decode(encoded)).not.toMatch(/[@#][\w.-]|:\/\/|www\./i);
      }),
    );
  });

  test('says that there is nothing', () => expect(asCode(' \u200b\n')).toBe('(empty)'));

  test('is cut by code points', () => {
    expect(asCode('abcdef', 4)).toBe('`abc…`');
    expect(truncate('😀😀😀', 3)).toBe('😀😀😀');
    expect(truncate('😀😀😀😀', 3)).toBe('😀😀…');
  });
});

describe('a fence', () => {
  test('is longer than any inside, and stays one line', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [open = '', body = '', close = '', ...rest] = asFence(text, 'sh').split('\n');
        expect(rest).toEqual([]);
        expect(open).toBe(`${close}sh`);
        expect(close).toMatch(/^`{3,}$/);
        expect(body).not.toContain(close);
        expect(body).not.toContain('<!--');
      }),
    );
  });
});

describe('cleaning', () => {
  test('leaves nothing that a terminal obeys or that hides', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const line = clean(text);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
        expect(line).not.toMatch(/\p{M}{4}/u);
        expect(clean(line)).toBe(line);
      }),
    );
  });

  test('of lines keeps them, and what they are indented by', () => {
    expect(cleanLines('a:\r\n  \u001b[31mb\u001b[0m\n\n    at\t c\u202e (d:1)')).toBe(
      'a:\n  b\n\n    at c (d:1)',
    );
    fc.assert(
      fc.property(fc.array(hostile), (texts) => {
        expect(cleanLines(texts.join('\n'))).not.toMatch(/(?!\n)\p{Cc}|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }),
    );
  });

  test('of JSON changes what it looks like, not what it means', () => {
    fc.assert(
      fc.property(fc.array(hostile), fc.dictionary(hostile, hostile), (list, names) => {
        const text = asJson({ list, names });
        expect(text).not.toMatch(/(?!\n)\p{Cc}|[\p{Cf}\p{Cs}]/u);
        expect(JSON.parse(text)).toEqual({ list, names: { ...names } });
      }),
    );
  });

  test('drops whole terminal sequences', () => {
    expect(clean('\u001b[1;31mred\u001b[0m, \u001b]8;;http://evil.example\u0007link\u001b]8;;\u0007')).toBe(
      'red, link',
    );
    expect(clean('a\u202eb\u200bc\r\n\td')).toBe('abc d');
  });
});
