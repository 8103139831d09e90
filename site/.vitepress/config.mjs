/**
 * docs/ as a site. The pages are those that GitHub shows; what differs is made equal here: anchors of headings, and links
 * that leave docs/, which lead to the repository. A dead link fails the build.
 */
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { slug } from 'github-slugger';
import { defineConfig } from 'vitepress';

/** In Actions it is the repository's own. */
const REPOSITORY = `${process.env.GITHUB_SERVER_URL ?? 'https://github.com'}/${process.env.GITHUB_REPOSITORY ?? 'tailgate/tailgate'}`;

const moduleAt = (path) => fileURLToPath(new URL(`../node_modules/${path}`, import.meta.url));
const page = (text, name) => ({ text, link: `/${name}` });

const SIDEBAR = [
  {
    text: 'Your first gate',
    items: [
      page('Your first gate', 'getting-started'),
      page('Start from what you have', 'init'),
      page('Pull requests', 'pull-requests'),
      page('Finding the target', 'targets'),
      page('Demos', 'demos'),
    ],
  },
  {
    text: 'Load and limits',
    items: [
      page('Choosing load and limits', 'load-and-limits'),
      page('Scenarios', 'scenarios'),
      page('Load shapes', 'load-shapes'),
      page('Retries', 'retries'),
      page('The server’s side', 'server-side'),
      page('Your own load generator', 'generators'),
      page('Reports to compare with', 'reports'),
      page('Knowing your environment', 'calibrate'),
    ],
  },
  {
    text: 'Reading a verdict',
    items: [
      page('Reading a verdict', 'reading-a-verdict'),
      page('The report page', 'report-page'),
      page('The history page', 'history-page'),
      page('Causes', 'causes'),
      page('What moved with it', 'why'),
      page('Finding the commit', 'bisect'),
      page('How it is decided', 'verdict'),
      page('What is measured, and how', 'measuring'),
      page('Are the numbers true?', 'fidelity'),
      page('Can the decision be trusted?', 'decision'),
      page('Speed', 'speed'),
    ],
  },
  {
    text: 'Forty services',
    items: [
      page('Several services', 'monorepo'),
      page('Merge queue', 'merge-queue'),
      page('Other events', 'events'),
      page('Dependabot', 'dependabot'),
      page('Forks', 'forks'),
      page('Nightly', 'nightly'),
      page('Release gate', 'release'),
      page('More than one runner', 'shards'),
      page('How shards begin together', 'meeting'),
      page('Kubernetes', 'kubernetes'),
      page('Operations', 'operations'),
      page('Security model', 'security'),
      page('Comparing', 'comparing'),
      page('Other CI', 'other-ci'),
    ],
  },
  {
    text: 'Reference',
    items: [
      page('tailgate.yml', 'configuration'),
      page('The action', 'action'),
      page('The command line', 'terminal'),
      page('The result file', 'result'),
    ],
  },
];

export default defineConfig({
  title: 'Tailgate',
  description: 'Gate pull requests, nightly runs and releases on tail latency, throughput and error rate',
  lang: 'en',
  srcDir: '../docs',
  outDir: './dist',
  base: process.env.SITE_BASE ?? '/',
  cleanUrls: true,
  markdown: {
    anchor: { slugify: (heading) => slug(heading) },
    config: (markdown) => markdown.use(leadOut).use(keepBraces),
  },
  // The pages lie outside of this folder, which has the modules.
  vite: {
    resolve: {
      alias: [
        { find: /^vue\/server-renderer$/, replacement: moduleAt('vue/server-renderer/index.mjs') },
        { find: /^vue$/, replacement: moduleAt('vue/dist/vue.runtime.esm-bundler.js') },
      ],
    },
  },
  themeConfig: {
    nav: [page('Documentation', ''), { text: 'Repository', link: REPOSITORY }],
    sidebar: SIDEBAR,
    outline: [2, 3],
    search: { provider: 'local' },
  },
});

/** Links to what lies beside docs/, and to files in it that are no pages. */
function leadOut(markdown) {
  markdown.core.ruler.push('lead-out', ({ tokens, env }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type !== 'link_open') continue;
      const href = token.attrGet('href') ?? '';
      if (/^[a-z]+:|^#/.test(href)) continue;
      const [path, anchor] = href.split('#');
      const inDocs = posix.normalize(posix.join('docs', posix.dirname(env.relativePath ?? ''), path));
      if (inDocs.startsWith('docs/') && inDocs.endsWith('.md')) continue;
      token.attrSet('href', `${REPOSITORY}/blob/HEAD/${inDocs}${anchor ? `#${anchor}` : ''}`);
    }
  });
}

/** Our templates' braces are Vue's, too, which would evaluate what is in them. Blocks of code have that already. */
function keepBraces({ renderer: { rules } }) {
  for (const name of ['text', 'code_inline']) {
    const usual = rules[name];
    rules[name] = (...given) => usual(...given).replaceAll('{{', '&#123;&#123;');
  }
}
