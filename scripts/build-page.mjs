// The script and the styles of the report's page: page/ and uPlot in one file each, which are written into every page.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { buildSync, transformSync } from 'esbuild';

const OUT = 'dist/page';
/** What would end the element that the script stands in, or begin a comment in it. */
const ENDING = /<\/script|<!--/i;

export function buildPage() {
  mkdirSync(OUT, { recursive: true });
  const { outputFiles } = buildSync({
    entryPoints: ['page/main.ts'],
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
  if (ENDING.test(script)) throw new Error('the script of the page holds what would end its element');
  const style = ['node_modules/uplot/dist/uPlot.min.css', 'page/page.css']
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  writeFileSync(`${OUT}/page.js`, `${script}\n`);
  writeFileSync(
    `${OUT}/page.css`,
    transformSync(style, { loader: 'css', minify: true, charset: 'utf8' }).code,
  );
}
