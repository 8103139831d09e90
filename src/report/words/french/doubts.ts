/** What makes a measurement one that can't be believed, in French. */
import type { CauseOf } from '../../../evidence/result/causes.ts';
import type { DOUBT_WORDS } from '../doubts.ts';
import { fromToInFrench, lostInFrench } from './failures.ts';
import { counted, et, FIGURES_IN_FRENCH, onBase, quoteInFrench, SIDES_IN_FRENCH } from './grammar.ts';
import {
  guardAdviceInFrench,
  guardsAdviceInFrench,
  guardsSayInFrench,
  limiterSaysInFrench,
} from './guards.ts';
import { withMainErrors } from './main-errors.ts';

const F = FIGURES_IN_FRENCH;

export const DOUBTS_IN_FRENCH: typeof DOUBT_WORDS = {
  intercepted: {
    says: ({ side, guards }) =>
      `${side === 'base' ? 'sur la base, ' : ''}${guardsSayInFrench(guards)}\u00a0: ces chiffres ne sont pas ceux du service`,
    advice: ({ guards }) => guardsAdviceInFrench(guards),
  },
  'rate-limited': {
    says: ({ side, afterSeconds, share, seconds, retryAfterSeconds }) =>
      `Un limiteur de débit${onBase(side)} a refusé ${F.formatShare(share)} des requêtes des dernières ${F.formatSeconds(seconds)} (${limiterSaysInFrench(retryAfterSeconds)})\u00a0: l’essai a été arrêté ${afterSeconds === 0 ? 'pendant la mise en température' : `au bout de ${F.formatMoment(afterSeconds)}`}`,
    advice: ({ share, retryAfterSeconds }) =>
      guardsAdviceInFrench([{ by: 'rate-limiter', share, retryAfterSeconds }]),
  },
  'generator-late': {
    says: (cause) =>
      `Le générateur de charge${onShardInFrench(cause)} était en retard\u00a0: ${et(latenessInFrench(cause), 5)}`,
    advice: adviseLate,
  },
  unaccounted: {
    says: ({ requests }) =>
      `${counted(requests, 'requête manque', 'requêtes manquent')} au compte\u00a0: c’est un défaut de Tailgate, et ses chiffres ne sont pas fiables`,
    advice: () =>
      'Merci de le signaler avec le journal de cet essai\u00a0; un autre essai peut très bien être juste.',
  },
  'shards-apart': {
    says: ({ of, overlap, shards }) =>
      `Les ${of} parts n’ont chargé ensemble que ${F.formatShare(overlap)} du temps (95\u00a0% seraient admis)\u00a0: ${et(shards.map(apart), 8)}`,
    advice: () =>
      'Voyez les journaux des parts nommées, et relancez-les toutes\u00a0: moins de parts, c’est une autre charge.',
  },
  cancelled: {
    says: ({ ran, detail }) =>
      detail === null
        ? `${howFar(ran)}, avant de pouvoir être jugé`
        : `L’essai a été interrompu\u00a0: ${quoteInFrench(detail)}`,
    advice: () => 'Relancez l’essai.',
  },
  'login-lost': {
    says: ({ side, afterSeconds, detail }) =>
      `Le login${onBase(side)} n’était plus accepté au bout de ${F.formatMoment(afterSeconds)}\u00a0: ${quoteInFrench(detail)}`,
    advice: () =>
      'Vérifiez combien de temps le login de ce compte reste valable, et si d’autres le déconnectent.',
  },
  'login-limited': {
    says: ({ side, afterSeconds, detail }) =>
      `Un limiteur de débit${onBase(side)} a refusé le nouveau login au bout de ${F.formatMoment(afterSeconds)}\u00a0: ${quoteInFrench(detail)}`,
    advice: () => guardAdviceInFrench('rate-limiter'),
  },
  'login-broken': {
    says: ({ side, afterSeconds, detail }) =>
      `Impossible de se reconnecter à ${SIDES_IN_FRENCH[side]} au bout de ${F.formatMoment(afterSeconds)}\u00a0: ${quoteInFrench(detail)}`,
    advice: () => SERVICE_FAILS_IN_FRENCH,
  },
  'fault-failed': {
    says: ({ command, how, exitCode }) => `${COMMANDS[command]} ${ENDS[how](exitCode)}`,
    advice: ({ command }) =>
      command === 'fault'
        ? 'Consultez sa sortie dans le journal de l’essai et relancez\u00a0: ce que le service a fait ne répond pas à une panne qui n’a pas été provoquée comme prévu.'
        : 'Consultez sa sortie dans le journal de l’essai et levez la panne à la main\u00a0: l’environnement est peut-être encore privé de ce qui lui a été retiré.',
  },
  'base-lost': {
    says: ({ side, afterSeconds, detail }) => lostInFrench(side, afterSeconds, detail),
    advice: () =>
      'Voyez ce qu’est devenu l’environnement de base et relancez\u00a0: sans lui, rien ne peut être comparé.',
  },
  'silence-of-both': {
    says: ({ target, base }) =>
      `Rien n’a abouti sur la cible ${fromToInFrench(target)} de sa charge, ni sur la base ${fromToInFrench(base)}\u00a0: ce qu’elles partagent ne répondait plus, ou aucune des deux`,
    advice: () =>
      'Voyez sur quoi les deux reposent (cette machine, une base de données, un proxy) et relancez\u00a0: on ne peut pas dire laquelle était en cause.',
  },
  'base-often-silent': {
    says: ({ stretches, silentSeconds, measuredSeconds }) =>
      `Rien n’a abouti sur la base pendant ${F.formatSeconds(silentSeconds)} sur ${F.formatSeconds(measuredSeconds)} de charge, ${stretches === 1 ? 'd’un seul tenant' : `en ${stretches} fois`}\u00a0: à côté d’elle, tout paraît sain`,
    advice: () =>
      'Voyez pourquoi la base se tait et relancez\u00a0; pour juger la cible par ses seules limites, retirez la base.',
  },
  'base-broken': {
    says: ({ errorRate, targetErrorRate, main }) =>
      `La base est en panne\u00a0: ${withMainErrors(`${F.formatShare(errorRate)} de ses requêtes ont échoué`, main)} (cible ${F.formatShare(targetErrorRate)}), si bien que rien ne peut être comparé`,
    advice: () =>
      'Voyez pourquoi la base échoue et relancez\u00a0; pour juger la cible par ses seules limites, retirez la base.',
  },
};

