/** A deployment that was created without an environment: GitHub's default for that is production. */

import { chooseFromEvent, readDeploymentEvent } from '../../src/action/github/target/deployment-event.ts';
import { describeCommit } from '../../src/action/github/target/describe-seen.ts';

const WANTED = { environment: null, allowProduction: false, gitHubHost: null };
const payload = (environment?: unknown) => ({
  deployment: { id: 1, sha: 'a'.repeat(40), environment },
  deployment_status: { id: 2, state: 'success', environment_url: 'https://pr-7.example.com' },
});

test.each([undefined, null, ''])('an environment that is %j is no reason to overlook it', (environment) => {
  expect(readDeploymentEvent(payload(environment))).toMatchObject({
    environment: 'production',
    production: true,
    url: 'https://pr-7.example.com',
  });
});

test('who started the run by it is told how it came by its name', () => {
  const deployment = readDeploymentEvent(payload());
  if (deployment === null) throw new Error('the deployment was overlooked');
  expect(() => chooseFromEvent(deployment, WANTED)).toThrow(
    'is production (so GitHub calls every deployment that was created without an environment: let it name one, such as preview), which is not loaded',
  );
  expect(describeCommit({ deployments: [deployment], statuses: [] }, WANTED)).toContain(
    'created without an environment',
  );
});

test('a name that somebody chose is not explained', () => {
  const deployment = readDeploymentEvent(payload('Production – shop'));
  if (deployment === null) throw new Error('the deployment was overlooked');
  expect(() => chooseFromEvent(deployment, WANTED)).toThrow(/is production, which is not loaded/);
});
