import { refusal, scenarioOf } from './scenarios.ts';

const request = (check: string) => `requests:\n  - { get: /a, check: [ ${check} ] }\n`;
const checksOf = (check: string) => scenarioOf(request(check)).requests[0]?.inspection?.checks;

test.each<[string, unknown]>([
  ['{ json: /0/id, exists: true }', [{ of: { json: '/0/id' }, holds: { exists: true } }]],
  ['{ json: /error, exists: false }', [{ of: { json: '/error' }, holds: { exists: false } }]],
  ['{ json: /a, equals: null }', [{ of: { json: '/a' }, holds: { equals: null } }]],
  ['{ json: /a, equals: { b: [1] } }', [{ of: { json: '/a' }, holds: { equals: { b: [1] } } }]],
  [
    '{ json: /total, at-least: 1, at-most: 2.5 }',
    [
      { of: { json: '/total' }, holds: { atLeast: 1 } },
      { of: { json: '/total' }, holds: { atMost: 2.5 } },
    ],
  ],
  ['{ json: /tags, contains: 3 }', [{ of: { json: '/tags' }, holds: { contains: 3 } }]],
  [
    '{ header: Content-Type, contains: json }',
    [{ of: { header: 'content-type' }, holds: { contains: 'json' } }],
  ],
  ['{ header: x-count, equals: 3 }', [{ of: { header: 'x-count' }, holds: { equals: '3' } }]],
  ['{ body: text, contains: "</html>" }', [{ of: { body: 'text' }, holds: { contains: '</html>' } }]],
  [
    '{ body: size, at-least: 1, at-most: 10 KiB }',
    [
      { of: { body: 'size' }, holds: { atLeast: 1 } },
      { of: { body: 'size' }, holds: { atMost: 10_240 } },
    ],
  ],
])('%s', (check, compiled) => {
  expect(checksOf(check)).toEqual(compiled);
});

const AT = 'tailgate.yml:5 scenario.requests[0].check[0]';

test.each([
  [
    '{ exists: true }',
    `${AT}: says nowhere what is looked at: write json: /pointer, header: name or body: text`,
  ],
  [
    '{ json: /a, header: b, exists: true }',
    `${AT}.header: is a second subject besides json: write a separate check for each`,
  ],
  [
    '{ json: /a }',
    `${AT}: has no condition to check: add exists, equals, at-least, at-most or contains to json`,
  ],
  [
    '{ json: a, exists: true }',
    `${AT}.json: "a" is no JSON Pointer to a value: write /token, or /data/token for one inside another`,
  ],
  ['{ header: "a b", exists: true }', `${AT}.header: "a b" is not a header name: use letters, digits and -`],
  [
    '{ header: a, at-least: 1 }',
    `${AT}.at-least: does not go with a header: write exists, equals or contains`,
  ],
  ['{ body: text, exists: true }', `${AT}.exists: does not go with body: text: write equals or contains`],
  ['{ body: size, equals: 3 }', `${AT}.equals: does not go with body: size: write at-least or at-most`],
  ['{ body: length, equals: 3 }', `${AT}.body: "length" does not fit: write one of text, size`],
  [
    '{ body: size, at-most: 10 kg }',
    `${AT}.at-most: "10 kg" has a unit that does not fit a size: write a number and B, kB, KB, KiB, MB or MiB, such as 10 KiB`,
  ],
  ['{ body: size, at-most: -1 }', `${AT}.at-most: -1 is not a size: write bytes, or one such as 10 KiB`],
  ['{ json: /a, at-least: 3 kB }', `${AT}.at-least: "3 kB" is not a number: write one`],
  [
    '{ json: /a, at-most: "9007199254740993" }',
    `${AT}.at-most: "9007199254740993" is too large for a bound, which holds within ±9007199254740991: write a nearer one, or use equals, which compares all digits`,
  ],
  ['{ header: a, equals: [1] }', `${AT}.equals: [1] is not a text: write one`],
  ['{ body: text, contains: "" }', `${AT}.contains: is an empty text, which every text contains: write one`],
  [
    '{ json: /a, equals: "{{run}}" }',
    `${AT}.equals: "{{run}}": templates don't work here: write the value out, or check that it exists`,
  ],
  [
    '{ json: /a, matches: x }',
    `${AT}.matches: unknown key; allowed here: json, header, body, exists, equals, at-least, at-most, contains`,
  ],
])('refused: %s', (check, says) => {
  expect(refusal(request(check))).toBe(says);
});
