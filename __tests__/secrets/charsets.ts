/** How the bytes of a response may hold a text, and what says so. */

export interface Charset {
  readonly name: string;
  /** Content-Type. */
  readonly type: string;
  write(text: string): Buffer;
  /** Letters of Latin-1 are all that it has. */
  readonly isLatin?: boolean;
  /** It says of itself what it is, in letters that stand before the text. */
  readonly head?: string;
}

const swap = (bytes: Buffer) => Buffer.from(bytes).swap16();
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const utf32 = (text: string, order: 'LE' | 'BE') =>
  Buffer.concat(
    [...text].map((letter) => {
      const bytes = Buffer.alloc(4);
      bytes[`writeUInt32${order}`](letter.codePointAt(0) as number);
      return bytes;
    }),
  );
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const marked = (mark: number[], write: (text: string) => Buffer) => (text: string) =>
  Buffer.concat([Buffer.from(mark), write(text)]);

const META = '<!doctype html><html><head><meta charset="iso-8859-1"><title>no</title>';
const HTTP_EQUIV = "<meta http-equiv='Content-Type' content='text/html; charset=windows-1252'>";
const XML = '<?xml version="1.0" encoding="ISO-8859-15"?>';

export const charsets: readonly Charset[] = [
  { name: 'UTF-8', type: 'application/json', write: (text) => Buffer.from(text) },
  { name: 'UTF-8 with a mark', type: '', write: marked([0xef, 0xbb, 0xbf], (text) => Buffer.from(text)) },
  { name: 'UTF-16, little end first, with a mark', type: '', write: marked([0xff, 0xfe], utf16) },
  {
    name: 'UTF-16, big end first, with a mark',
    type: '',
    write: marked([0xfe, 0xff], (text) => swap(utf16(text))),
  },
  { name: 'UTF-16, little end first, unsaid', type: '', write: utf16 },
  { name: 'UTF-16, big end first, unsaid', type: 'text/plain', write: (text) => swap(utf16(text)) },
  { name: 'UTF-16, little end first, said', type: 'text/plain; charset=utf-16le', write: utf16 },
  {
    name: 'UTF-16, big end first, said',
    type: 'text/plain; charset="UTF-16BE"',
    write: (text) => swap(utf16(text)),
  },
  { name: 'UTF-16 where UTF-8 is said', type: 'text/plain; charset=utf-8', write: utf16 },
  {
    name: 'UTF-16, big end first, where UTF-16 is said',
    type: 'text/plain; charset=utf-16',
    write: (text) => swap(utf16(text)),
  },
  {
    name: 'UTF-8 where UTF-16 is said',
    type: 'text/plain; charset=utf-16',
    write: (text) => Buffer.from(text),
  },
  {
    name: 'UTF-32, little end first, with a mark',
    type: '',
    write: marked([0xff, 0xfe, 0, 0], (text) => utf32(text, 'LE')),
  },
  {
    name: 'UTF-32, big end first, with a mark',
    type: '',
    write: marked([0, 0, 0xfe, 0xff], (text) => utf32(text, 'BE')),
  },
  { name: 'UTF-32, little end first, unsaid', type: '', write: (text) => utf32(text, 'LE') },
  {
    name: 'UTF-32, big end first, said',
    type: 'text/plain; charset=utf-32be',
    write: (text) => utf32(text, 'BE'),
  },
  { name: 'Latin-1, said', type: 'text/plain; charset=ISO-8859-1', write: latin1, isLatin: true },
  { name: 'Latin-1, unsaid', type: '', write: latin1, isLatin: true },
  {
    name: 'Latin-1 where UTF-8 is said',
    type: 'application/json; charset=utf-8',
    write: latin1,
    isLatin: true,
  },
  { name: 'Latin-1 by its page', type: 'text/html', write: latin1, isLatin: true, head: META },
  { name: 'Windows-1252 by its page', type: 'text/html', write: latin1, isLatin: true, head: HTTP_EQUIV },
  { name: 'Latin-9 by its declaration', type: 'application/xml', write: latin1, isLatin: true, head: XML },
];
