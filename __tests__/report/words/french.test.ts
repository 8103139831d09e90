/** Every sentence that a result can give rise to, in French. */
import { wordsIn } from '../../../src/report/words/language.ts';
import { englishIn } from '../english-in.ts';
import { everyCause, everyRemark } from '../every-cause.ts';

const NAME = 'Zürich';
const french = wordsIn('fr');
const english = wordsIn('en');

const asVerdict = (
  cause: ReturnType<typeof everyCause>[number],
  outcome: 'fail' | 'inconclusive' | 'invalid',
) => ({ outcome, causes: [cause], comparisons: [], interleaved: null }) as const;

describe.each(everyCause(NAME).map((cause) => [cause.code, cause] as const))('%s', (_, cause) => {
  test.each(['fail', 'inconclusive', 'invalid'] as const)('as the reason of %s', (outcome) => {
    const verdict = asVerdict(cause, outcome);
    const reason = french.writeReason(verdict, null);
    expect(reason).not.toBe(english.writeReason(verdict, null));
    expect(reason).toMatch(/^[\p{Lu}\d«Z]/u);
    expect(englishIn(reason)).toEqual([]);
    const advice = french.writeAdvice(verdict, 20);
    expect(advice === null).toBe(english.writeAdvice(verdict, 20) === null);
    expect(englishIn(advice ?? '')).toEqual([]);
  });

  test('on a row, and as a warning', () => {
    const note = french.writeNotes({ metric: 'p99', notes: [cause] });
    expect(note).toBeTruthy();
    expect(note).not.toBe(english.writeNotes({ metric: 'p99', notes: [cause] }));
    expect(englishIn(note ?? '')).toEqual([]);
  });
});

test.each(everyRemark(NAME).map((remark) => [remark.code, remark] as const))('%s', (_, remark) => {
  const [warning = ''] = french.writeWarnings([remark]);
  expect(warning).not.toBe('');
  expect([warning]).not.toEqual(english.writeWarnings([remark]));
  expect(englishIn(warning)).toEqual([]);
});

test('a text of the engine stays as it is, and is marked as a quotation', () => {
  const detail = 'GET /health returned 404 for 8 s.';
  const verdict = asVerdict({ code: 'not-ready', detail }, 'invalid');
  expect(french.writeReason(verdict, null)).toBe(
    'L’environnement n’a pas été prêt à temps\u00a0: «\u00a0GET /health returned 404 for 8 s\u00a0»',
  );
});

/** A blank at which no line may end stands before every sign that takes one. */
test('the blanks of French', () => {
  const told = [
    ...everyCause(NAME).map((cause) => french.writeReason(asVerdict(cause, 'fail'), null)),
    ...everyRemark(NAME).flatMap((remark) => french.writeWarnings([remark])),
  ];
  expect(told.filter((text) => / [:;?!%»]|« /.test(text))).toEqual([]);
  expect(told.filter((text) => /[^\s\u00a0\u202f][;»%]/.test(text))).toEqual([]);
});

describe('figures', () => {
  const {
    formatMs,
    formatPerSecond,
    formatShare,
    formatCount,
    formatFactor,
    formatSeconds,
    formatBound,
    formatBeside,
    formatChange,
    formatInterval,
    formatAmount,
    formatLimit,
    formatUsed,
  } = french;

  test.each([
    [formatMs(84.9), '84,9\u00a0ms'],
    [formatMs(1254), '1,25\u00a0s'],
    [formatPerSecond(12_345), '12\u202f345\u00a0/s'],
    [formatShare(0.0367), '3,67\u202f%'],
    [formatShare(0.000001), '< 0,001\u202f%'],
    [formatShare(0), '0\u202f%'],
    [formatCount(37_292), '37\u202f292'],
    [formatFactor(2.1), '2,1×'],
    [formatSeconds(140), '2\u00a0min\u00a020\u00a0s'],
    [formatBound('p99', 1500), '1,5\u00a0s'],
    [formatBound('errors', 0.01), '1\u202f%'],
    [formatBeside('p99', 100.3, '100\u00a0ms'), '100,3\u00a0ms'],
    [formatChange('p99', 0.198), '+19,8\u202f%'],
    [formatChange('errors', 0.005), '+0,5\u00a0point'],
    [formatChange('errors', 0.1163), '+11,6\u00a0points'],
    [formatInterval('p99', [-0.08, 0.561]), '−8,0 … +56,1\u202f%'],
    [formatAmount(190_840_832, 'bytes'), '182\u00a0MiB'],
    [formatAmount(0.844, 'cores'), '0,84\u00a0cœur'],
    [formatLimit(0.5, 'share'), '50\u202f%'],
    [formatUsed(0.86, 2, 'cores', 'sur'), '0,86 sur 2\u00a0cœurs'],
  ])('%j', (text, expected) => {
    expect(text).toBe(expected);
  });
});

