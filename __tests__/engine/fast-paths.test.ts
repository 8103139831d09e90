/** What is done in a shorter way where it can be, beside the long one: over random inputs they have to agree. */
import type { Inspection } from '../../src/config/scenario.ts';
import { inspect } from '../../src/engine/inspection/inspect.ts';
import { writeEncoded } from '../../src/engine/render.ts';
import { LiveWalks } from '../../src/engine/worker/live-walks.ts';
import { ResponseParser } from '../../src/engine/worker/response-parser.ts';
import { Walk } from '../../src/engine/worker/walk.ts';
import fc, { anyCharacter } from '../fast-check.ts';
import { drawn } from '../part.ts';
import { answered } from './inspection/responses.ts';

const bytes = (maxLength: number) =>
  fc.uint8Array({ maxLength, size: 'max' }).map((drawnBytes) => Buffer.from(drawnBytes));

const text = fc.array(anyCharacter, { maxLength: 12 }).map((letters) => letters.join(''));

describe('a response that is kept as one text', () => {
  const response = fc.record({
    hint: fc.boolean(),
    chunks: fc.array(
      fc.oneof(
        bytes(40),
        fc.integer({ min: 1, max: 20_000 }).map((length) => Buffer.alloc(length, 0xe9)),
      ),
      { maxLength: 3 },
    ),
    chunked: fc.boolean(),
    wanted: fc.constantFrom(0, 1, 30, 16_000, 1 << 20),
    cuts: fc.array(fc.nat(), { maxLength: 3 }),
    surplus: fc.constantFrom('', 'x', 'HTTP/1.1 500 No\r\nx-a: 2\r\ncontent-length: 3\r\n\r\nnot'),
  });

  test('has the head and the body that it has in pieces, and nothing of what comes behind it', () => {
    fc.assert(
      fc.property(response, ({ hint, chunks, chunked, wanted, cuts, surplus }) => {
        const body = Buffer.concat(chunks);
        const framed = chunked
          ? [...chunks.filter(({ length }) => length > 0), Buffer.alloc(0)].flatMap((chunk) => [
              Buffer.from(`${chunk.length.toString(16)}\r\n`),
              chunk,
              Buffer.from('\r\n'),
            ])
          : [body];
        const framing = chunked ? 'transfer-encoding: chunked' : `content-length: ${body.length}`;
        const whole = Buffer.concat([
          Buffer.from(hint ? 'HTTP/1.1 103 Early Hints\r\nx-a: 0\r\n\r\n' : ''),
          Buffer.from(`HTTP/1.1 200 OK\r\nx-a: 1\r\n${framing}\r\n\r\n`),
          ...framed,
        ]);
        const ends = [...cuts.map((cut) => cut % whole.length), whole.length].sort((a, b) => a - b);
        const parser = new ResponseParser(() => wanted);
        parser.reset();
        // As on the wire, one memory for all pieces.
        const memory = Buffer.alloc(whole.length + surplus.length);
        let at = 0;
        for (const end of ends.filter((one) => one > 0)) {
          const length = whole.copy(memory, 0, at, end);
          if (length > 0) parser.execute(memory.subarray(0, length));
          at = end;
        }
        if (surplus !== '') parser.execute(memory.subarray(0, memory.write(surplus)));
        memory.fill('!');
        const atHand = parser.bodyAtHand();
        const kept = [parser.body(), typeof atHand === 'string' ? Buffer.from(atHand, 'latin1') : atHand];
        expect(Object.fromEntries(parser.headers())).toMatchObject({ 'x-a': '1' });
        for (const one of kept) expect(one.equals(body.subarray(0, wanted))).toBe(true);
        parser.free();
      }),
      { numRuns: drawn(2000, 400) },
    );
  });

  test('is looked into as its bytes are', () => {
    const inspection: Inspection = {
      captures: [
        { name: 'json', from: { json: '/a' } },
        { name: 'text', from: { after: '"', before: '"' } },
      ],
      checks: [
        { of: { json: '/a' }, holds: { exists: true } },
        { of: { body: 'size' }, holds: { atMost: 60 } },
        { of: { body: 'text' }, holds: { contains: 'a' } },
      ],
    };
    const document = fc.oneof(text, fc.bigInt(), fc.double({ noNaN: true, noDefaultInfinity: true }));
    const body = fc.oneof(
      bytes(80),
      document.map((a) =>
        Buffer.from(`{"a":${typeof a === 'bigint' ? `${a}.10` : JSON.stringify(a)},"b":"x"}`),
      ),
      text.map((a) => Buffer.from(JSON.stringify({ a }), 'latin1')),
      text.map((a) => Buffer.from(`\ufeff${JSON.stringify({ a })}`, 'utf16le')),
    );
    const types = ['', 'application/json', 'text/html; charset=utf-8', 'text/plain; charset=iso-8859-1'];
    fc.assert(
      fc.property(body, fc.constantFrom(...types), (one, type) => {
        const fields = [['content-type', type]] as const;
        const letters = one.toString('latin1');
        expect(inspect(inspection, answered(one, fields, { body: letters }))).toEqual(
          inspect(inspection, answered(one, fields)),
        );
      }),
      { numRuns: drawn(2000, 500) },
    );
  });
});

test('a value that needs no encoding is written as the encoding would write it', () => {
  const word = fc.oneof(text, fc.stringMatching(/^[\w.-]{0,20}$/), fc.string({ maxLength: 8 }));
  fc.assert(
    fc.property(word, (value) => {
      expect(writeEncoded(value, 'url')).toBe(encodeURIComponent(value));
      expect(JSON.parse(`"${writeEncoded(value, 'json')}"`)).toBe(value);
      expect(writeEncoded(value, 'json')).toBe(JSON.stringify(value).slice(1, -1));
      expect(writeEncoded(value, 'none')).toBe(value);
    }),
    { numRuns: 500 },
  );
});

test('walks under way are those of a set, also while they are gone through', () => {
  const walks = Array.from({ length: 12 }, (_, flow) => new Walk(flow, []));
  const step = fc.record({ isAdded: fc.boolean(), at: fc.nat(walks.length - 1) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const live = new LiveWalks();
      const truth = new Set<Walk>();
      for (const { isAdded, at } of steps) {
        const walk = walks[at] as Walk;
        if (!isAdded) live.delete(walk);
        else if (!truth.has(walk)) live.add(walk);
        if (isAdded) truth.add(walk);
        else truth.delete(walk);
        expect(new Set(live)).toEqual(truth);
      }
      const gone: Walk[] = [];
      for (const walk of live) {
        live.delete(walk);
        gone.push(walk);
      }
      expect(gone).toHaveLength(truth.size);
      expect([...live]).toEqual([]);
    }),
    { numRuns: 200 },
  );
});
