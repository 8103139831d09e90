import type { BaselineConditions } from '../../baseline.ts';
import type { Unsaid } from '../../result/differences.ts';
import { oneStage } from '../one-stage.ts';
import { type ConditionKey, conditionNamed } from './condition-names.ts';
import { asRead, connectionsIn, durationIn, type ReadCondition } from './condition-values.ts';
import { dateIn } from './dates.ts';
import type { Heading, KeyValueLine } from './document.ts';
import { METHOD_NAMED, methodsIn } from './methods.ts';
import { sectionsOf } from './sections.ts';
import { doubt, quoted } from './unread.ts';

type Fact = Omit<KeyValueLine, 'heading'>;

interface Circumstances {
  readonly date?: string;
  readonly conditions: BaselineConditions;
  /** What was said of these and not read. */
  readonly unread: readonly Unsaid[];
  /** Each as what the run does: `says "Connections: 10–20" in line 4, which was not read`. */
  readonly doubts: readonly string[];
}

/**
 * How and when a run was made, as far as the facts and the headings around it say.
 * @param groups facts by where they stand, the nearest first: only where one says nothing the next one is asked
 * @param seriesSeconds how long it ran by its own figures, for where the facts don't say
 */
export function circumstancesOf(
  groups: readonly (readonly Fact[])[],
  heading: Heading | null,
  seriesSeconds: number | null,
): Circumstances {
  const unread: Unsaid[] = [];
  const doubts: string[] = [];
  const ask = <T>(
    key: ConditionKey,
    read: (value: string, unitMs: number | null) => ReadCondition<T>,
    isSaid: (fact: Fact) => boolean = ({ value }) => /\d/u.test(value),
  ): { readonly value: T | null; readonly said: boolean } => {
    const { value, doubts: own, said } = firstOf(groups, key, read, isSaid);
    doubts.push(...own);
    if (value === null && said && key !== 'date') unread.push(UNSAID[key]);
    return { value, said };
  };
  const date = ask('date', (value) => asRead(dateIn(value)));
  const connections = ask('connections', connectionsIn);
  const duration = ask('duration', durationIn);
  const timeout = ask('timeout', durationIn);
  const tool = ask('tool', (value) => asRead(firstLine(value)));
  const machine = ask('machine', (value) => asRead(firstLine(value)));
  const workload = ask(
    'workload',
    (value) => asRead(methodsIn(value)),
    ({ key, value }) => METHOD_NAMED.test(value) || (!/^requ/iu.test(key) && /%|\d\s?\/\s?\d/u.test(value)),
  );
  const methods = workload.value ?? (workload.said ? null : methodsInTitles(heading));
  const durationSeconds = duration.value ?? (duration.said ? null : seriesSeconds);
  return {
    ...(date.value !== null && { date: date.value }),
    unread,
    doubts,
    conditions: {
      ...(tool.value !== null && { tool: tool.value }),
      ...oneStage({
        ...(connections.value !== null && { connections: connections.value }),
        ...(durationSeconds !== null && { durationSeconds }),
      }),
      ...(timeout.value !== null && { timeoutSeconds: timeout.value }),
      ...(machine.value !== null && { machine: machine.value }),
      ...(methods !== null && { methods }),
    },
  };
}

const UNSAID: Readonly<Record<Exclude<ConditionKey, 'date'>, Unsaid>> = {
  connections: 'connections',
  duration: 'duration',
  workload: 'mix',
  timeout: 'timeout',
  tool: 'tool',
  machine: 'machine',
};

interface First<T> {
  readonly value: T | null;
  /** Whether there is a value, or would be if it could be read. */
  readonly said: boolean;
  readonly doubts: readonly string[];
}

/** What the nearest group says that says anything. Two values there are none; what can't be read isn't passed over. */
function firstOf<T>(
  groups: readonly (readonly Fact[])[],
  key: ConditionKey,
  read: (value: string, unitMs: number | null) => ReadCondition<T>,
  isSaid: (fact: Fact) => boolean,
): First<T> {
  const vague: string[] = [];
  for (const facts of groups) {
    const about = facts.flatMap((fact) => {
      const name = conditionNamed(fact.key);
      return name?.key === key ? [{ fact, name, read: read(fact.value, name.unitMs) }] : [];
    });
    // `Connections (database)` is about others, and asked only where nobody speaks of these.
    const others = about.filter(({ name, fact }) => name.isOther && isSaid(fact));
    vague.push(...others.map(({ fact }) => doubt(fact.key, fact.value, fact.line, null)));
    const words = about.filter(
      ({ name, read: found, fact }) => !name.isOther && found === null && isVague(key, fact),
    );
    vague.push(...words.map(({ fact }) => doubt(fact.key, fact.value, fact.line, null)));
    const own = about.filter(
      ({ name, read: found, fact }) => !name.isOther && (found !== null || isSaid(fact)),
    );
    const [first] = own;
    if (!first) continue;
    const unlike = own.find((one) => JSON.stringify(one.read?.value) !== JSON.stringify(first.read?.value));
    if (unlike) return { value: null, said: true, doubts: [twice(first.fact, unlike.fact)] };
    if (first.read === null) {
      const why = /^\d[\d.,]*$/u.test(first.fact.value) && NEEDS_UNIT.has(key) ? 'has no unit' : null;
      return {
        value: null,
        said: true,
        doubts: [doubt(first.fact.key, first.fact.value, first.fact.line, why)],
      };
    }
    const { value, isLeast } = first.read;
    const { key: name, value: text, line } = first.fact;
    const taken = `says "${name}: ${quoted(text)}" in line ${line}, which is read as ${value}`;
    return { value, said: true, doubts: isLeast ? [taken] : [] };
  }
  return { value: null, said: vague.length > 0, doubts: vague.slice(0, 2) };
}

/** Words where a number belongs: `Connections: fifty`. */
function isVague(key: ConditionKey, { value }: Fact): boolean {
  const isNothing =
    /^(?:n\/?a|none|unknown|default|inconnue?s?|aucune?s?|value|valeur|result|resultat)?\.?$/iu.test(value);
  return NUMBERS.has(key) && /\p{L}/u.test(value) && !/\d/u.test(value) && !isNothing;
}

const NUMBERS: ReadonlySet<ConditionKey> = new Set(['connections', 'duration', 'timeout']);
const NEEDS_UNIT: ReadonlySet<ConditionKey> = new Set(['duration', 'timeout']);

function twice(one: Fact, other: Fact): string {
  const what = (fact: Fact): string => `"${fact.key}: ${quoted(fact.value)}" in line ${fact.line}`;
  return `says both ${what(one)} and ${what(other)}, so neither was read`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] as string;
}

function methodsInTitles(heading: Heading | null): Record<string, number> | null {
  for (const section of sectionsOf(heading)) {
    const methods = methodsIn(section.text);
    if (methods) return methods;
  }
  return null;
}
