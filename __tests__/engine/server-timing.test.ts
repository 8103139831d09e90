/** Server-Timing: the header in a head, its syntax, and what is added up of it. */
import { MOST_NAMES, TIMING_COLUMNS } from '../../src/config/why.ts';
import { ResponseParser } from '../../src/engine/worker/response-parser.ts';
import { readServerTiming } from '../../src/engine/worker/server-timing.ts';
import { TimingCounter } from '../../src/engine/worker/timing-counter.ts';
import fc from '../fast-check.ts';

function timingOf(pieces: readonly string[]): string {
  const parser = new ResponseParser(() => -1);
  try {
    parser.reset();
    parser.expect(false);
    for (const piece of pieces) parser.execute(Buffer.from(piece, 'latin1'));
    return parser.timing.text;
  } finally {
    parser.free();
  }
}

function durationsOf(header: string): [string, number][] {
  const seen: [string, number][] = [];
  readServerTiming(header, (name, ms) => seen.push([name, ms]));
  return seen;
}

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n';

describe('the header', () => {
  test.each([
    ['in small letters', 'server-timing: db;dur=5', 'db;dur=5'],
    ['in any letters', 'SeRvEr-TiMiNg:db;dur=5', 'db;dur=5'],
    ['several times', 'Server-Timing: a;dur=1\r\nx: 1\r\nserver-timing: b;dur=2', 'a;dur=1,b;dur=2'],
    ['not there', 'x-server-timing: a;dur=1\r\nserver-timings: b;dur=2\r\nserver_timing: c\r\nserve: d', ''],
    ['empty', 'server-timing:', ''],
  ])('%s', (_, lines, text) => {
    expect(timingOf([`${HEAD}${lines}\r\n\r\nok`])).toBe(text);
  });

  test('wherever the network cuts the head', () => {
    const head = `${HEAD}Server-Timing: db;dur=5, app;dur=2.5\r\nserver-x: 1\r\nServer-Timing: c;dur=1\r\n\r\nok`;
    for (let cut = 1; cut < head.length; cut++) {
      const pieces = [head.slice(0, cut), head.slice(cut)];
      expect({ cut, text: timingOf(pieces) }).toEqual({ cut, text: 'db;dur=5, app;dur=2.5,c;dur=1' });
    }
    expect(timingOf(head.split(''))).toBe('db;dur=5, app;dur=2.5,c;dur=1');
  });

  test('in a trailer, too', () => {
    const chunks =
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nserver-timing: a;dur=1\r\n\r\n2\r\nok\r\n0\r\n';
    expect(timingOf([`${chunks}server-timing: db;dur=7\r\n\r\n`])).toBe('a;dur=1,db;dur=7');
  });

  test('of an early hint it is not the response’s', () => {
    const hint = 'HTTP/1.1 103 Early Hints\r\nserver-timing: early;dur=1\r\n\r\n';
    expect(timingOf([`${hint}${HEAD}server-timing: db;dur=7\r\n\r\nok`])).toBe('db;dur=7');
  });

  test('of the response before it is forgotten', () => {
    const parser = new ResponseParser(() => -1);
    parser.reset();
    parser.expect(false);
    parser.execute(Buffer.from(`${HEAD}server-timing: db;dur=5\r\n\r\nok`));
    parser.expect(false);
    parser.execute(Buffer.from(`${HEAD}\r\nok`));
    expect(parser.timing.text).toBe('');
    parser.free();
  });

  test('of any length is cut off at 4,096 letters', () => {
    expect(timingOf([`${HEAD}server-timing: ${'a;dur=1,'.repeat(2000)}\r\n\r\nok`]).length).toBe(4096);
    expect(
      timingOf([`${HEAD}${'server-timing: a;dur=1\r\n'.repeat(2000)}\r\nok`]).length,
    ).toBeLessThanOrEqual(4096);
  });
});

describe('its syntax', () => {
  test.each([
    ['db;dur=53.2', [['db', 53.2]]],
    [
      'miss, db;dur=53, app;dur=47.2',
      [
        ['db', 53],
        ['app', 47.2],
      ],
    ],
    ['cache;desc="Cache Read";dur=23.2', [['cache', 23.2]]],
    ['cache;desc="a, b;dur=9 \\" c";dur=2', [['cache', 2]]],
    [
      'db ; dur = 3 ,\tapp;DUR=4',
      [
        ['db', 3],
        ['app', 4],
      ],
    ],
    ['db;dur="12.5"', [['db', 12.5]]],
    ['db;dur=1;dur=2', [['db', 1]]],
    ['db;dur=0', [['db', 0]]],
    ['db;dur=1e2', [['db', 100]]],
    [
      'db;dur=3, db;dur=4',
      [
        ['db', 3],
        ['db', 4],
      ],
    ],
    [
      'db;dur=-5, db;dur=NaN, db;dur=Infinity, db;dur=1e30, db;dur=, db;dur, db;dur=0x10, a;dur=1',
      [['a', 1]],
    ],
    [';dur=5, =3, ,,, "x";dur=3, a;dur=1', [['a', 1]]],
    ['a b;dur=3, c;dur=4', [['c', 4]]],
    ['a;desc="never ends, b;dur=5', []],
    ['a;dur=5"x, y", b;dur=2', [['b', 2]]],
    ['', []],
  ])('%s', (header, durations) => {
    expect(durationsOf(header)).toEqual(durations);
  });

  test('64 durations of a response, and 60 letters of a name', () => {
    const many = Array.from({ length: 500 }, (_, i) => `n${i};dur=${i}`).join(',');
    expect(durationsOf(many)).toHaveLength(64);
    expect(durationsOf(`${'n'.repeat(400)};dur=3`)).toEqual([['n'.repeat(60), 3]]);
  });

  test('no text stops it, or gives anything but a name and a length of time', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ab;,="\\ \t1.e-dur'), maxLength: 60 }), (header) => {
        for (const [name, ms] of durationsOf(header)) {
          expect(name).not.toBe('');
          expect(ms >= 0 && ms <= 3_600_000).toBe(true);
        }
      }),
    );
  });
});

describe('adding up', () => {
  test('durations stand with the latency of their response, those of one name together', () => {
    const counter = new TimingCounter();
    counter.record(10, 'db;dur=3, db;dur=2, app;dur=1');
    counter.record(10, 'app;dur=2');
    counter.record(1000, 'db;dur=900');
    const { names, more, rows } = counter.timings;
    expect({ names, more }).toEqual({ names: ['db', 'app'], more: false });
    expect([...(rows as Float64Array)]).toEqual([212, 2, 20, 5, 3, 318, 1, 1000, 900, 0]);
  });

  test('thousands of names stay few, and it is told that there were more', () => {
    const counter = new TimingCounter();
    for (let i = 0; i < 5000; i++) counter.record(5, `db;dur=1, ${`n${i}`};dur=1`);
    const { names, more, rows } = counter.timings;
    expect(names).toHaveLength(MOST_NAMES);
    expect(names[0]).toBe('db');
    expect(more).toBe(true);
    expect(rows).toHaveLength(TIMING_COLUMNS + MOST_NAMES);
    expect(rows[TIMING_COLUMNS]).toBe(5000);
  });
});
