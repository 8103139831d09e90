// What the tests do inside of the page, where there is a document. Each function is sent there by its text alone.

export function areDrawn() {
  return document.documentElement.dataset.drawn !== undefined;
}

export function readCharts() {
  return [...document.querySelectorAll('figure.chart')].map((figure) => {
    const { plot } = figure.drawing;
    return {
      id: figure.id,
      labels: plot.series.slice(1).map(({ label }) => label),
      data: plot.data.map((values) => [...values]),
      x: { min: plot.scales.x.min, max: plot.scales.x.max },
      width: plot.width,
    };
  });
}

/** The paper's colour, and how light the blue of the target's lines is. */
export function lookOfLines() {
  const canvas = document.querySelector('#course-latency canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let [green, count] = [0, 0];
  for (let i = 0; i < data.length; i += 4)
    if (data[i + 3] > 250 && data[i + 2] - data[i] > 100) {
      green += data[i + 1];
      count += 1;
    }
  return { paper: getComputedStyle(document.documentElement).backgroundColor, green: green / count, count };
}

export function unfoldAll() {
  for (const details of document.querySelectorAll('details')) details.open = true;
}

/** axe, beside the page's own script. */
export async function runAxe(source) {
  const axe = new Function(`${source}; return axe;`)();
  const { violations, passes } = await axe.run();
  return {
    found: violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
    passes: passes.length,
  };
}

/** How wide the page is, and what of its text and drawings is beyond its edge; tables scroll by themselves. */
export function widthsOf() {
  const parts = document.querySelectorAll('main :is(p, h1, h2, h3, figure, canvas, dd, li, pre, select)');
  return {
    page: document.documentElement.scrollWidth,
    out: [...parts]
      .filter((one) => one.closest('.scroll') === null && one.getBoundingClientRect().right > innerWidth + 1)
      .map((one) => one.outerHTML.slice(0, 120)),
  };
}

/** `beforeprint`, `afterprint`. */
export function fire(event) {
  dispatchEvent(new Event(event));
}

export function paperOf() {
  const hidden = document.querySelectorAll('.chart details, .chart button');
  return {
    colour: getComputedStyle(document.documentElement).getPropertyValue('--paper').trim(),
    widths: [...document.querySelectorAll('canvas')].map((canvas) => canvas.getBoundingClientRect().width),
    shown: [...hidden].filter((one) => one.getBoundingClientRect().height > 0).length,
  };
}

/** What would be there if a text had become more than that. */
export function traceOfHostile(text) {
  return {
    hit: 'hit' in window,
    scripts: document.scripts.length,
    foreign: document.querySelectorAll('img, iframe, object, embed, link, form, base').length,
    text: document.body.innerText.includes(text),
  };
}

export function goTo(hash) {
  location.hash = hash;
  return new Promise((resolve) => setTimeout(resolve, 50));
}

export function hrefsOf(links) {
  return links.map(({ href }) => href);
}

/** Mermaid itself, which a script tag brought: what it says of each text, and how many lines it draws of it. */
export async function drawMermaid(texts) {
  globalThis.mermaid.initialize({ startOnLoad: false });
  const drawn = [];
  for (const [i, text] of texts.entries()) {
    try {
      const { diagramType } = await globalThis.mermaid.parse(text);
      const { svg } = await globalThis.mermaid.render(`drawn-${i}`, text);
      const document = new DOMParser().parseFromString(svg, 'image/svg+xml');
      drawn.push({ diagramType, lines: document.querySelectorAll('[class*="line-plot"] path').length });
    } catch (error) {
      drawn.push({ error: String(error.message ?? error) });
    }
  }
  return drawn;
}

export function chartIds() {
  return [...document.querySelectorAll('figure.chart')].map(({ id }) => id);
}

/** A screenshot as cells: T where the target's blue is, B the base's orange, o another colour. */
export async function cellsOf({ png, columns }) {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data, width, height } = context.getImageData(0, 0, image.width, image.height);
  const size = width / columns;
  const rows = Math.round(height / size / 2);
  const edge = (row) => Math.floor((row * height) / rows);
  const cell = (row, column) => {
    const counts = { T: 0, B: 0, o: 0 };
    for (let y = edge(row); y < edge(row + 1); y++) {
      for (let x = Math.floor(column * size); x < Math.floor((column + 1) * size); x++) {
        const [r, g, b] = data.slice(4 * (y * width + x), 4 * (y * width + x) + 3);
        if (Math.max(r, g, b) - Math.min(r, g, b) < 60) continue;
        if (b > r + 60 && b > g + 30) counts.T++;
        else if (r > b + 60 && r > g + 60) counts.B++;
        else counts.o++;
      }
    }
    const [[most, count]] = Object.entries(counts).sort((one, other) => other[1] - one[1]);
    return count >= 3 ? most : ' ';
  };
  return Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (__, column) => cell(row, column)).join(''),
  );
}
