import { readHead } from '../../src/engine/worker/read-head.ts';

const OWN = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nX-A:  1 \r\nx-a: 2';

test('names are in lower case, and values of a repeated one joined', () => {
  expect([...readHead(`${OWN}\r\n\r\nbody: none`, 200)]).toEqual([
    ['content-type', 'text/html'],
    ['x-a', '1, 2'],
  ]);
});

test('cookies are apart as well, which commas would run together', () => {
  const head = readHead(
    `${OWN}\r\nSet-Cookie: a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT\r\nset-cookie: b=2\r\n\r\n`,
    200,
  );
  expect(head.setCookies).toEqual(['a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT', 'b=2']);
  expect(head.get('set-cookie')).toBe('a=1; Expires=Thu, 01 Jan 2037 00:00:00 GMT, b=2');
});

test.each([
  [
    'informational ones before it',
    `\r\nHTTP/1.1 103 Early\r\nset-cookie: no=1\r\nx: 1\r\n\r\n${OWN}\r\n\r\n`,
  ],
  ['a body that looks like a head', `${OWN}\r\n\r\nHTTP/1.1 200 OK\r\nset-cookie: no=1\r\n\r\n`],
  ['bare line feeds', OWN.replaceAll('\r', '')],
  ['no body, and no end', OWN],
])('its own head is found: %s', (_, text) => {
  const head = readHead(text, 200);
  expect(head.get('x-a')).toBe('1, 2');
  expect(head.setCookies).toEqual([]);
});

test.each([
  '',
  '\r\n',
  'HTTP/1.1 200 OK',
  'HTTP/1.1 200 OK\r\n\r\n',
  'HTTP/1.1 201 OK\r\na: 1',
  'HTTP/1.1 200 OK\r\n: 1\r\nb',
])('nothing is found in %j', (text) => {
  expect(readHead(text, 200).size).toBe(0);
});
