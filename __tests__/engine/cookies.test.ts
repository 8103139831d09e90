import { jest } from '@jest/globals';
import { UserJar } from '../../src/engine/users/cookies.ts';
import fc from '../fast-check.ts';
import { testInFull } from '../part.ts';
import { heldBytes } from './held-memory.ts';

const ORIGIN = 'https://shop.example.com';
const jar = (...lines: string[]) => {
  const one = new UserJar(ORIGIN);
  one.take(lines, '/account/login');
  return one;
};

afterEach(() => void jest.useRealTimers());

describe('a jar', () => {
  test('sends back what was set, and its latest value', () => {
    const one = jar('a=1; Path=/', 'b=2; Path=/; HttpOnly');
    expect(one.headerFor('/')).toBe('a=1; b=2');
    one.take(['a=3; Path=/'], '/');
    expect(one.headerFor('/anything?x=1')).toBe('a=3; b=2');
    expect(new UserJar(ORIGIN).headerFor('/')).toBe('');
  });

  test('keeps to paths: the default is the folder that was asked for, and longer ones come first', () => {
    const one = jar('own=1', 'all=2; Path=/', 'cart=3; Path=/cart');
    expect(one.headerFor('/account')).toBe('own=1; all=2');
    expect(one.headerFor('/account/page?next=/cart')).toBe('own=1; all=2');
    expect(one.headerFor('/cart/1')).toBe('cart=3; all=2');
    expect(one.headerFor('/cartoon')).toBe('all=2');
    expect(one.headerFor('/?/cart')).toBe('all=2');
  });

  test.each([
    ['Max-Age', 'a=1; Path=/; Max-Age=5; Expires=Fri, 31 Dec 9999 23:59:59 GMT'],
    ['Expires', 'a=1; Path=/; Expires=Fri, 01 Jan 2027 00:00:05 GMT'],
  ])('forgets what expires (%s), also after a copy', (_, line) => {
    jest.useFakeTimers({ now: Date.UTC(2027, 0, 1) });
    const one = jar(line, 'b=2; Path=/');
    jest.setSystemTime(Date.UTC(2027, 0, 1, 0, 0, 4, 900));
    expect(one.headerFor('/')).toBe('a=1; b=2');
    const copy = new UserJar(ORIGIN, structuredClone(one.toPlain()));
    expect(copy.headerFor('/')).toBe('a=1; b=2');
    jest.setSystemTime(Date.UTC(2027, 0, 1, 0, 0, 5));
    expect(one.headerFor('/')).toBe('b=2');
    expect(copy.headerFor('/')).toBe('b=2');
    expect(copy.toPlain()).toHaveLength(1);
  });

  test.each([
    'a=; Path=/; Max-Age=0',
    'a=x; Path=/; Max-Age=-1',
    'a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT',
  ])('forgets what is taken back: %s', (line) => {
    const one = jar('a=1; Path=/', 'b=2; Path=/');
    one.take([line], '/');
    expect(one.headerFor('/')).toBe('b=2');
  });

  test.each([
    ['https://shop.example.com', 'a=1; Path=/; Secure', 'a=1'],
    ['http://shop.example.com', 'a=1; Path=/; Secure', ''],
    ['http://127.0.0.1:3000', 'a=1; Path=/; Secure', 'a=1'],
    ['http://localhost:3000', 'a=1; Path=/; Secure', 'a=1'],
    ['https://shop.example.com', 'a=1; Path=/; Domain=example.com', 'a=1'],
    ['https://shop.example.com', 'a=1; Path=/; Domain=other.com', ''],
    ['https://shop.example.com', 'a=1; Path=/; Domain=com', ''],
    ['https://shop.example.com', 'a=1; Path=/; Domain=deep.shop.example.com', ''],
    ['https://shop.example.com', '__Host-a=1; Path=/; Secure', '__Host-a=1'],
    ['https://shop.example.com', '__Host-a=1; Path=/account; Secure', ''],
    ['http://10.0.0.1:3000', 'a=1; Path=/', 'a=1'],
    ['http://[::1]:3000', 'a=1; Path=/', 'a=1'],
  ])('of %s keeps %s as %p', (origin, line, header) => {
    const one = new UserJar(origin);
    one.take([line], '/');
    expect(one.headerFor('/account')).toBe(header);
  });

  test('a copy goes its own way', () => {
    const one = jar('a=1; Path=/');
    const copy = one.copy();
    copy.take(['a=2; Path=/', 'b=3; Path=/'], '/');
    expect(one.headerFor('/')).toBe('a=1');
    expect(copy.headerFor('/')).toBe('a=2; b=3');
  });

  test('letters come back as the bytes that they were', () => {
    const one = jar(Buffer.from('name=Zoë; Path=/').toString('latin1'));
    expect(Buffer.from(one.headerFor('/')).toString('latin1')).toBe(
      Buffer.from('name=Zoë').toString('latin1'),
    );
  });
});

