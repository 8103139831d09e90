/** What the comment and the summary say around their tables, in French. */
import type { SECTION_WORDS } from '../sections.ts';
import { counted } from './grammar.ts';

type Counted = Parameters<(typeof SECTION_WORDS)['leftOut']>[1];

const COUNTED: Readonly<Record<Counted, readonly [one: string, many: string]>> = {
  figure: ['métrique omise', 'métriques omises'],
  request: ['requête omise', 'requêtes omises'],
  stage: ['étape omise', 'étapes omises'],
  step: ['palier omis', 'paliers omis'],
  flow: ['parcours ou étape omis', 'parcours et étapes omis'],
  series: ['série omise', 'séries omises'],
  change: ['changement omis', 'changements omis'],
  warning: ['avertissement omis', 'avertissements omis'],
  observation: ['observation omise', 'observations omises'],
  failing: ['requête en erreur omise', 'requêtes en erreur omises'],
};

export const SECTIONS_IN_FRENCH: typeof SECTION_WORDS = {
  leftOut: (count, of, where) => {
    return `${counted(count, ...COUNTED[of])} faute de place\u00a0; ${where}.`;
  },
  inSummary: 'tout figure dans le résumé de l’exécution et dans le fichier de résultat',
  inFile: 'tout figure dans le fichier de résultat',
  inJobsSummary: 'tout figure dans le résumé de son job',
  furtherNotes: (count) => `${counted(count, 'autre note', 'autres notes')} dans le fichier de résultat.`,
  furtherRows: (count, of) => `${FURTHER[of](count)}\u00a0: voir le fichier de résultat.`,
  more: (count) => counted(count, 'autre'),
  moreInFile: (count) => `${counted(count, 'autre')} dans le fichier de résultat`,
  noTarget: 'aucune',
  noText: '(pas de texte)',
  judgedBy: 'Le jugement suit ce qui est écrit maintenant.',
  requests: (count, others, withoutErrors) => {
    const what = others ? counted(count, 'autre requête', 'autres requêtes') : counted(count, 'requête');
    return `${what}${withoutErrors ? ' sans erreur' : ''}`;
  },
  needLook: (count) => `${counted(count, 'requête')} à regarder`,
  acceptTitle: 'Si ce changement est voulu',
  accept: (keys, more, file, baseline, label) => {
    const others = more > 0 ? ` et ${counted(more, 'autre')}` : '';
    const refresh = baseline === null ? '' : `, ou renouvelez la référence ${baseline}`;
    const set = label === null ? '' : `\u00a0; ou bien, pour ce seul commit, posez le label ${label}`;
    return `réglez ${keys}${others} dans ${file} à la valeur que vous acceptez${refresh}${set}`;
  },
  acceptInTerminal: (keys, file, baseline, label) => {
    const refresh = baseline === null ? '' : `, ou renouvelez ${baseline}`;
    const set =
      label === null ? '' : `\u00a0; ou bien, pour ce seul commit, posez le label «\u00a0${label}\u00a0»`;
    return `réglez ${keys} dans ${file} à la valeur que vous acceptez${refresh}${set}`;
  },
  again: (needed) => `Le même essai depuis un terminal${needed === null ? '' : `, ${needed}`}\u00a0:`,
  run: 'Exécution',
  runThatMeasured: 'L’exécution qui a mesuré',
  resultIn: (file) => `résultat dans ${file}`,
  perSecond: '/s',
  drawn: (title, unit, each) => `**${title}** en ${unit}, un point toutes les ${each}`,
  report: 'Le rapport en une page',
  reportIn: (report, name) => `${report} est dans l’artefact ${name}`,
  publishedBy: (version) => `publié par Tailgate ${version}`,
  colon: '\u00a0:',
  bannerTitle: 'Mesuré par l’exécution du fork lui-même',
  banner:
    'L’auteur de cette pull request contrôle le code qui a mesuré et le fichier d’où viennent ces chiffres. ' +
    'Ils n’engagent que lui\u00a0; personne n’a refait la mesure.',
  inArtifact: 'tout figure dans l’artefact de l’exécution qui a mesuré',
};

const FURTHER: Readonly<
  Record<Parameters<(typeof SECTION_WORDS)['furtherRows']>[1], (count: number) => string>
> = {
  request: (count) => counted(count, 'autre requête', 'autres requêtes'),
  stage: (count) => counted(count, 'autre étape', 'autres étapes'),
  step: (count) => counted(count, 'autre palier', 'autres paliers'),
  flow: (count) => counted(count, 'autre ligne', 'autres lignes'),
  series: (count) => counted(count, 'autre série', 'autres séries'),
};
