// docs/examples/report.html is the page that a demo wrote, and docs/images/report-page.png its first screen:
//   npm run demo -- --why; node scripts/write-example-page.mjs
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { takePicture } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const made = join(root, 'demo-out/report.html');
const example = join(root, 'docs/examples/report.html');
const picture = join(root, 'docs/images/report-page.png');

if (!existsSync(made)) {
  console.error('demo-out/report.html is missing: npm run demo -- --why writes it');
  process.exit(2);
}
mkdirSync(join(root, 'docs/examples'), { recursive: true });
copyFileSync(made, example);
console.log('Written: docs/examples/report.html');

await takePicture(example, picture);
