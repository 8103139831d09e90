import { gzipSync } from 'node:zlib';
import { BODY_LIMIT_BYTES, type Parsed, ResponseParser } from '../../src/engine/worker/response-parser.ts';
import { testInFull } from '../part.ts';
import { heldBytes } from './held-memory.ts';

const KEEP_ALL = () => 1 << 20;

function withParser<T>(use: (parser: ResponseParser) => T, wants: (status: number) => number = KEEP_ALL): T {
  const parser = new ResponseParser(wants);
  try {
    parser.reset();
    return use(parser);
  } finally {
    parser.free();
  }
}

/** Feeds whole pieces; where none of them ends the response, the connection's end does. */
function read(pieces: readonly (string | Buffer)[], options: { head?: boolean; finish?: boolean } = {}) {
  return withParser((parser) => {
    parser.expect(options.head === true);
    let parsed: Parsed = { done: false };
    for (const piece of pieces) {
      parsed = parser.execute(Buffer.from(piece as string, 'latin1'));
      if (parsed.done) break;
    }
    if (!parsed.done && options.finish === true) parsed = parser.finish();
    const { status, keepAlive, bodyBytes } = parser;
    return { parsed, status, keepAlive, bodyBytes, body: parser.body().toString('latin1') };
  });
}

const WHOLE = { done: true, broken: null };

