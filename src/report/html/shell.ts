/** The page around its contents: one file, from which nothing is fetched. */
import type { Chart, ChartWords, PageData } from './chart.ts';
import { asData, type Content, el, escapeText, type Html, render } from './escape-html.ts';

/** What the build makes of page/, and what a browser is told of it: `sha256-…`, in base64. */
export interface PageAssets {
  readonly script: string;
  readonly scriptHash: string;
  readonly style: string;
  readonly styleHash: string;
}

interface Page {
  readonly language: 'en' | 'fr';
  readonly title: string;
  readonly body: readonly Content[];
  /** For a browser that runs no scripts. */
  readonly noScript: string;
}

interface Shell extends Page {
  readonly charts: readonly Chart[];
  readonly words: Omit<ChartWords, 'language'>;
}

/** A page with the charts of one run, or of several. */
export function renderShell({ charts, words, noScript, ...page }: Shell, assets: PageAssets): string {
  const data: PageData = { words: { language: page.language, ...words }, charts };
  return renderPage({ ...page, data, noScript: charts.length > 0 ? noScript : '' }, assets);
}

interface PageWithData extends Page {
  /** What its script reads, as JSON. */
  readonly data: object;
}

/**
 * A whole page. Nothing but the script and the styles of these hashes is run or applied, and nothing is loaded; of what
 * came with a result, everything is text.
 */
export function renderPage(
  { language, title, body, data, noScript }: PageWithData,
  { script, scriptHash, style, styleHash }: PageAssets,
): string {
  const policy = `default-src 'none'; script-src '${scriptHash}'; style-src '${styleHash}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${escapeText(title, 200)}</title>
<style>${style}</style>
</head>
<body>
<main>
${render(body)}
</main>
${noScript === '' ? '' : `<noscript><p class="quiet">${escapeText(noScript)}</p></noscript>`}
<script type="application/json" id="data">${asData(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** Where the script draws a chart; what it shows is said in words, and its figures are behind a toggle. */
export function place(chart: Chart): Html {
  return el(
    'figure',
    { id: chart.id, class: chart.isLow ? 'chart low' : 'chart' },
    el('figcaption', {}, el('h3', {}, chart.title), el('p', { class: 'quiet' }, chart.about)),
  );
}
