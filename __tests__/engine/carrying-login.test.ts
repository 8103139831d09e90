import { carryingLogin } from '../../src/engine/users/carrying-login.ts';
import { scenarioOf } from '../config/scenarios.ts';

const BEFORE = `login:
  before: [ { post: /token, capture: { token: /token } } ]
  post: /session
  capture: { session: /id }
`;

test('a request carries the login with what it captures, and with what is captured before it', () => {
  const scenario = scenarioOf(`${BEFORE}requests:
  - { get: /a, headers: { authorization: "Bearer {{token}}" } }
  - { get: "/b/{{session}}" }
  - { get: /c }
`);
  expect(carryingLogin(scenario)).toEqual([0, 1]);
});

test('with cookies, each request of its session carries it', () => {
  const scenario = scenarioOf(
    `cookies: true\n${BEFORE}requests: [ { get: "/a/{{session}}{{token}}" }, { get: /b } ]\n`,
  );
  expect(carryingLogin(scenario)).toEqual([0, 1]);
});