describe('a response', () => {
  test.each([
    ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello', true, 'hello'],
    ['length 0', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', true, ''],
    [
      'chunks',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n',
      true,
      'hello',
    ],
    [
      'chunks, extensions and trailers',
      'HTTP/1.1 200 OK\r\ntrailer: x-a\r\ntransfer-encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n0\r\nx-a: 1\r\nx-b: 2\r\n\r\n',
      true,
      'hello',
    ],
    [
      'connection: close',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 5\r\n\r\nhello',
      false,
      'hello',
    ],
    ['HTTP/1.0', 'HTTP/1.0 200 OK\r\ncontent-length: 5\r\n\r\nhello', false, 'hello'],
    [
      'HTTP/1.0 that is kept alive',
      'HTTP/1.0 200 OK\r\nconnection: keep-alive\r\ncontent-length: 5\r\n\r\nhello',
      true,
      'hello',
    ],
    ['no reason', 'HTTP/1.1 200\r\ncontent-length: 2\r\n\r\nok', true, 'ok'],
    [
      '103 before it',
      'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
      true,
      'ok',
    ],
    [
      '100 and 102 before it',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
      true,
      'ok',
    ],
    [
      'an offer to upgrade, as Apache makes it',
      'HTTP/1.1 200 OK\r\nupgrade: h2,h2c\r\nconnection: Upgrade\r\ncontent-length: 2\r\n\r\nok',
      true,
      'ok',
    ],
  ])('with %s is read, whole or byte by byte', (_, text, keepAlive, body) => {
    const expected = { parsed: WHOLE, status: 200, keepAlive, bodyBytes: body.length, body };
    expect(read([text])).toEqual(expected);
    expect(read([...text])).toEqual(expected);
  });

  test.each([
    [204, 'HTTP/1.1 204 No Content\r\n\r\n'],
    [304, 'HTTP/1.1 304 Not Modified\r\ncontent-length: 1234\r\n\r\n'],
  ])('%i has no body, whatever it announces', (status, text) => {
    expect(read([text])).toMatchObject({ parsed: WHOLE, status, keepAlive: true, bodyBytes: 0 });
  });

  test.each([
    ['a length', 'HTTP/1.1 200 OK\r\ncontent-length: 1234\r\n\r\n'],
    ['chunks', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'],
    ['nothing, as Node answers', 'HTTP/1.1 200 OK\r\nconnection: keep-alive\r\n\r\n'],
  ])('to HEAD that announces %s has no body, and keeps its connection', (_, text) => {
    expect(read([text], { head: true })).toMatchObject({ parsed: WHOLE, keepAlive: true, bodyBytes: 0 });
    expect(read([...text], { head: true })).toMatchObject({ parsed: WHOLE, keepAlive: true });
  });

  test('to HEAD that says close is not kept alive', () => {
    const text = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 9\r\n\r\n';
    expect(read([text], { head: true })).toMatchObject({ parsed: WHOLE, keepAlive: false });
  });

  test('delimited by the end of its connection is whole there, and not kept alive', () => {
    const text = 'HTTP/1.1 200 OK\r\n\r\nhello';
    expect(read([text]).parsed).toEqual({ done: false });
    expect(read([text], { finish: true })).toMatchObject({
      parsed: WHOLE,
      status: 200,
      keepAlive: false,
      body: 'hello',
    });
  });

  test.each([
    ['within its head', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['after its head', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n'],
    ['within its body', 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhell'],
    ['within a chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhel'],
    ['before the last chunk', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n'],
    ['after 100 Continue', 'HTTP/1.1 100 Continue\r\n\r\n'],
  ])('that ends %s is truncated', (_, text) => {
    expect(read([text], { finish: true }).parsed).toEqual({ done: true, broken: 'TRUNCATED' });
  });

  test.each([
    [
      'another response',
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    ],
    ['a longer body than announced', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokay'],
    ['a body after 204', 'HTTP/1.1 204 No Content\r\n\r\nbody'],
  ])('with %s is broken', (_, text) => {
    expect(read([text]).parsed).toEqual({ done: true, broken: 'SURPLUS_BYTES' });
  });

  test('with bytes after it is whole where it closes: nothing that follows can be taken for a response', () => {
    const text = 'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nokay';
    expect(read([text])).toMatchObject({ parsed: WHOLE, keepAlive: false, body: 'ok' });
  });

  test.each([
    ['no HTTP', 'SSH-2.0-OpenSSH_9.6\r\n', 'HPE_INVALID_CONSTANT'],
    ['a wrong length', 'HTTP/1.1 200 OK\r\ncontent-length: five\r\n\r\n', 'HPE_INVALID_CONTENT_LENGTH'],
    [
      'two lengths',
      'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx',
      'HPE_UNEXPECTED_CONTENT_LENGTH',
    ],
    [
      'a wrong chunk size',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      'HPE_INVALID_CHUNK_SIZE',
    ],
    [
      'a control character in a header name',
      'HTTP/1.1 200 OK\r\na\u0001b: c\r\n\r\n',
      'HPE_INVALID_HEADER_TOKEN',
    ],
  ])('that is %s is broken, with the reason', (_, text, broken) => {
    expect(read([text]).parsed).toEqual({ done: true, broken });
  });

  test('that switches to another protocol is broken', () => {
    const { parsed } = read([
      'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
    ]);
    expect(parsed).toEqual({ done: true, broken: expect.any(String) });
  });

  test('whose head, or whose hints before it, never end is given up', () => {
    const line = `x-${'a'.repeat(1000)}: b\r\n`;
    const head = read(['HTTP/1.1 200 OK\r\n', ...Array<string>(100).fill(line)]);
    expect(head.parsed).toEqual({ done: true, broken: 'HEAD_TOO_LARGE' });
    const hints = read(Array<string>(200).fill(`HTTP/1.1 103 Early Hints\r\n${line}\r\n`));
    expect(hints.parsed).toEqual({ done: true, broken: 'HEAD_TOO_LARGE' });
  });

  test('whose body is larger than any should be is given up, without keeping it', () => {
    const piece = Buffer.alloc(1 << 20);
    const result = withParser(
      (parser) => {
        let parsed = parser.execute(Buffer.from('HTTP/1.1 200 OK\r\n\r\n'));
        let pieces = 0;
        while (!parsed.done && pieces++ < 200) parsed = parser.execute(piece);
        return { parsed, pieces, kept: parser.body().length };
      },
      () => 4096,
    );
    expect(result).toEqual({
      parsed: { done: true, broken: 'BODY_TOO_LARGE' },
      pieces: BODY_LIMIT_BYTES / piece.length + 1,
      kept: 4096,
    });
  });
});

describe('what is kept of a response', () => {
  const answer = gzipSync('hello');
  const bytes = Buffer.concat([
    Buffer.from(
      'HTTP/1.1 103 Early Hints\r\nx-who: hint\r\n\r\n' +
        'HTTP/1.1 429 Slow Down\r\nRetry-After:  7 \r\nSet-Cookie: a=1\r\nX-Who: answer\r\nset-cookie: b=2\r\n' +
        `content-length: ${answer.length}\r\n\r\n`,
    ),
    answer,
  ]);

  test.each([1, 3, 50, 1000])("are its own headers and its body's bytes, in pieces of %i", (size) => {
    withParser((parser) => {
      for (let at = 0; at < bytes.length; at += size) parser.execute(bytes.subarray(at, at + size));
      expect(Object.fromEntries(parser.headers())).toEqual({
        'retry-after': '7',
        'set-cookie': 'a=1, b=2',
        'x-who': 'answer',
        'content-length': String(answer.length),
      });
      expect(parser.body()).toEqual(answer);
    });
  });

  test('is as much of the body as is wanted for its status', () => {
    const asked: number[] = [];
    const wants = (status: number) => {
      asked.push(status);
      return 10;
    };
    withParser((parser) => {
      parser.execute(bytes);
      expect(parser.body()).toEqual(answer.subarray(0, 10));
      expect(parser.bodyBytes).toBe(answer.length);
    }, wants);
    expect(asked).toEqual([429]);
  });

  // Of memory inspect.test.ts has a test that is always run; each collects all that the tests before it have left.
  testInFull('takes little more memory than it is long, though it comes byte by byte', () => {
    const length = 300_000;
    const head = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';
    const pieces = Buffer.from(`${head}${'1\r\nx\r\n'.repeat(length)}0\r\n\r\n`);
    const parsers: ResponseParser[] = [];
    const bytes = heldBytes(() => {
      const parser = new ResponseParser(KEEP_ALL);
      parsers.push(parser);
      parser.reset();
      let parsed: Parsed = { done: false };
      for (let at = 0; at < pieces.length; at += 65_536)
        parsed = parser.execute(pieces.subarray(at, at + 65_536));
      expect(parsed).toEqual(WHOLE);
      return parser;
    });
    const [parser] = parsers as [ResponseParser];
    expect(parser.body().equals(Buffer.alloc(length, 'x'))).toBe(true);
    // An object for each byte would be some 30 MB.
    expect(bytes).toBeLessThan(5_000_000);
    parser.forget();
    expect(parser.bodyAtHand()).toHaveLength(0);
    parser.free();
  });

  test.each([1, 3, 50, 1000])('is forgotten once it was looked into, in pieces of %i', (size) => {
    withParser((parser) => {
      for (let at = 0; at < bytes.length; at += size) parser.execute(bytes.subarray(at, at + size));
      const kept = parser.body();
      parser.forget();
      expect(parser.bodyAtHand()).toHaveLength(0);
      expect([...parser.headers()]).toEqual([]);
      parser.expect(false);
      parser.execute(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nnew'));
      expect(parser.body().toString()).toBe('new');
      // What a sample holds of the old one stays what it was.
      expect(kept).toEqual(answer);
    });
  });

  test('is nothing where the head is not wanted', () => {
    withParser(
      (parser) => {
        parser.execute(bytes);
        expect([...parser.headers()]).toEqual([]);
        expect(parser.body().length).toBe(0);
      },
      () => -1,
    );
  });

  test('does not live on in the next response, nor on the next connection', () => {
    withParser((parser) => {
      parser.execute(Buffer.from('HTTP/1.1 500 No\r\nx-a: 1\r\ncontent-length: 2\r\n\r\nno'));
      parser.expect(false);
      expect(parser.execute(Buffer.from('HTTP/1.1 200 OK\r\nx-b: 2\r\ncontent-length: 0\r\n\r\n'))).toEqual(
        WHOLE,
      );
      expect([...parser.headers()]).toEqual([
        ['x-b', '2'],
        ['content-length', '0'],
      ]);
      parser.expect(false);
      parser.execute(Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf'));
      parser.reset();
      expect(parser.execute(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n'))).toEqual(WHOLE);
      expect([parser.status, parser.bodyBytes]).toEqual([204, 0]);
    });
  });

  test('is its own, where the connections of many parsers are read in turn', () => {
    const parsers = Array.from({ length: 20 }, () => new ResponseParser(KEEP_ALL));
    for (const parser of parsers) parser.reset();
    const text = (i: number) =>
      `HTTP/1.1 ${200 + i} X\r\ncontent-length: 200000\r\n\r\n${String(i).padEnd(200_000, '.')}`;
    for (const [start, end] of [
      [0, 10],
      [10, 70_000],
      [70_000, 300_000],
    ] as const) {
      parsers.forEach((parser, i) => {
        parser.execute(Buffer.from(text(i).slice(start, end)));
      });
    }
    parsers.forEach((parser, i) => {
      const skipsBody = i === 4; // 204
      expect(parser.status).toBe(200 + i);
      if (!skipsBody) expect(parser.body().toString()).toBe(String(i).padEnd(200_000, '.'));
    });
    for (const parser of parsers) parser.free();
  });
});
