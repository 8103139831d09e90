/** What kept a measurement from being made, in French; what exactly was met is quoted as the engine says it. */
import type { UNMEASURABLE } from '../../../evidence/result/unmeasurable.ts';
import type { CauseWords } from '../cause-words.ts';
import type { UNMEASURABLE_WORDS } from '../unmeasurable.ts';
import { SERVICE_FAILS_IN_FRENCH } from './doubts.ts';
import { quoteInFrench } from './grammar.ts';
import { guardAdviceInFrench } from './guards.ts';

type Code = (typeof UNMEASURABLE)[number];

function of<Of extends Code>(what: string, advice: string): CauseWords<Of> {
  return {
    says: ({ detail }: { readonly detail: string }) => `${what}\u00a0: ${quoteInFrench(detail)}`,
    advice: () => advice,
  };
}

export const UNMEASURABLE_IN_FRENCH: typeof UNMEASURABLE_WORDS = {
  'no-target': of(
    'aucune cible n’a été trouvée',
    'Vérifiez qu’un déploiement de ce commit aboutit, ou donnez l’URL de l’environnement à mesurer par l’entrée target-url.',
  ),
  'refused-target': of(
    'cet environnement ne peut pas être chargé',
    'Ce qui peut être chargé se déclare dans le workflow, pas dans tailgate.yml.',
  ),
  'wrong-commit': of(
    'ce n’est pas le bon commit qui est servi',
    'Laissez le déploiement se terminer, évitez les autres déploiements pendant l’essai et relancez.',
  ),
  'no-commit': of(
    'l’environnement ne dit pas quel commit il sert',
    'Il répond\u00a0: voyez ce qu’il dit à target.identity.path, et indiquez dans target.identity.commit où s’y trouve le commit.',
  ),
  'merge-commit': of(
    'c’est le commit de fusion de GitHub qui est servi',
    'Faites un checkout de github.event.pull_request.head.sha là où le service est construit, et faites-lui annoncer ce commit.',
  ),
  'unknown-commit': of(
    'le commit servi n’a pas pu être vérifié',
    'Voyez dans le journal du service s’il tourne et répond encore à cet endroit, et relancez.',
  ),
  'not-ready': of(
    'l’environnement n’a pas été prêt à temps',
    'Voyez pourquoi il ne répond pas\u00a0: son journal, son adresse, le chemin target.ready, et s’il lui faut plus de temps pour démarrer que target-timeout ne lui en laisse.',
  ),
  'http2-only': of(
    'le service n’accepte que HTTP/2',
    'Faites accepter HTTP/1.1 en plus de HTTP/2 au service, ou à un proxy devant lui\u00a0: la plupart des serveurs ont une option pour cela, comme allowHTTP1.',
  ),
  'limited-at-start': of(
    'un limiteur de débit a refusé les premières requêtes',
    guardAdviceInFrench('rate-limiter'),
  ),
  'service-broken': of(
    'le service échoue avant même la charge',
    `${SERVICE_FAILS_IN_FRENCH} S’il lui faut seulement plus de temps pour démarrer, target-timeout le lui donne.`,
  ),
  'login-failed': of(
    'le login a échoué',
    'Vérifiez le chemin du login, son corps et les variables TAILGATE_ qu’il utilise.',
  ),
  'setup-failed': of(
    'la préparation a échoué',
    'Vérifiez la requête de scenario.setup, le login avec lequel elle est envoyée et ce qu’elle capture.',
  ),
  'generator-exhausted': of(
    'le générateur de charge a épuisé les ressources de sa machine',
    'Demandez moins de connexions, ou relevez ce que cette machine permet\u00a0: les fichiers ouverts par ulimit -n, les ports locaux par net.ipv4.ip_local_port_range. Un service qui ferme chaque connexion après sa réponse consomme un port par requête.',
  ),
  'generator-hung': of(
    'le générateur de charge ne répondait plus',
    'Relancez l’essai\u00a0; si cela se reproduit, merci de le signaler avec le journal.',
  ),
  'generator-result': of(
    'votre générateur de charge n’a pas laissé de résultat qui puisse être jugé',
    'Lancez-le seul, sur le même environnement, et vérifiez qu’il se termine par 0 et que son résultat contient des requêtes.',
  ),
  'shards-missing': of(
    'toutes les parts de la charge n’étaient pas là',
    'Voyez les journaux des jobs nommés\u00a0: les runners étaient peut-être trop peu nombreux, ou un job s’est terminé trop tôt. Relancez ensuite toutes les parts, car elles se mesurent en même temps.',
  ),
  'shards-refused': of(
    'les fichiers des parts de la charge ne peuvent pas être réunis',
    'Donnez à toutes les parts le même commit, le même tailgate.yml, les mêmes entrées et la même version de Tailgate, et ne réunissez que les fichiers d’un seul essai.',
  ),
  tls: of(
    'la connexion TLS a échoué',
    'Vérifiez le certificat, son nom et sa date, et le schéma de l’URL. Une autorité à vous se déclare par NODE_EXTRA_CA_CERTS\u00a0; NODE_TLS_REJECT_UNAUTHORIZED ne change rien.',
  ),
  dns: of(
    'le nom de l’hôte est introuvable',
    'Vérifiez le nom de l’hôte dans l’URL, et qu’il se résout là où l’essai tourne.',
  ),
};
