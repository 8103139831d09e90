import type { RequestSpec } from '../../src/config/scenario.ts';
import { parseScenario, refusal, requestOf, scenarioOf } from './scenarios.ts';

const GET = 'requests: [ { name: a, get: /a } ]\n';

describe('logins', () => {
  test('by a form, with a token out of its page, and cookies in place of captured values', () => {
    const scenario = scenarioOf(`cookies: true
login:
  before: [ { get: /login, capture: { csrf: { text: { after: 'value="', before: '"' } } } } ]
  post: /login
  form: { name: "a b&c", csrf: "{{csrf}}", role: [x, "y z"] }
  expect: 302
${GET}`);
    const [login] = scenario.logins;
    expect(scenario.cookies).toBe(true);
    expect(login).toEqual({
      name: '',
      method: 'POST',
      path: ['/login'],
      headers: [['content-type', ['application/x-www-form-urlencoded']]],
      body: [
        'name=a%20b%26c&csrf=',
        { value: 'capture', name: 'csrf', encoding: 'url' },
        '&role=x&role=y%20z',
      ],
      expect: [302],
      before: [
        {
          name: 'GET /login',
          method: 'GET',
          path: ['/login'],
          headers: [],
          body: null,
          expect: null,
          inspection: { captures: [{ name: 'csrf', from: { after: 'value="', before: '"' } }], checks: [] },
        },
      ],
      doubts: [],
    });
    expect(requestOf(scenario, 'a').login).toBe(0);
  });

  test('several without the short form: a request without as: is in no session', () => {
    const scenario = scenarioOf(`logins:
  one: { post: /one, capture: { token: /token } }
  two: { post: /two, capture: { token: /token }, timeout: 3s }
headers: { authorization: "Bearer {{token}}" }
requests:
  - { name: a, get: /a }
  - { name: b, as: two, get: "/b/{{one.token}}" }
`);
    expect(requestOf(scenario, 'a')).toMatchObject({ headers: [] });
    expect(requestOf(scenario, 'a')).not.toHaveProperty('login');
    expect(requestOf(scenario, 'b')).toMatchObject({
      login: 1,
      path: ['/b/', { name: 'one.token' }],
      headers: [['authorization', ['Bearer ', { name: 'two.token' }]]],
    });
    expect(scenario.logins[1]?.timeoutMs).toBe(3000);
  });

  test('one for each user may use what the shared ones and the setup captured', () => {
    const plan = parseScenario(`data: { users: { file: users.csv, take: per-user } }
headers: { x-mail: "{{users.email}}" }
setup: [ { get: /s, as: admin, capture: { tenant: /t } } ]
logins: { admin: { post: /admin, capture: { token: /token } } }
login: { post: "/{{tenant}}/{{users.email}}", headers: { x-admin: "{{admin.token}}" }, capture: { token: /token } }
requests: [ { name: a, get: "/a/{{token}}" } ]
`);
    const [own, admin] = plan.scenario.logins;
    expect(own).toMatchObject({
      perUser: true,
      path: ['/', { name: 'tenant' }, '/', { value: 'row' }],
      headers: [
        ['x-mail', [{ value: 'row' }]],
        ['x-admin', [{ name: 'admin.token' }]],
      ],
    });
    expect(admin).toMatchObject({ headers: [] });
    expect(plan.scenario.setup?.[0]?.headers).toEqual([]);
    expect(plan.target.headers).toEqual([]);
    expect(plan.notices).toEqual([]);
  });

  test('what is captured and never used is said, whoever captures it', () => {
    const plan = parseScenario(`logins: { admin: { post: /a, capture: { token: /t } } }
setup: [ { get: /s, capture: { x: /x } } ]
flows: [ { name: f, weight: 1, steps: [ { get: /f, capture: { y: /y } } ] } ]
cleanup: [ { get: /c, capture: { z: /z } } ]
`);
    expect(plan.notices).toEqual([
      'The login admin captures token, and no request uses it.',
      'The setup captures x, and no request uses it.',
      'The flow f captures y, and no request uses it.',
      'The clean-up captures z, and no request uses it.',
    ]);
  });
});

const USERS = 'data: { users: { file: users.csv, take: per-user } }\n';
test('a header with a row of each user goes with what a user asks, and with nothing that is asked once', () => {
  const { logins, setup, cleanup, requests } =
    scenarioOf(`data: { users: { file: users.csv, take: per-user } }
headers: { x-mail: "{{users.email}}" }
login: { post: /in, form: { a: b }, before: [ { get: /page, capture: { c: /c } } ], capture: { token: /token } }
logins: { own: { post: /own, form: { a: "{{users.email}}" }, before: [ { get: /page } ], capture: { token: /token } } }
setup: [ { get: /setup } ]
requests: [ { get: /r } ]
cleanup: [ { delete: /c } ]
`);
  const [shared, own] = logins;
  const hasMail = ({ headers }: Pick<RequestSpec, 'headers'>) => headers.some(([name]) => name === 'x-mail');
  const once = [shared, ...(shared?.before ?? []), ...(setup ?? []), ...(cleanup ?? [])] as RequestSpec[];
  expect(once.map(hasMail)).toEqual([false, false, false, false]);
  const ofUsers = [own, ...(own?.before ?? []), ...requests] as RequestSpec[];
  expect(ofUsers.map(hasMail)).toEqual([true, true, true]);
});

