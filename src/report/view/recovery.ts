/** A spike or a fault on purpose in a line each; in words and for no medium yet. */
import type { Publication } from '../report.ts';
import { wordsFor } from '../words/language.ts';
import { type Fact, words } from './fact.ts';

/** Empty where the load disturbed nothing on purpose. */
export function recoveryFacts(report: Publication): readonly Fact[] {
  const { recovery, fault } = report.result;
  const { labels, describeFault, describeRecovery, describeLastStage } = wordsFor(report);
  const facts = [
    words(labels.fault, fault === undefined ? null : describeFault(fault)),
    words(
      labels.recovery,
      recovery === undefined
        ? null
        : [describeRecovery(recovery), describeLastStage(recovery)]
            .filter((part) => part !== null)
            .join('; '),
    ),
  ];
  return facts.filter((fact) => fact !== null);
}
