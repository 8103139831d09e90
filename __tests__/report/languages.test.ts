/** What Tailgate shows before, instead of and around a result, in French; and what no language changes. */
import { renderAnnotation } from '../../src/report/markdown/annotation.ts';
import {
  renderCheck,
  renderRunningCheck,
  renderStoppedCheck,
} from '../../src/report/markdown/check-output.ts';
import { renderComment } from '../../src/report/markdown/comment.ts';
import { partOfResult, partWithout, readGroup, renderGroup } from '../../src/report/markdown/group.ts';
import {
  readEarlier,
  renderRunning,
  renderStopped,
  renderUntouched,
} from '../../src/report/markdown/placeholder.ts';
import { renderOutputs } from '../../src/report/outputs.ts';
import type { Report } from '../../src/report/report.ts';
import { renderTerminal } from '../../src/report/terminal/report.ts';
import { wordsIn } from '../../src/report/words/language.ts';
import * as cases from './cases.ts';
import { englishIn } from './english-in.ts';
import { interleavedFail } from './interleaved-cases.ts';
import { publicationOnce } from './publication-once.ts';

const LIMIT = 65_000;
const SHA = 'def5678'.padEnd(40, '0');
const subject = {
  name: 'realistic',
  headSha: SHA,
  runUrl: 'https://github.com/octo/service/actions/runs/7',
  language: 'fr',
} as const;

const inFrench = (report: Report): Report => ({ ...report, plan: { ...report.plan, language: 'fr' } });
const slow = publicationOnce(inFrench(cases.slow));

test('the plan says in which language a result is published', () => {
  expect(slow.language).toBe('fr');
  expect(publicationOnce(cases.slow).language).toBe('en');
  expect(renderComment(slow)).toMatch(/^## ❌ Échoué · Tailgate `realistic`\n/);
});

test('the result file, the outputs and the annotation are the same in every language', () => {
  const english = publicationOnce(cases.slow);
  expect(slow.result).toEqual(english.result);
  expect(renderOutputs(slow)).toEqual(renderOutputs(english));
  expect(renderAnnotation(slow)).toBe(renderAnnotation(english));
});

describe('the comment while there is no result', () => {
  const earlier = { headSha: 'abc1234'.padEnd(40, '0'), text: renderComment(slow) };

  test.each([
    ['running', renderRunning(subject, earlier, LIMIT), '## ⏳ Mesure en cours'],
    ['stopped', renderStopped(subject, 'the service was gone', earlier, LIMIT), '## ⚪ Pas mesuré'],
    [
      'untouched',
      renderUntouched(
        subject,
        wordsIn('fr').placeholders.untouched(3, 'tailgate.yml', 'shop/**'),
        earlier,
        LIMIT,
      ),
      '## ✅ Rien à mesurer',
    ],
  ])('%s: the earlier result is found in it again', (_, text, heading) => {
    expect(text.split(' · ')[0]).toBe(heading);
    expect(readEarlier(text)).toEqual(earlier);
    expect(englishIn(text)).toEqual([]);
  });

  test('why there is none stands as it was said', () => {
    const text = renderStopped(subject, 'the service was gone', null, LIMIT);
    expect(text).toContain('«\u00a0the service was gone\u00a0»');
    expect(renderStoppedCheck(subject, 'the service was gone').summary).toContain(
      '«\u00a0the service was gone\u00a0»',
    );
  });
});

test('a check run', () => {
  const check = renderCheck(slow, LIMIT);
  expect(check.title).toMatch(/^Échoué\s: Le P99 atteint/);
  expect(renderRunningCheck(subject)).toEqual({
    title: 'Mesure en cours',
    summary:
      'La mesure est en cours. Voir le journal de son [exécution](https://github.com/octo/service/actions/runs/7).',
  });
});

test('a grouped comment is read again, whatever languages its jobs have', () => {
  const parts = [
    { key: '1'.repeat(16), attempt: 1, writer: '', ...partOfResult(slow) },
    { key: '2'.repeat(16), attempt: 1, writer: '', ...partOfResult(publicationOnce(cases.pass)) },
    { key: '3'.repeat(16), attempt: 1, writer: '', ...partWithout('unmeasured', subject, 'it was gone') },
    { key: '4'.repeat(16), attempt: 1, writer: '', ...partWithout('untouched', subject, 'Rien n’a changé.') },
  ];
  const text = renderGroup(parts, subject, LIMIT);
  expect(text.split('\n')[0]).toBe(
    '## ❌ 1 en échec, 1 sans mesure, 1 réussi, 1 sans rien à mesurer · Tailgate',
  );
  expect(text).toContain('| Verdict | Mesure | P99 | Débit | Erreurs | Raison |');
  expect(text).toContain('«\u00a0it was gone\u00a0»');
  expect([...readGroup(text)].sort((a, b) => (a.key < b.key ? -1 : 1))).toEqual(parts);
  expect(readGroup(renderGroup(parts, { ...subject, language: 'en' }, LIMIT))).toEqual(readGroup(text));
});

test('blanks of French are kept to the end, in Markdown and in a terminal', () => {
  const fail = publicationOnce(inFrench(interleavedFail));
  const own = (text: string) =>
    text.split('\n').filter((line) => !/https?:|tailgate run|^\s*\d+ : |--:|:--/.test(line));
  const comment = own(renderComment(fail));
  const terminal = own(renderTerminal(fail, { colour: false, width: 100 }));
  expect([...comment, ...terminal].filter((line) => /\S [:;?!%»]|« /.test(line))).toEqual([]);
});

test('a terminal tells what the environment is, costs and may carry', () => {
  const report: Report = {
    ...cases.pass,
    plan: { ...cases.pass.plan, cost: { amount: 27.3, currency: 'EUR', per: 'month' } },
    measurement: cases.pass.measurement && {
      ...cases.pass.measurement,
      conditions: { ...cases.pass.measurement.conditions, environment: { machine: 'c3-8', node: '22' } },
    },
  };
  const lines = (one: Report) =>
    renderTerminal(publicationOnce(one), { colour: false, width: 100 }).replaceAll(/[\u00a0\u202f]/g, ' ');
  expect(lines(report)).toMatch(/^ {2}environment {2}machine: c3-8; node: 22$/m);
  expect(lines(report)).toMatch(/^ {2}cost {9}27\.30 EUR\/month: 11\.\d \/s for each EUR a month$/m);
  expect(lines(inFrench(report))).toMatch(/^ {2}environnement {2}machine: c3-8; node: 22$/m);
  expect(lines(inFrench(report))).toMatch(
    /^ {2}coût {11}27,30 EUR par mois : 11,\d \/s pour chaque EUR par mois$/m,
  );
});
