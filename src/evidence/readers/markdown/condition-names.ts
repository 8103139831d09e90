import { fold } from '../fold.ts';
import { unitMsOf } from '../units.ts';

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

export type ConditionKey = keyof typeof KEYS;

interface ConditionName {
  readonly key: ConditionKey;
  /** Length in ms of the unit that the name gives, as in `Duration (s)`. */
  readonly unitMs: number | null;
  /** Whether the name goes on to say that it is about something else: `Duration (warm-up)`. */
  readonly isOther: boolean;
}

const PLAIN = /^(?:|total|totale?s?|overall|each run|all|number|nombre|nb|count|mean|avg|http|client)$/u;

/** Which condition a name stands for; null for none. */
export function conditionNamed(name: string): ConditionName | null {
  if (name.length > 80) return null;
  const written = name.replace(/\s+/gu, ' ').trim();
  const match = /^(.*?)(?:\s*[([]([^()[\]]*)[)\]]|,?\s(?:in|en)\s(\S+)|,\s(\S+))?$/u.exec(written);
  const bare = fold(match?.[1] ?? written);
  const note = (match?.[2] ?? match?.[3] ?? match?.[4] ?? '').replace(/^(?:in|en)\s/iu, '').trim();
  const key = (Object.keys(KEYS) as ConditionKey[]).find((one) => KEYS[one].test(bare));
  if (key === undefined) return null;
  const unitMs = key === 'duration' || key === 'timeout' ? unitMsOf(note.replace(/\.$/u, '')) : null;
  return { key, unitMs, isOther: unitMs === null && !PLAIN.test(fold(note)) };
}
