/** What kept a measurement from being made, in words. */
import type { UNMEASURABLE } from '../../evidence/result/unmeasurable.ts';
import type { CauseWords, WordsOf } from './cause-words.ts';
import { SERVICE_FAILS } from './doubts.ts';
import { adviceOnGuard } from './guards.ts';

type Code = (typeof UNMEASURABLE)[number];

/** The engine's message names the side, target or base; the advice holds for either. */
function of<Of extends Code>(advice: string): CauseWords<Of> {
  return { says: ({ detail }: { readonly detail: string }) => detail, advice: () => advice };
}

export const UNMEASURABLE_WORDS: WordsOf<Code> = {
  'no-target': of(
    'Make sure that a deployment of this commit succeeds, or set the input target-url to the URL of the environment to measure.',
  ),
  'refused-target': of('The workflow decides what may be loaded, not tailgate.yml.'),
  'wrong-commit': of(
    'Let the deployment finish, keep others from deploying until the run is over, and run it again.',
  ),
  'no-commit': of(
    'The target responds: check what it returns at target.identity.path, and set target.identity.commit to the place of the commit in it.',
  ),
  'merge-commit': of(
    'Check out github.event.pull_request.head.sha where the service is built, and let it report that commit.',
  ),
  'unknown-commit': of('Check in the service’s log whether it is still running, and run it again.'),
  'not-ready': of(
    'Find out why it does not respond: check its log, its address, the path target.ready, and whether it needs longer to start than target-timeout allows.',
  ),
  'http2-only': of(
    'Have the service, or a proxy in front of it, accept HTTP/1.1 as well as HTTP/2: most servers have an option for it, such as allowHTTP1.',
  ),
  'limited-at-start': of(adviceOnGuard('rate-limiter')),
  'service-broken': of(`${SERVICE_FAILS} If it only needs longer to start, raise target-timeout.`),
  'login-failed': of("Check the login's path, its body and the TAILGATE_ variables that it uses."),
  'setup-failed': of(
    'Check the request in scenario.setup, whose login it is sent with, and what it captures.',
  ),
  'generator-exhausted': of(
    'Use fewer connections, or raise the limits of this machine: ulimit -n for open files, net.ipv4.ip_local_port_range for local ports. A service that closes each connection after its response uses up a port with each request.',
  ),
  'generator-hung': of('Run it again; if it happens once more, please report it with the log.'),
  'generator-result': of(
    'Run the generator by itself, with TAILGATE_TARGET_URL set, and check that it exits with 0 and writes a result that contains requests.',
  ),
  'shards-missing': of(
    'See the logs of the jobs that are named: there may have been too few runners, or a job ended early. Then run all shards again, because they have to run at the same time.',
  ),
  'shards-refused': of(
    'Give all shards the same commit, tailgate.yml, inputs and version of Tailgate, and merge the files of one run only.',
  ),
  tls: of(
    'Check the certificate, its name and its date, and whether the scheme of the URL is right. For a certificate authority of your own, set NODE_EXTRA_CA_CERTS; NODE_TLS_REJECT_UNAUTHORIZED has no effect.',
  ),
  dns: of('Check the host name in the URL, and whether it resolves on this machine.'),
};
