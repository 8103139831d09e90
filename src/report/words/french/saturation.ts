/** Whether a service was saturated, in French. */
import { TAIL } from '../../../config/metrics.ts';
import type { describeSaturation } from '../saturation.ts';
import { FIGURES_IN_FRENCH } from './grammar.ts';

const F = FIGURES_IN_FRENCH;

export const describeSaturationInFrench: typeof describeSaturation = ({
  finding,
  connections,
  throughputPerSecond,
  meanMs,
  growth,
  interval,
}) => {
  const { half, full } = connections;
  const now = F.formatPerSecond(throughputPerSecond.full);
  const rates = `${now}, ${F.formatPerSecond(throughputPerSecond.half)} avec ${half}`;
  switch (finding) {
    case 'saturated': {
      // Where more connections bring less, they only get into each other's way.
      const most = F.formatPerSecond(Math.max(throughputPerSecond.half, throughputPerSecond.full));
      const waits = `${F.formatMs(meanMs.full)} en moyenne, ${F.formatMs(meanMs.half)} avec ${half}`;
      return `${full} connexions n’apportent pas plus que ${half} (${rates})\u00a0: le service est saturé, ${most} est sa capacité avec ce mélange, et la latence est l’attente dans une file (${waits})`;
    }
    case 'growing':
      return `${full} connexions apportent ${F.formatFactor(1 + growth)} ce qu’en apportent ${half} (${rates})\u00a0: ${now} est ce qu’elles demandent, et la capacité du service est au moins celle-là`;
    case 'unclear':
      return `${full} connexions apportent ${F.formatChange(TAIL, growth)} par rapport à ${half} (90\u202f%\u00a0: ${F.formatInterval(TAIL, interval)}\u00a0; ${rates}), ce qui ne dit pas si ${now} est la capacité du service`;
  }
};
