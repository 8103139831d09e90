import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { PageAssets } from '../report/html/shell.ts';

/**
 * What the build made of page/.
 *
 * @param folder `dist/page`
 * @param kind of the page: that of runs, or that of a history
 */
export async function readPageAssets(folder: string, kind: 'page' | 'history' = 'page'): Promise<PageAssets> {
  const read = async (name: string) => (await readFile(join(folder, name), 'utf8')).trim();
  const [script, style] = await Promise.all([read(`${kind}.js`), read(`${kind}.css`)]);
  return { script, scriptHash: hashOf(script), style, styleHash: hashOf(style) };
}

/** As a Content-Security-Policy names it (CSP 3, 2.3.1). */
function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
