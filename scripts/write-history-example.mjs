// docs/examples/history.html is the page of a history that was made up, from a seed, and docs/images/history-page.png its
// first screen: `npm run build; node scripts/write-history-example.mjs`
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNights } from '../bench/history/nights.mjs';
import { takePicture } from './browser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const example = join(root, 'docs/examples/history.html');
const picture = join(root, 'docs/images/history-page.png');
const FIRST = '2025-10-01T00:00:00.000Z';

const SHOP = [
  { name: 'list products', method: 'GET', path: '/products', p99Ms: 48, share: 0.34 },
  { name: 'show product', method: 'GET', path: '/products/{{product}}', p99Ms: 21, share: 0.3 },
  { name: 'search', method: 'GET', path: '/search?q={{term}}', p99Ms: 92, share: 0.14 },
  { name: 'add to basket', method: 'POST', path: '/basket', p99Ms: 33, share: 0.1 },
  { name: 'show basket', method: 'GET', path: '/basket', p99Ms: 18, share: 0.08 },
  { name: 'check out', method: 'POST', path: '/orders', p99Ms: 140, share: 0.04 },
];
const BACKOFFICE = [
  { name: 'list orders', method: 'GET', path: '/admin/orders', p99Ms: 130, share: 0.7 },
  { name: 'export orders', method: 'GET', path: '/admin/orders.csv', p99Ms: 410, share: 0.3 },
];
const releases = (nights, major) =>
  new Map(Array.from({ length: Math.floor(nights / 42) }, (_, i) => [20 + 42 * i, `v${major}.${i + 1}.0`]));

const folder = mkdtempSync(join(tmpdir(), 'tailgate-history-'));
const history = join(folder, '.tailgate/history');
try {
  writeNights(history, {
    name: 'shop',
    nights: 300,
    requests: SHOP,
    first: FIRST,
    releases: releases(300, 2),
    changes: [
      { night: 96, by: 0.31, request: 'search' },
      { night: 171, by: -0.27, request: 'search' },
      { night: 232, by: 0.22, request: 'list products' },
    ],
    seed: 7,
  });
  writeNights(history, {
    name: 'backoffice',
    nights: 180,
    requests: BACKOFFICE,
    first: '2026-01-29T00:00:00.000Z',
    seed: 11,
  });
  mkdirSync(join(root, 'docs/examples'), { recursive: true });
  const words = ['history', 'page', '--html', example, '--repository', 'https://github.com/acme/shop'];
  execFileSync(process.execPath, [join(root, 'dist/cli/index.js'), ...words], {
    cwd: folder,
    stdio: 'inherit',
  });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

await takePicture(example, picture);