const OWN = `${USERS}login: { post: /l, json: "{{users.email}}", capture: { token: /token } }\n`;

describe('refused', () => {
  test.each<[string, string]>([
    [
      `login: { post: /l }\n${GET}`,
      'tailgate.yml:4 scenario.login.capture: is missing: write { token: /token }, or keep its cookies with scenario.cookies: true',
    ],
    [
      `login: { post: /l, capture: {} }\n${GET}`,
      'tailgate.yml:4 scenario.login.capture: captures nothing: write { token: /token }, or keep its cookies with scenario.cookies: true',
    ],
    [
      'requests:\n  - { get: /a, as: admin }\n',
      'tailgate.yml:5 scenario.requests[0].as: "admin" is not the name of a login: there are no scenario.logins: write them, or remove it',
    ],
    [
      'logins: { admin: { post: /l, capture: { t: /t } } }\nrequests:\n  - { get: /a, as: admim }\n',
      'tailgate.yml:6 scenario.requests[0].as: "admim" is not the name of a login: did you mean admin? logins are: admin',
    ],
    [
      `${OWN}setup:\n  - { get: "/{{token}}" }\n${GET}`,
      'tailgate.yml:7 scenario.setup[0].get: "/{{token}}": "{{token}}" is captured by the login, which is made for each user: the setup runs once before that',
    ],
    [
      `${OWN}setup:\n  - { get: "/{{users.email}}" }\n${GET}`,
      'tailgate.yml:7 scenario.setup[0].get: "/{{users.email}}": "{{users.email}}" is a data row, which differs from user to user. The setup is sent once: write the value out',
    ],
    [
      `${OWN}cleanup:\n  - { get: "/{{token}}" }\n${GET}`,
      'tailgate.yml:7 scenario.cleanup[0].get: "/{{token}}": "{{token}}" is captured by the login, which is made for each user: the clean-up runs once for all of them',
    ],
    [
      `${USERS}logins: { u: { post: /l, json: "{{users.email}}", capture: { t: /t } } }\ncleanup:\n  - { get: /c, as: u }\n${GET}`,
      'tailgate.yml:7 scenario.cleanup[0].as: the login u is done for each user, and this request is sent once: use a login without a row of data',
    ],
    [
      `data: { users: { file: users.csv, take: once } }\nlogin: { post: /l, json: "{{users.email}}", capture: { t: /t } }\n${GET}`,
      'tailgate.yml:5 scenario.login.json: "{{users.email}}" is taken once, and a login takes rows that each user has: write take: per-user for users',
    ],
    [
      `setup: [ { get: /s, capture: { x: /x } } ]\nlogin: { post: "/{{x}}", capture: { t: /t } }\n${GET}`,
      'tailgate.yml:5 scenario.login.post: "/{{x}}": "{{x}}" is captured by the setup, which runs after this login',
    ],
    [
      `logins: { a: { post: /a, capture: { t: /t } }, b: { post: "/{{a.t}}", capture: { t: /t } } }\n${GET}`,
      'tailgate.yml:4 scenario.logins.b.post: "/{{a.t}}": "{{a.t}}" is captured by the login a, which this login does not wait for',
    ],
    [
      `data: { admin: { file: users.csv, take: once } }\nlogins: { admin: { post: /a, capture: { t: /t } } }\n${GET}`,
      'tailgate.yml:5 scenario.logins.admin: has the name of data too: rename one of them',
    ],
    [
      `login: { post: /l, before: [ { get: "/{{c}}", capture: { c: /c } } ], capture: { t: /t } }\n${GET}`,
      'tailgate.yml:4 scenario.login.before[0].get: "/{{c}}": "{{c}}" is captured from the response to this request itself',
    ],
    [
      `cookies: true\nheaders: { Cookie: a=b }\n${GET}`,
      'tailgate.yml:5 scenario.headers.Cookie: is sent from what the service sets, by cookies: true: take one of the two out',
    ],
    [
      'cookies: true\nrequests:\n  - { get: /a, headers: { cookie: a=b } }\n',
      'tailgate.yml:6 scenario.requests[0].headers.cookie: is sent from what the service sets, by cookies: true: take one of the two out',
    ],
    [
      `cookies: true\nlogin: { post: /l, headers: { cookie: a=b } }\n${GET}`,
      'tailgate.yml:5 scenario.login.headers.cookie: is sent from what the service sets, by cookies: true: take one of the two out',
    ],
  ])('%j', (scenario, says) => {
    expect(refusal(scenario)).toBe(says);
  });
});
