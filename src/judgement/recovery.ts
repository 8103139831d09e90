/** What is worth knowing of a load's end, where no gate asks for it. */
import { METRICS } from '../config/metrics.ts';
import type { Measurement } from '../evidence/measurement.ts';
import type { Remark } from '../evidence/result/remarks.ts';
import type { Row } from './row.ts';

export function warnOfRecovery({ recovery, lastStage }: Measurement, rows: readonly Row[]): Remark[] {
  const isJudged = rows.some(({ comparison }) => METRICS[comparison.metric].kind === 'time');
  const notBack: Remark[] =
    recovery !== null && recovery.seconds === null && !isJudged
      ? [
          {
            code: 'not-recovered',
            of: recovery.of,
            measuredSeconds: recovery.measuredSeconds,
            limitSeconds: null,
          },
        ]
      : [];
  if (lastStage === null || !lastStage.isSlower) return notBack;
  const { firstP99Ms, p99Ms } = lastStage;
  return [...notBack, { code: 'last-stage-slower', firstP99Ms, p99Ms }];
}
