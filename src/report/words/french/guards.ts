/** Who on the path answered instead of the service, in French. */
import type { CauseOf } from '../../../evidence/result/causes.ts';
import { FIGURES_IN_FRENCH } from './grammar.ts';

type Guard = CauseOf<'intercepted'>['guards'][number];

const { formatSeconds, formatShare } = FIGURES_IN_FRENCH;

const GUARDS: Readonly<
  Record<Guard['by'], { readonly what: (guard: Guard) => string; readonly advice: string }>
> = {
  'rate-limiter': {
    what: ({ retryAfterSeconds }) =>
      `refusées par un limiteur de débit (${limiterSaysInFrench(retryAfterSeconds)})`,
    advice:
      'Relevez la limite de débit de l’environnement de test, autorisez l’adresse du runner ou chargez avec moins de connexions.',
  },
  'login-page': {
    what: () => 'redirigées vers une page de connexion',
    advice:
      'Vérifiez le login du scénario et l’en-tête authorization, ou laissez passer le runner par l’en-tête qui contourne la protection d’accès de l’environnement.',
  },
  challenge: {
    what: () => 'arrêtées par une protection contre les robots',
    advice:
      'Exemptez le runner de la protection contre les robots, ou envoyez l’en-tête de contournement du fournisseur dans scenario.headers.',
  },
};

export function guardSaysInFrench(guard: Guard): string {
  return `${formatShare(guard.share)} des requêtes ont été ${GUARDS[guard.by].what(guard)}`;
}

export function limiterSaysInFrench(retryAfterSeconds: number | null): string {
  return retryAfterSeconds === null ? '429' : `429, Retry-After jusqu’à ${formatSeconds(retryAfterSeconds)}`;
}

export function guardsSayInFrench(guards: readonly Guard[]): string {
  return guards.map(guardSaysInFrench).join(' et ');
}

export function guardAdviceInFrench(by: Guard['by']): string {
  return GUARDS[by].advice;
}

export function guardsAdviceInFrench(guards: readonly Guard[]): string {
  return guards.map(({ by }) => guardAdviceInFrench(by)).join(' ');
}
