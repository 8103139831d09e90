import type { BaselineConditions } from '../../baseline.ts';
import { fold } from '../metric-names.ts';
import { secondsIn } from '../metric-values.ts';
import { readNumber } from '../numbers.ts';
import { oneStage } from '../one-stage.ts';
import { dateIn } from './dates.ts';
import type { Heading, KeyValueLine } from './document.ts';
import { methodsIn } from './methods.ts';
import { sectionsOf } from './sections.ts';

const KEYS = {
  connections:
    /^(?:(?:concurrent |open )?connections?|connexions?(?: simultanees| concurrentes)?|concurrency|concurrence)$/u,
  duration: /^(?:(?:test )?duration|duree(?: du test| de la mesure)?|length)$/u,
  workload:
    /^(?:workload|mix|request mix|melange|charge(?: de travail)?|methods|methodes|traffic|trafic|requests|requetes)$/u,
  timeout: /^(?:(?:request )?time-?out|delai(?: d'attente| maximal)?)$/u,
  tool: /^(?:(?:load )?(?:tool|generator)|outil(?: de charge)?)$/u,
  machine: /^(?:load machine|test machine|generator machine|machine (?:de test|de charge))$/u,
  date: /^(?:date(?: du test| of the run)?|measured on|mesure le)$/u,
} as const;

interface Circumstances {
  readonly date?: string;
  readonly conditions: BaselineConditions;
}

/** Whether the name is one of those that `circumstancesOf` reads. */
export function isConditionName(name: string): boolean {
  const folded = fold(name.slice(0, 80));
  return Object.values(KEYS).some((pattern) => pattern.test(folded));
}

/**
 * How and when a run was made, as far as the facts (nearest first) and the headings around it say.
 * @param seriesSeconds how long it ran by its own figures, for where the facts don't say
 */
export function circumstancesOf(
  facts: readonly KeyValueLine[],
  heading: Heading | null,
  seriesSeconds: number | null,
): Circumstances {
  const first = <T>(pattern: RegExp, read: (value: string) => T | null): T | null => {
    for (const { key, value } of facts) {
      const found = pattern.test(fold(key)) ? read(value) : null;
      if (found !== null) return found;
    }
    return null;
  };
  const date = first(KEYS.date, dateIn);
  const connections = first(KEYS.connections, wholeNumberIn);
  const durationSeconds = first(KEYS.duration, (value) => secondsIn(value, null)) ?? seriesSeconds;
  const timeoutSeconds = first(KEYS.timeout, (value) => secondsIn(value, null));
  const tool = first(KEYS.tool, (value) => value);
  const machine = first(KEYS.machine, (value) => value);
  const methods = first(KEYS.workload, methodsIn) ?? methodsInTitles(heading);
  return {
    ...(date !== null && { date }),
    conditions: {
      ...(tool !== null && { tool }),
      ...oneStage({
        ...(connections !== null && { connections }),
        ...(durationSeconds !== null && { durationSeconds }),
      }),
      ...(timeoutSeconds !== null && { timeoutSeconds }),
      ...(machine !== null && { machine }),
      ...(methods !== null && { methods }),
    },
  };
}

function methodsInTitles(heading: Heading | null): Record<string, number> | null {
  for (const section of sectionsOf(heading)) {
    const methods = methodsIn(section.text);
    if (methods) return methods;
  }
  return null;
}

/** `10`, `10 connections`; not `9 (1-2 active)` of a database, nor a range. */
function wholeNumberIn(value: string): number | null {
  const number = readNumber(value, 'count', null);
  const isWhole = number !== null && /^(?:\s(?:\p{L}|\s)+)?$/u.test(value.slice(number.length));
  return isWhole && Number.isSafeInteger(number.value) && number.value > 0 ? number.value : null;
}
