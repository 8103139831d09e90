import { join } from 'node:path';
import { renderReportPage } from '../report/html/report-page.ts';
import type { PageAssets } from '../report/html/shell.ts';
import type { Publication } from '../report/report.ts';
import { readPageAssets } from './read-page-assets.ts';
import { writeNamed } from './write-named.ts';

/**
 * Writes the report's page, whole or not at all. No secret may be in what it is made of.
 *
 * @param distFolder with what the build made of page/
 * @param docsUrl where causes.md is, of another version than the newest
 */
export function writeReportPage(
  file: string,
  publication: Publication,
  distFolder: string,
  docsUrl?: string | null,
): Promise<void> {
  return writePage(file, distFolder, (assets) => renderReportPage(publication, assets, docsUrl));
}

/** The same of any page. */
export async function writePage(
  file: string,
  distFolder: string,
  render: (assets: PageAssets) => string,
  kind: 'page' | 'history' = 'page',
): Promise<void> {
  await writeNamed(file, render(await readPageAssets(join(distFolder, 'page'), kind)));
}
