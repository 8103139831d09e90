import { Slugger } from '../../src/evidence/readers/markdown/anchors.ts';
import { dateIn } from '../../src/evidence/readers/markdown/dates.ts';
import { methodsIn } from '../../src/evidence/readers/markdown/methods.ts';
import { plainText } from '../../src/evidence/readers/markdown/plain-text.ts';
import { isDelimiterRow, splitRow } from '../../src/evidence/readers/markdown/table-rows.ts';
import { visibleLines } from '../../src/evidence/readers/markdown/visible-lines.ts';

test.each([
  ['2.2 Test Realistic Load (80% GET / 20% POST)', '22-test-realistic-load-80-get--20-post'],
  ['Mesurée - **Test 2** avec UUID+timestamp', 'mesurée---test-2-avec-uuidtimestamp'],
  ['✅ Result of `wrk`', '-result-of-wrk'],
  ['[Realistic](x.md), final', 'realistic-final'],
  ['snake_case & co.', 'snake_case--co'],
])('the anchor of %s is %s', (heading, slug) => {
  expect(new Slugger().next(heading)).toBe(slug);
});

test('repeated anchors are numbered without clashing', () => {
  const slugger = new Slugger();
  expect(['Run', 'Run', 'Run 1', 'Run'].map((heading) => slugger.next(heading))).toEqual([
    'run',
    'run-1',
    'run-1-1',
    'run-2',
  ]);
});

test.each([
  ['2025-10-30', '2025-10-30'],
  ['on 2025-10-30 17:29:20', '2025-10-30'],
  ['30 octobre 2025', '2025-10-30'],
  ['1er août 2025', '2025-08-01'],
  ['October 30, 2025', '2025-10-30'],
  ['30 February 2025', null],
  ['30/10/2025', '2025-10-30'],
  ['05/06/2025', null],
  ['2025-13-01', null],
  ['soon', null],
])('the day in %s is %s', (text, day) => {
  expect(dateIn(text)).toBe(day);
});

test.each([
  ['80% GET / 20% POST (production)', { GET: 0.8, POST: 0.2 }],
  ['GET 80 %, POST 20 %', { GET: 0.8, POST: 0.2 }],
  ['80/20 GET/POST', { GET: 0.8, POST: 0.2 }],
  ['100% GET requests', { GET: 1 }],
  ['GET uniquement', { GET: 1 }],
  ['80% GET', null],
  ['GET and POST', null],
])('the methods in %s', (text, methods) => {
  expect(methodsIn(text)).toEqual(methods);
});

test('plain text has no markup, and keeps bounds', () => {
  expect(plainText('✅ **&lt; 100ms** `x` [a](b) <br> _c_ a_b')).toBe('< 100ms x a c a_b');
});

test('cells keep escaped pipes and empty places', () => {
  expect(splitRow('| a \\| b | | c |')).toEqual(['a | b', '', 'c']);
  expect(splitRow('a | b')).toEqual(['a', 'b']);
  expect(['|---|:-:|', '--|--', '| a | - |', '---'].map(isDelimiterRow)).toEqual([true, true, false, false]);
});

test('fences and comments are blank, lines stay', () => {
  const text = 'a\n````\nb\n```\n````\nc <!-- d\ne --> f\n`<!--` g\n<!-- h';
  expect(visibleLines(text)).toEqual(['a', '', '', '', '', 'c ', ' f', '`<!--` g', '']);
});
