import type { Measurement } from '../../evidence/measurement.ts';
import type { Cause } from '../../evidence/result/causes.ts';
import { findLost } from '../decision.ts';
import type { ErrorReference } from '../error-floor.ts';
import { findSilence } from '../silence.ts';
import { findBrokenCourse } from './course.ts';
import { findFailedFault } from './fault.ts';
import { findInterception, findLimited } from './interception.ts';
import { findOwnErrors } from './own-errors.ts';
import { findApart } from './shards.ts';

/**
 * Why nothing of the run can be believed, whatever the generator did, the decisive cause first; empty where it can.
 *
 * Who answers comes before everything that follows from it: a limiter's 429 are errors as well, they come so fast that
 * they may keep the generator busy, and a target that is lost behind one is the limiter's. What the run showed
 * besides, an outage or errors of the service's own, is told after it.
 */
export function findBlocked(measurement: Measurement, reference: ErrorReference): readonly Cause[] {
  const course = findBrokenCourse(measurement);
  const answering = findLimited(measurement, null) ?? findInterception(measurement.intercepted);
  const found = [
    ...[course.counts, findApart(measurement), answering].filter((cause) => cause !== null),
    ...findFailedFault(measurement),
    ...[course.login].filter((cause) => cause !== null),
  ];
  if (found.length === 0) return [];
  const besides =
    answering === null
      ? []
      : [findLost(measurement) ?? findSilence(measurement), findOwnErrors(measurement, reference)];
  return [...found, ...besides.filter((cause) => cause !== null)];
}
