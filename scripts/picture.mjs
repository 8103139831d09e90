// docs/images/comment.png: a comment as a browser shows it. Usage: node scripts/picture.mjs [comment.md] [out.png]
// Takes what `npm run demo -- --slow` wrote. The page's style is ours, near enough to GitHub's to judge the comment by.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { BROWSERS, findBrowser } from './browser.mjs';

const WIDTH = 960;
/** Taller than any comment that is worth a picture; what is left over is cut off by the page's own height. */
const TALLEST = 2400;

const [source = 'demo-out/comment.md', target = 'docs/images/comment.png'] = process.argv.slice(2);

const browser = findBrowser();
const marked = await import('marked').catch(() => null);
if (!existsSync(source)) skip(`${source} is missing: run npm run demo -- --slow first`);
else if (browser === undefined) skip(`none of ${BROWSERS.join(', ')} is on the PATH`);
else if (marked === null) skip('the package marked is not installed');
else {
  const page = writePage(marked.parse(withAlerts(readFileSync(source, 'utf8'), marked.parse)));
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-picture-'));
  try {
    const file = join(folder, 'comment.html');
    writeFileSync(file, page);
    shoot(file, measureHeight(file, folder), folder);
    console.log(`Written: ${target}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function skip(why) {
  console.log(`Skipped, and ${target} is as it was: ${why}.`);
}

/** GitHub's alerts (`> [!CAUTION]`) are no part of the Markdown that the renderer knows. */
function withAlerts(markdown, parse) {
  return markdown.replace(/^> \[!(\w+)\]\n((?:>.*\n?)+)/gm, (_, kind, quoted) => {
    const text = parse(quoted.replace(/^> ?/gm, ''));
    return `<div class="alert ${kind.toLowerCase()}"><p class="kind">${capitalise(kind)}</p>${text}</div>\n\n`;
  });
}

function capitalise(word) {
  return word[0] + word.slice(1).toLowerCase();
}

/** The body's height, asked of the browser itself. */
function measureHeight(file, folder) {
  const page = browse(folder, ['--dump-dom', `--window-size=${WIDTH},${TALLEST}`, pathToFileURL(file).href]);
  return Math.min(TALLEST, Number(/data-height="(\d+)"/.exec(page)?.[1] ?? TALLEST));
}

function shoot(file, height, folder) {
  const size = ['--force-device-scale-factor=1.5', `--window-size=${WIDTH},${height}`];
  browse(folder, [...size, '--hide-scrollbars', `--screenshot=${target}`, pathToFileURL(file).href]);
}

function browse(folder, args) {
  // A sandbox needs rights that a container often lacks; the page is ours and loads nothing.
  const always = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    `--user-data-dir=${join(folder, 'profile')}`,
  ];
  return execFileSync(browser, [...always, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
  });
}

function writePage(body) {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Comment</title>
<style>
  body { margin: 0; padding: 20px; background: #fff; color: #1f2328; font: 14px/1.5 "Liberation Sans", Arial, sans-serif; }
  main { border: 1px solid #d1d9e0; border-radius: 6px; overflow: hidden; }
  header { padding: 8px 16px; background: #f6f8fa; border-bottom: 1px solid #d1d9e0; color: #59636e; }
  header b { color: #1f2328; }
  header i { margin-left: 6px; padding: 0 6px; border: 1px solid #d1d9e0; border-radius: 9px; font: 12px/18px sans-serif; }
  article { padding: 4px 16px 16px; }
  h2 { margin: 16px 0; padding-bottom: 5px; border-bottom: 1px solid #d1d9e0; font-size: 21px; }
  h3 { margin: 20px 0 12px; font-size: 17px; }
  table { border-collapse: collapse; margin-bottom: 16px; }
  th, td { padding: 5px 12px; border: 1px solid #d1d9e0; }
  tr:nth-child(2n) td { background: #f6f8fa; }
  sub { font-size: 11px; vertical-align: baseline; color: #59636e; }
  code { padding: 2px 5px; border-radius: 5px; background: #eff1f3; font: 12px "DejaVu Sans Mono", monospace; }
  pre { padding: 12px; border-radius: 6px; background: #f6f8fa; overflow: hidden; }
  pre code { padding: 0; background: none; }
  details { margin-bottom: 12px; }
  .alert { margin-bottom: 16px; padding: 2px 14px; border-left: 4px solid #d1242f; }
  .alert.note { border-color: #0969da; } .alert.tip { border-color: #1a7f37; }
  .alert.important { border-color: #8250df; } .alert.warning { border-color: #9a6700; }
  .alert p { margin: 8px 0; } .alert .kind { font-weight: bold; color: #d1242f; }
  .note .kind { color: #0969da; } .tip .kind { color: #1a7f37; }
  .important .kind { color: #8250df; } .warning .kind { color: #9a6700; }
</style>
<main><header><b>github-actions</b><i>bot</i> commented</header><article>${body}</article></main>
<script>document.body.dataset.height = Math.ceil(document.documentElement.getBoundingClientRect().height);</script>
</html>
`;
}
