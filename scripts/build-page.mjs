// The scripts and the styles of the report's page and of the history's: page/ and uPlot in one file each, which are
// written into every page.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSync, transformSync } from 'esbuild';

const OUT = 'dist/page';
/** What would end the element that the script stands in, or begin a comment in it. */
const ENDING = /<\/script|<!--/i;

const PAGES = {
  page: { entry: 'page/main.ts', styles: ['page/page.css'] },
  history: { entry: 'page/history/main.ts', styles: ['page/page.css', 'page/history/history.css'] },
};

export function buildPage() {
  mkdirSync(OUT, { recursive: true });
  for (const [name, page] of Object.entries(PAGES)) buildOne(name, page);
}

function buildOne(name, { entry, styles }) {
  const { outputFiles } = buildSync({
    entryPoints: [entry],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    tsconfig: 'page/tsconfig.json',
  });
  const script = outputFiles[0].text.trim();
  if (ENDING.test(script)) throw new Error(`the script of ${name} holds what would end its element`);
  const style = ['node_modules/uplot/dist/uPlot.min.css', ...styles]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  writeFileSync(`${OUT}/${name}.js`, `${script}\n`);
  writeFileSync(
    `${OUT}/${name}.css`,
    transformSync(style, { loader: 'css', minify: true, charset: 'utf8' }).code,
  );
}