test('one, and many', () => {
  expect(french.setting.connections(1)).toBe('1 connexion');
  expect(french.setting.connections(10)).toBe('10 connexions');
  expect(french.enumerate(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c et 2 autres');
});

describe('what moved with a latency', () => {
  const statement = {
    kind: 'statement',
    key: 'probes[1].postgres',
    text: 'select name from app.buildings where id = $1',
    share: 1,
    beforeMs: 0.41,
    afterMs: 14.2,
    callsBefore: 0.1,
    callsAfter: 2.1,
    isSlower: true,
    isOftener: true,
  } as const;
  const table = {
    kind: 'table',
    key: 'probes[1].postgres',
    table: 'app.expenses',
    share: 1,
    rowsBefore: 0,
    rowsAfter: 2012.4,
    sizeBefore: 5000,
    sizeAfter: 20_310,
    isScanned: true,
    isLarger: true,
  } as const;
  const resource = {
    kind: 'resource',
    series: 'db',
    unit: 'number',
    share: 0.6,
    before: 1,
    after: 2.1,
    msBefore: 0,
    msAfter: 2.62,
  } as const;
  const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');
  const said = (one: Parameters<typeof french.tellWhy>[0][number]) =>
    french.tellWhy([one]).map(({ about, says }) => `${about}: ${plain(says)}`)[0] ?? '';

  test.each([
    [
      statement,
      'prend plus de temps à PostgreSQL (0,410 ms → 14,2 ms) et lui est demandé plus souvent (0,10 → 2,10 fois par requête)',
    ],
    [
      { ...statement, isOftener: false },
      'prend plus de temps à PostgreSQL : 0,410 ms → 14,2 ms, 2,10 fois par requête',
    ],
    [
      { ...statement, isSlower: false },
      'est demandé plus souvent : 0,10 → 2,10 fois par requête, 14,2 ms chaque fois',
    ],
    [
      { ...statement, callsBefore: 0 },
      'demandé par ce seul côté : 2,10 fois par requête, 14,2 ms chaque fois dans PostgreSQL',
    ],
  ])('a statement', (one, expected) => {
    expect(said(one)).toBe(`${statement.text}: ${expected}`);
  });

  test.each([
    [
      table,
      'est lue depuis son début, sans index : aucune → 2 012 lignes par requête ; lignes dans la table : environ 20 310, dans celle de la base : environ 5 000',
    ],
    [
      { ...table, isLarger: false },
      'est lue depuis son début, sans index : aucune → 2 012 lignes par requête ; lignes dans la table : environ 20 310',
    ],
    [{ ...table, isScanned: false }, 'est plus grande : environ 5 000 → environ 20 310 lignes'],
  ])('a table', (one, expected) => {
    expect(said(one)).toBe(`app.expenses: ${expected}`);
  });

  test.each([
    ['cpu', '1 → 2,10'],
    ['memory', '1 → 2,10 en moyenne'],
    ['longest-transaction', '1 → 2,10 en moyenne'],
    ['collections', 'passages du ramasse-miettes : 1 → 2,10'],
    ['collection', 'temps du ramasse-miettes : aucun → 2,62 ms par requête'],
    ['pool-wait', 'attente d’une connexion du pool : aucune → 2,62 ms par requête'],
    ['lock-wait', 'attente de verrous de la base de données : aucune → 2,62 ms par requête'],
    ['database-wait', 'attente dans la base de données : aucune → 2,62 ms par requête'],
  ] as const)('a resource: %s', (what, expected) => {
    expect(said({ ...resource, what })).toBe(`db: ${expected}`);
  });

  test('a database that both sides share', () => {
    expect(plain(french.tellIndistinct(['db']))).toBe(
      'Les deux côtés utilisent la même base de données (db) : impossible de distinguer ce que chacun lui a demandé.',
    );
  });
});

test('a figure of a flow is named as one, and a series by its stage', () => {
  const row = { metric: 'p99', endpoint: 'order', flow: true } as const;
  expect(french.nameRow(row)).toBe('P99 du parcours order');
  expect(french.nameSeries('heap', 'spike')).toBe('heap à l’étape spike');
  expect(english.nameSeries('heap', 'spike')).toBe('heap in the stage spike');
});
