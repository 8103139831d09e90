/** Rules of the house that no compiler keeps; rooms.test.ts has those about what a room may look at. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((name) => join('src', name))
  .filter((name) => name.endsWith('.ts'));
const texts = new Map(files.map((file) => [file, readFileSync(file, 'utf8')] as const));

/** The file without its comments; what is in quotes stays. */
function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
}

/** Texts in quotes, each without what is put into it. */
function stringsIn(text: string): string[] {
  const found =
    withoutComments(text).match(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g) ?? [];
  return found.map((one) => one.slice(1, -1).replace(/\$\{[^}]*\}/g, '…'));
}

const WORDS = /[\p{L}’'…]+(?:[,;:]? (?:[–—] )?[\p{L}’'…-]+){2,}/u;

describe('judgement decides by numbers and causes, and tells nobody', () => {
  test.each([
    ["const why = 'P99 rose by much';", true],
    [`const why = \`the \${side} has no \${what}\`;`, true],
    ["const code = 'too-few-responses';", false],
    ['// three words and more\nconst one = 1;', false],
  ])('a sentence is seen: %s', (text, seen) => {
    expect(stringsIn(text).some((one) => WORDS.test(one))).toBe(seen);
  });

  test('there is no string of three words', () => {
    const sentences = [...texts]
      .filter(([file]) => file.startsWith('src/judgement/'))
      .flatMap(([file, text]) =>
        // What only a bug of ours can bring up is told to whoever mends it, and never in a verdict.
        stringsIn(text.replace(/new RangeError\([^;]*;/g, ''))
          .filter((one) => WORDS.test(one) && !one.includes('/'))
          .map((one) => `${file}: ${one}`),
      );
    expect(sentences).toEqual([]);
  });
});

test('nothing but config/metrics.ts asks which metric it has before it', () => {
  const asks = [...texts]
    .filter(([file]) => file !== 'src/config/metrics.ts')
    .flatMap(([file, text]) =>
      (withoutComments(text).match(/\b(?:metric|\w+\.metric) [!=]== ?['"]\w+/g) ?? []).map(
        (found) => `${file}: ${found}`,
      ),
    );
  expect(asks).toEqual([]);
});

test('no regular expression looks at a sentence of ours', () => {
  const looks = [...texts]
    .filter(([file]) => /^src\/(?:judgement|report\/(?:words|view|calibration))\//.test(file))
    .flatMap(([file, text]) =>
      (withoutComments(text).match(/\/[^/\n]*[a-z]{2,} [a-z]{2,}[^/\n]*\/[a-z]*[.),]/g) ?? []).map(
        (found) => `${file}: ${found}`,
      ),
    );
  expect(looks).toEqual([]);
});

describe('within a room, folders import in one direction', () => {
  const folderOf = (file: string) => file.split('/').slice(2, -1);
  const IMPORT = /^(?:import|export)\b[^;'"`]*?\bfrom ['"](\.[^'"]+)/gm;
  const rooms = [...new Set(files.map((file) => file.split('/')[1] ?? ''))].filter(
    (room) => !room.endsWith('.ts'),
  );

  test.each(rooms)('%s', (room) => {
    const edges = new Map<string, Map<string, string>>();
    for (const [file, text] of texts) {
      if (!file.startsWith(`src/${room}/`)) continue;
      for (const [, path = ''] of text.matchAll(IMPORT)) {
        const target = normalize(join(dirname(file), path));
        if (!target.startsWith(`src/${room}/`)) continue;
        const [from, to] = [folderOf(file), folderOf(target)];
        // Where the two part: what lies beside the folders of a level belongs to whoever needs it.
        let level = 0;
        while (level < from.length && level < to.length && from[level] === to[level]) level += 1;
        const [one, other] = [from.slice(0, level + 1).join('/'), to.slice(0, level + 1).join('/')];
        if (level >= from.length || level >= to.length) continue;
        const known = edges.get(one) ?? new Map();
        known.set(other, `${file} imports ${target}`);
        edges.set(one, known);
      }
    }
    expect(findCircle(edges)).toEqual([]);
  });
});

/** The imports of a circle of folders; empty where there is none. */
function findCircle(edges: ReadonlyMap<string, ReadonlyMap<string, string>>): string[] {
  const done = new Set<string>();
  const visit = (folder: string, way: readonly string[]): string[] => {
    if (way.includes(folder)) {
      const circle = [...way.slice(way.indexOf(folder)), folder];
      return circle.slice(1).map((to, i) => edges.get(circle[i] ?? '')?.get(to) ?? '');
    }
    if (done.has(folder)) return [];
    for (const to of edges.get(folder)?.keys() ?? []) {
      const circle = visit(to, [...way, folder]);
      if (circle.length > 0) return circle;
    }
    done.add(folder);
    return [];
  };
  for (const folder of edges.keys()) {
    const circle = visit(folder, []);
    if (circle.length > 0) return circle;
  }
  return [];
}

test('no name is exported with two meanings', () => {
  const EXPORT =
    /^export (?:declare )?(?:async )?(?:abstract )?(?:class|function|const|let|interface|type|enum) (\w+)/gm;
  const places = new Map<string, string[]>();
  for (const [file, text] of texts) {
    // A function's overloads are one name.
    for (const name of new Set([...text.matchAll(EXPORT)].map(([, found]) => found ?? '')))
      places.set(name, [...(places.get(name) ?? []), file]);
  }
  expect([...places].filter(([, where]) => where.length > 1)).toEqual([]);
});

test('files are short, and comments fit on a screen', () => {
  const long = [...texts].filter(([, text]) => text.split('\n').length > 251).map(([file]) => file);
  expect(long).toEqual([]);
  const wide = [...texts].flatMap(([file, text]) =>
    text
      .split('\n')
      .flatMap((line, i) =>
        /^\s*(?:\/\/|\/?\*)/.test(line) && [...line].length > 120 ? [`${file}:${i + 1}`] : [],
      ),
  );
  expect(wide).toEqual([]);
});

test('what is exported is used in another file', () => {
  const IMPORT = /(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*'(\.[^']+)'/g;
  const used = new Set<string>();
  const elsewhere = ['__tests__', 'bench', 'page', 'scripts'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name))
      .filter((name) => /\.m?[jt]s$/.test(name))
      .map((name) => [name, readFileSync(name, 'utf8')] as const),
  );
  for (const [file, text] of [...texts, ...elsewhere]) {
    for (const [, names = '', path = ''] of text.matchAll(IMPORT)) {
      // Benches and scripts import what is compiled: lib/ for src/.
      const target = normalize(join(dirname(file), path)).replace(/^lib\/(.*)\.js$/, 'src/$1.ts');
      for (const name of names.split(',')) {
        used.add(
          `${target} ${
            name
              .trim()
              .replace(/^type /, '')
              .split(' as ')[0]
          }`,
        );
      }
    }
    // A whole module, its names taken from it there.
    for (const [, path = ''] of text.matchAll(/import \* as \w+ from '(\.[^']+)'/g))
      used.add(normalize(join(dirname(file), path)));
    for (const [, path = ''] of text.matchAll(/import\(\s*'(\.[^']+)'/g))
      used.add(normalize(join(dirname(file), path)));
  }
  const own = [...texts].flatMap(([file, text]) =>
    used.has(file)
      ? []
      : [...text.matchAll(/^export (?:async )?(?:class|function|const|interface|type) (\w+)/gm)]
          .filter(([, name]) => !used.has(`${file} ${name}`))
          .map(([, name]) => `${file}: ${name}`),
  );
  expect(own).toEqual([]);
});
