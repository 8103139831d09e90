import { mkdirSync, writeFileSync } from 'node:fs';
import { renderReportPage } from '../../src/report/html/report-page.ts';
import { publicationOf } from '../../src/report/publication.ts';
import { readPageAssets } from '../../src/store/read-page-assets.ts';
import * as cases from '../report/cases.ts';
import * as flows from '../report/flow-cases.ts';
import * as interleaved from '../report/interleaved-cases.ts';
import * as searches from '../report/search-cases.ts';
import * as server from '../report/server-cases.ts';
import * as stages from '../report/stage-cases.ts';

test('all', async () => {
  const assets = await readPageAssets('dist/page');
  const all: any = { ...cases, ...interleaved, ...server, ...stages, ...searches, ...flows };
  mkdirSync('/tmp/pages', { recursive: true });
  for (const [name, made] of Object.entries<any>(all)) {
    const report = typeof made === 'function' ? await made() : made;
    for (const language of ['en', 'fr'] as const) {
      const page = renderReportPage(
        { ...publicationOf(report), language },
        assets,
        'https://github.com/acme/tailgate/blob/v1/docs',
      );
      writeFileSync(`/tmp/pages/${name}-${language}.html`, page);
      if (language === 'en') console.log(name, page.length);
    }
  }
});
