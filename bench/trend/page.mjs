import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PAGE = fileURLToPath(new URL('../../docs/load-shapes.md', import.meta.url));

/** Puts each part between its marks on the page. @returns an exit code */
export function writeParts(parts) {
  let page = readFileSync(PAGE, 'utf8');
  for (const [name, text] of Object.entries(parts)) {
    const marks = new RegExp(`<!-- ${name} -->[\\s\\S]*<!-- /${name} -->`);
    if (!marks.test(page)) {
      console.error(`docs/load-shapes.md has no place for ${name}`);
      return 2;
    }
    page = page.replace(marks, () => `<!-- ${name} -->\n${text}\n<!-- /${name} -->`);
  }
  writeFileSync(PAGE, page);
  console.log('Written: docs/load-shapes.md');
  return 0;
}
