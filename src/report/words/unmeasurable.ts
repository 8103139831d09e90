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
    'See that a deployment of this commit comes to success, or set the input target-url to the URL of the environment to measure.',
  ),
  'refused-target': of('What may be loaded is said in the workflow, not in tailgate.yml.'),
  'wrong-commit': of(
    'Let the deployment come to its end, keep others away until the run is over, and run it again.',
  ),
  'no-commit': of(
    'It answers: see what it says at target.identity.path, and set target.identity.commit to where the commit stands in that.',
  ),
  'merge-commit': of(
    'Check out github.event.pull_request.head.sha where the service is built, and let it say that commit.',
  ),
  'unknown-commit': of(
    'See in the log of the service whether it still runs and answers there, and run it again.',
  ),
  'not-ready': of(
    'See why it does not answer: its log, its address, the path target.ready, and whether it needs longer to start than target-timeout leaves it.',
  ),
  'http2-only': of(
    'Have the service, or a proxy before it, accept HTTP/1.1 beside HTTP/2: most servers do by an option, such as allowHTTP1.',
  ),
  'limited-at-start': of(adviceOnGuard('rate-limiter')),
  'service-broken': of(`${SERVICE_FAILS} Where it only needs longer to start, target-timeout gives it that.`),
  'login-failed': of("Check the login's path, its body and the TAILGATE_ variables that it uses."),
  'setup-failed': of(
    'Check the request in scenario.setup, whose login it is sent with, and what it captures.',
  ),
  'generator-exhausted': of(
    'Ask for fewer connections, or raise what this machine allows: open files by ulimit -n, local ports by net.ipv4.ip_local_port_range. A service that closes each connection after its response uses up a port with each request.',
  ),
  'generator-hung': of('Run it again; where that happens once more, please report it with the log.'),
  'generator-result': of(
    'Run the generator by itself, with TAILGATE_TARGET_URL set, and see that it ends with 0 and writes its result with requests in it.',
  ),
  'shards-missing': of(
    'See the logs of the jobs that are named: runners may have been too few, or a job ended early. Then run all shards again, since they are measured at one time.',
  ),
  'shards-refused': of(
    'Give all shards the same commit, tailgate.yml, inputs and version of Tailgate, and merge the files of one run only.',
  ),
  tls: of(
    'Check the certificate, its name and its date, and whether the scheme of the URL is right. An authority of your own is named by NODE_EXTRA_CA_CERTS; NODE_TLS_REJECT_UNAUTHORIZED changes nothing.',
  ),
  dns: of("Check the host's name in the URL, and whether it resolves where this runs."),
};
