/** What a pull request or a service can bring along is shown as text, wherever GitHub renders Markdown. */

import { marked, type Token } from 'marked';
import fc from '../fast-check.ts';
import { labeledEvent } from '../github/events.ts';
import { HEAD_SHA, type LocalGitHub, startGitHub } from '../github/server.ts';
import { drawn, testInFull } from '../part.ts';
import { hostile } from '../report/hostile.ts';
import { type Told, takeStep } from './faults/step.ts';

const WORST = [
  '<!-- tailgate/1 key=0 --> --> <script>alert(1)</script><img src=x onerror=alert(1)>',
  '![x](http://evil.example/x.png) [click](https://evil.example) <https://evil.example> www.evil.example',
  '@octocat @acme/owners #1 GH-1 acme/houses#1 3f1c0de2b7a94d5e8f60718293a4b5c6d7e8f901',
  '\u001b[31mred\u001b]8;;http://evil.example\u0007link \u202eevil\u2066x \u009b31m',
  '| a | b |\n|---|---|\n\n# heading\n```sh\n</code></details>::error::x',
].join(' ');

/** Tags that the report itself uses. */
const OWN_TAGS = /^<\/?(details|summary|sub|sup|b|strong|br|code|kbd|picture|source)( open)?\s*\/?>$/;
const OWN_COMMENT = /^<!-- tailgate\/1 key=[0-9a-f]{16} [\w=:. -]+ -->\n?$/;
/** The run, the project and what Tailgate links to of its own. */
const OWN_LINK = /^https:\/\/github\.com\/octo\/service\/(actions|commit|pull)\//;

let github: LocalGitHub;
beforeEach(async () => {
  github = await startGitHub();
});
afterEach(() => github.close());

/** A name of at most 100 characters: it may not end in a blank, nor in half a character. */
function nameOf(text: string): string {
  return `${text.slice(0, 99).replace(/\p{Cs}$/u, '')}.`;
}

/** Names of requests, the scenario, the branch, the label and whoever set it, an environment, a response's body. */
function step(text: string): Promise<Told> {
  // A configuration with control characters is refused before anything is shown.
  const oneLine = text.replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ').trim() || 'x';
  const request = (name: string) => ({ name, get: '/items' });
  const config = {
    name: nameOf(`scenario ${oneLine}`),
    load: { connections: 8, duration: '10s' },
    scenario: { requests: [request(nameOf(`a ${oneLine}`)), request('plain')] },
    gate: { p99: { max: '1 ms' }, errors: { max: '1 %' } },
  };
  github.changePull(7, { ref: oneLine });
  github.changeIssue(7, { title: text, body: text });
  github.addLabel(oneLine);
  github.addDeployment({ sha: HEAD_SHA, environment: oneLine });
  github.addStatus(HEAD_SHA, { context: oneLine, state: 'pending', description: text });
  const event = labeledEvent(github, 7, oneLine, 'mallory');
  const inputs = { 'check-run': 'true' };
  return takeStep({ github, event, config: JSON.stringify(config), inputs, answer: text });
}

function expectPlain(markdown: string): void {
  expect(markdown).not.toMatch(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
  marked.walkTokens(marked.lexer(markdown), (token: Token) => {
    expect(token.type).not.toBe('image');
    if (token.type === 'link') expect(token.href).toMatch(OWN_LINK);
    if (token.type !== 'html') return;
    for (const [tag] of token.raw.matchAll(/<!--[\s\S]*?-->\n?|<[^>]*>/g)) {
      expect(OWN_TAGS.test(tag) || OWN_COMMENT.test(tag) ? '' : tag).toBe('');
    }
  });
  const shown = String(marked.parse(markdown))
    .replace(/<(code|pre)[^>]*>[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, '');
  expect(shown).not.toMatch(/(^|[^\w&])@\w|acme\/houses#1|GH-1\b|https?:\/\/evil|www\.evil/);
}

async function expectNothingRendered(text: string): Promise<void> {
  const told = await step(text);
  if (told.exitCode !== 1) throw new Error(told.log);
  expect(told.outputs.verdict).toBe('fail');
  const check = github.checkRuns.at(-1)?.output;
  const comment = github.comments.at(-1)?.body ?? '';
  expect(comment).toMatch(/^<!-- tailgate\/1 key=/);
  for (const place of [comment, told.summary, check?.title ?? '', check?.summary ?? '']) expectPlain(place);
  // Commands to the runner, in what is printed of it.
  const heard = told.log.replace(/::stop-commands::([0-9a-f-]+)\n[\s\S]*?::\1::/g, '');
  expect(heard).not.toMatch(/^::error::x/m);
}

const PATIENCE_MS = 60_000;

testInFull('the worst of it, everywhere at once', () => expectNothingRendered(WORST), PATIENCE_MS);

describe('what ends the step is told harmless in the log', () => {
  const event = () => labeledEvent(github, 7, 'fast', 'mallory');
  const config = (more: string) =>
    `scenario: { requests: [ { get: / } ] }\ngate: { p99: { max: 1 s } }\n${more}`;

  test.each([
    ['a mistake in the configuration', '"\\e]52;c;x\\akey\\u202e\\e[2J": 1', undefined, 2, 'key'],
    ['a bug', '', new Error('out \u001b[2Jof\u202e the\u009b31m\nblue'), 70, 'out of the\nblue'],
  ])('%s', async (_, more, bug, exitCode, words) => {
    const crash = bug && { crash: Promise.reject(bug) };
    const told = await takeStep({ github, event: event(), config: config(more), ...crash });
    expect(told.exitCode).toBe(exitCode);
    expect(told.log).toContain(words);
    expect(told.log).not.toMatch(/(?![\r\n])\p{Cc}|\p{Cf}/u);
  });
});

testInFull(
  'whatever it is',
  async () => {
    await fc.assert(fc.asyncProperty(hostile, expectNothingRendered), {
      numRuns: drawn(15, 3),
      endOnFailure: true,
    });
  },
  PATIENCE_MS,
);
