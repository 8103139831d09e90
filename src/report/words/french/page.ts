/** What the report's page says around its charts, in French. */
import type { PAGE_WORDS } from '../page.ts';

export const PAGE_WORDS_IN_FRENCH: typeof PAGE_WORDS = {
  allRequests: 'Toutes les requêtes',
  percentile: 'Percentile',
  latency: 'Latence',
  shareOfRequests: 'Part des requêtes',
  seconds: 'Secondes de charge',
  errorsPerSecond: 'Erreurs par seconde',
  distribution: {
    title: 'Latence par percentile',
    about:
      'D’un neuf à l’autre, il reste un dixième des requêtes. Les succès et les délais dépassés comptent\u00a0; une courbe s’arrête là où aucune requête n’est au-delà.',
  },
  shares: {
    title: 'Part des requêtes selon la latence',
    about:
      'La part de toutes les requêtes qui n’ont pas pris plus de temps. Une courbe plus à gauche est plus rapide.',
  },
  courseLatency: (ofSearch) => ({
    title: 'Latence au fil de la charge',
    about: `P99 est en trait plein et P50 en tirets${ofSearch ? ', palier par palier de la recherche' : ''}. Faites glisser sur une plage pour zoomer\u00a0; tous les graphiques de la charge suivent.`,
  }),
  courseThroughput: { title: 'Débit au fil de la charge', about: 'Succès par seconde.' },
  courseErrors: (hasBase) => ({
    title: 'Erreurs au fil de la charge',
    about: `Par nature, par seconde${hasBase ? '\u00a0; les courbes de la base sont en tirets' : ''}.`,
  }),
  comparedLatency: {
    title: 'P99 au fil de la charge',
    about:
      'Chaque essai sur l’horloge de sa propre charge. Faites glisser sur une plage pour zoomer\u00a0; tous les graphiques de la charge suivent.',
  },
  comparedErrors: { title: 'Erreurs au fil de la charge', about: 'De toute nature, par seconde.' },
  ofBase: (series) => `${series} (base)`,
  serverSide: (unit) => `Côté serveur\u00a0: ${unit}`,
  serverAbout: (hasBase, left) =>
    `Sur la même horloge que la charge${hasBase ? '\u00a0; les courbes de la base sont en tirets' : ''}.${left > 0 ? ` ${left} autres séries sont dans le fichier de résultat.` : ''}`,
  units: {
    cores: 'processeurs',
    bytes: 'mémoire',
    connections: 'connexions',
    'per second': 'débits',
    'bytes per second': 'octets par seconde',
    seconds: 'durées',
    share: 'parts',
    number: 'nombres',
  },
  events: {
    'logged-in-again': 'nouvelle connexion du compte',
    'connections-lost': 'connexions perdues',
    silent: 'aucun succès',
    stalled: 'manche ralentie',
    'target-lost': 'cible perdue',
  },
  blocks: {
    rounds: {
      title: 'Écart bloc par bloc',
      about:
        'Chaque bloc mesure les deux côtés une fois, et une pièce décide lequel passe en premier. La bande est ce qui est toléré.',
    },
    passes: {
      title: 'Écart passage par passage',
      about:
        'Chaque passage parcourt toutes les étapes des deux côtés, et une pièce décide lequel est le premier. La bande est ce qui est toléré.',
    },
  },
  block: { rounds: 'Bloc', passes: 'Passage' },
  targetFirst: 'cible en premier',
  baseFirst: 'base en premier',
  comparison: 'Métriques, limites et écarts',
  latencies: 'Latence',
  load: 'Au fil de la charge',
  stages: 'Étapes',
  steps: 'Paliers de la recherche',
  gates: 'Écarts et leurs intervalles',
  gatesAbout:
    'Chaque échelle couvre plusieurs tolérances. Le trait du milieu est l’absence d’écart, la bande ce qui est toléré, et le pire est à droite.',
  byRequest: 'P99 de chaque requête',
  byRequestAbout:
    'De la base à la cible, toutes manches confondues, avec l’intervalle à 90\u202f% que donne la dispersion au sein des manches. Cela ne décide rien\u00a0: pour cela, une requête doit être déclarée dans la gate.',
  scale: 'Meilleur … pire',
  causes: (count) => (count === 1 ? 'Cause' : 'Causes'),
  docs: 'Dans la documentation',
  figures: 'Valeurs de ce graphique',
  choose: 'Afficher',
  wholeRange: 'Toute la plage',
  zoomHelp: 'Les flèches déplacent la lecture, + et − zooment, Échap montre toute la plage.',
  drawingOf: 'Graphique',
  eventsOf: 'Événements',
  noScript:
    'Les graphiques ont besoin de JavaScript, que ce navigateur n’exécute pas. Tout le reste de cette page s’en passe.',
  command: 'La commande qui reproduit ceci',
  more: (count) => `${count} autres sont dans le fichier de résultat.`,
};
