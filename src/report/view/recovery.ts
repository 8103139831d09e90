/** A spike or a fault on purpose in a line each; in words and for no medium yet. */
import type { Publication } from '../report.ts';
import { describeFault, describeLastStage, describeRecovery } from '../words/recovery.ts';
import { type Fact, words } from './fact.ts';

/** Empty where the load disturbed nothing on purpose. */
export function recoveryFacts({ result: { recovery, fault } }: Publication): readonly Fact[] {
  const facts = [
    words('Fault', fault === undefined ? null : describeFault(fault)),
    words(
      'Recovery',
      recovery === undefined
        ? null
        : [describeRecovery(recovery), describeLastStage(recovery)]
            .filter((part) => part !== null)
            .join('; '),
    ),
  ];
  return facts.filter((fact) => fact !== null);
}
