import { maskCapture } from '../../src/action/say.ts';
import { heard } from './announcing.ts';

test.each([
  ['a session', '5f3a9c1e', '::add-mask::5f3a9c1e'],
  ['one with blanks around it', ' 5f3a9c1e7b ', '::add-mask:: 5f3a9c1e7b '],
  ['an id, which would make gaps in every line', '42', ''],
  ['one that only its blanks make long', '   42    ', ''],
])('the runner masks what a login gave: %s', async (_, value, said) => {
  expect((await heard(async () => maskCapture(value))).replace(/\r?\n$/, '')).toBe(said);
});