describe('whatever is set', () => {
  test('is fifty cookies at most, the latest', () => {
    const one = new UserJar(ORIGIN);
    for (let i = 0; i < 120; i++) one.take([`c${i}=1; Path=/`], '/');
    expect(one.toPlain()).toHaveLength(50);
    expect(one.headerFor('/')).toContain('c119=1');
    expect(one.headerFor('/')).not.toContain('c69=1');
    const before = process.cpuUsage();
    one.take(
      Array.from({ length: 5000 }, (_, i) => `d${i}=1; Path=/p${i}`),
      '/',
    );
    expect(one.headerFor('/p4999')).toBe('d4999=1');
    expect(one.toPlain()).toHaveLength(50);
    // Of the processor: others may have it meanwhile.
    const { user, system } = process.cpuUsage(before);
    expect(user + system).toBeLessThan(500_000);
  });

  test('is 4 KB a line at most', () => {
    expect(jar(`a=${'1'.repeat(4094)}`).headerFor('/account/')).toHaveLength(4096);
    expect(jar(`a=${'1'.repeat(4095)}`).headerFor('/account/')).toBe('');
  });

  // Two collections of all that the tests before it have left, as inspect.test.ts has them of captured cookies, too.
  testInFull('keeps nothing of the response that it stood in', () => {
    const bytes = heldBytes(() =>
      Array.from({ length: 60 }, (_, i) => {
        const head = Buffer.from(`sid=a-session-of-some-letters-${i}\n${'x'.repeat(100_000)}`).toString(
          'latin1',
        );
        const one = new UserJar(ORIGIN);
        one.take([head.slice(0, head.indexOf('\n'))], '/');
        expect(one.headerFor('/')).toBe(`sid=a-session-of-some-letters-${i}`);
        return one;
      }),
    );
    // A response for each would be 6 MB.
    expect(bytes).toBeLessThan(2_000_000);
  });

  test('nothing throws, and no header breaks out of its line', () => {
    const word = fc.oneof(
      fc.uint8Array({ maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
      fc.constantFrom(
        'a',
        '=',
        ';',
        'Path=/',
        'Domain=',
        'Domain=.',
        'Max-Age=',
        'Max-Age=9e99',
        'Expires=x',
        '__proto__',
      ),
      fc.constantFrom(
        'Expires=Thu, 99 Foo 0000 99:99:99 GMT',
        'Max-Age=-0',
        'Path=',
        'Path=x',
        '__Secure-a=1',
        '[::1',
      ),
    );
    fc.assert(
      fc.property(
        fc.array(fc.array(word, { maxLength: 6 }).map((words) => words.join(';'))),
        fc.constantFrom('/', '//', '/a//b?c', '/%', '/a b', '/\u{1f600}'),
        fc.constantFrom(ORIGIN, 'http://127.0.0.1:1', 'http://[::1]:1', 'http://xn--a-b:1'),
        (lines, path, origin) => {
          const one = new UserJar(origin);
          one.take(lines, path);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
          expect(one.headerFor(path)).not.toMatch(/[\u0000-\u001f\u007f]/);
          expect(new UserJar(origin, structuredClone(one.toPlain())).headerFor(path)).toBe(
            one.headerFor(path),
          );
        },
      ),
    );
  });
});
