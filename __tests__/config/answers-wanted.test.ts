import { answersWanted } from '../../src/config/gate/answers-wanted.ts';

test.each([
  [0.05, 3435],
  [0.1, 900],
  [0.2, 246],
  [1, 18],
])('a tolerance of %d wants %i answers a round', (tolerance, answers) => {
  expect(answersWanted(tolerance)).toBe(answers);
});