const COMMANDS = {
  fault: 'La commande qui provoque la panne',
  'fault-end': 'La commande qui lève la panne',
} as const;

const ENDS: Readonly<Record<CauseOf<'fault-failed'>['how'], (exitCode: number | null) => string>> = {
  failed: (exitCode) =>
    exitCode === null ? 'a été arrêtée par un signal' : `s’est terminée avec le code ${exitCode}`,
  'timed-out': () => 'ne s’est pas terminée à temps et a été tuée',
  'not-started': () => 'n’a pas pu être lancée',
  'cut-short': () => 'n’était pas terminée à la fin de l’essai',
  'not-reached': () => 'n’a jamais été lancée, car la charge s’est terminée avant',
};

/** Nothing that the configuration could mend. */
export const SERVICE_FAILS_IN_FRENCH =
  'Le service lui-même échoue\u00a0: consultez son journal, et voyez si ce dont il dépend fonctionne, par exemple sa base de données.';

function howFar(ran: CauseOf<'cancelled'>['ran']): string {
  if (ran === null) return 'L’essai s’est terminé avant son premier tour';
  const { afterSeconds, plannedSeconds, blocks } = ran;
  if (!blocks)
    return `L’essai a été annulé au bout de ${F.formatMoment(afterSeconds)} sur ${F.formatMoment(plannedSeconds)}`;
  return `L’essai a été annulé après ${F.formatCount(blocks.measured)} blocs sur ${F.formatCount(blocks.of)} au plus et ${F.formatSeconds(afterSeconds)} de charge des deux côtés (budget ${F.formatSeconds(plannedSeconds)})`;
}

type Late = Omit<CauseOf<'generator-late'>, 'code'>;

const APART = {
  late: (seconds: string) => `a commencé avec ${seconds} de retard`,
  early: (seconds: string) => `s’est arrêtée ${seconds} trop tôt`,
  clock: (seconds: string) => `a une horloge peut-être décalée de ${seconds}`,
  stopped: () => 'a abandonné pendant que d’autres continuaient',
} as const;

function apart({ shard, how, seconds }: CauseOf<'shards-apart'>['shards'][number]): string {
  return `la part ${shard} ${APART[how](F.formatSeconds(seconds))}`;
}

/** Which of several machines it was. */
export function onShardInFrench({ shard }: Pick<Late, 'shard'>): string {
  return shard === undefined ? '' : ` de la part ${shard}`;
}

const ASK_LESS = { closed: 'moins de connexions', open: 'un débit plus bas' } as const;

/** How it was late, how busy it was itself, and what the machine did meanwhile. */
export function latenessInFrench({ cpuShare, waitShare, machineShare, delayMs, lateShare }: Late): string[] {
  const why: string[] = [];
  if (delayMs) {
    const limit = F.formatMs(delayMs.limit);
    why.push(
      `il a lu des réponses avec jusqu’à ${F.formatBeside('p99', delayMs.seen, limit)} de retard (P99\u00a0; ${limit} seraient admis)`,
    );
  }
  if (lateShare) {
    const limit = F.formatShare(lateShare.limit);
    const late = F.formatBeside('errors', lateShare.seen, limit);
    why.push(
      `il a envoyé ${late} des requêtes avec plus de 1 ms de retard alors qu’une connexion était libre (${limit} seraient admis)`,
    );
  }
  why.push(`il a lui-même occupé ${F.formatShare(cpuShare)} d’un cœur`);
  if (waitShare !== null) why.push(`il a attendu un processeur ${F.formatShare(waitShare)} du temps`);
  if (machineShare !== null)
    why.push(`les processeurs de la machine étaient occupés à ${F.formatShare(machineShare)}`);
  return why;
}

/** Less load where it is the generator itself that has no time left, else a machine that has. */
function adviseLate({ model, cpuShare, shards }: Late): string {
  if (shards !== undefined)
    return `Son thread le plus chargé a occupé ${F.formatShare(cpuShare)} d’un cœur\u00a0: utilisez au moins ${shards} shards (docs/shards.md). Ou demandez moins au générateur (${ASK_LESS[model]}), ou donnez plus de cœurs au runner.`;
  return cpuShare >= BUSY
    ? `Demandez moins au générateur (${ASK_LESS[model]}), ou donnez plus de cœurs au runner.`
    : `Autre chose occupait la machine\u00a0: donnez plus de cœurs au runner, faites tourner les services ailleurs ou demandez moins (${ASK_LESS[model]}).`;
}

/** Of a core: from here on the generator is its own obstacle. */
const BUSY = 0.5;
