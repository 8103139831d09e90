/** What a response holds: values that later requests carry, and whether what is expected of it is there. */
import type { Capture, Check, Inspection } from '../../config/scenario.ts';
import { InspectedBody, MOST_INSPECTED_BYTES } from './body.ts';
import { failureOf, graphqlFailure } from './check.ts';
import { extract, whereOf } from './extract.ts';
import { namesOf } from './pointer.ts';
import type { InspectedResponse } from './response.ts';

interface Inspected {
  /** What was found, also where something else wasn't. */
  readonly captured: Readonly<Record<string, string>>;
  /**
   * The first of what is not as it has to be, with what was expected and found; null where nothing is. Values of the
   * response are in it, as they are: at most a few hundred letters.
   */
  readonly failure: string | null;
}

/** The names of its JSON Pointers, taken apart once; of what looks elsewhere, none. */
interface Pointers {
  readonly checks: readonly (readonly string[])[];
  readonly captures: readonly (readonly string[])[];
}

const known = new WeakMap<Inspection, Pointers>();

/** Never throws, whatever the response is. Its body is read at most once, and only if something needs it. */
export function inspect(inspection: Inspection, response: InspectedResponse): Inspected {
  const pointers = pointersOf(inspection);
  const body = new InspectedBody(response);
  let failure = inspection.graphql === true ? graphqlFailure(body) : null;
  const { checks, captures } = inspection;
  for (let i = 0; i < checks.length && failure === null; i++)
    failure = failureOf(checks[i] as Check, response, body, pointers.checks[i] as readonly string[]);
  const captured: Record<string, string> = {};
  for (let i = 0; i < captures.length; i++) {
    const capture = captures[i] as Capture;
    const extracted = extract(capture, response, body, pointers.captures[i] as readonly string[]);
    if (extracted.value !== null) captured[capture.name] = extracted.value;
    else
      failure ??= `expected a value to capture as ${capture.name} ${whereOf(capture)}, found ${extracted.found}`;
  }
  return { captured, failure };
}

/** How many bytes of the body have to be kept for it; 0 where it looks at the head and the size alone. */
export function bytesNeeded({ captures, checks, graphql }: Inspection): number {
  const isRead =
    graphql === true ||
    captures.some(({ from }) => 'json' in from || 'after' in from) ||
    checks.some(({ of }) => 'json' in of || ('body' in of && of.body === 'text'));
  return isRead ? MOST_INSPECTED_BYTES : 0;
}

function pointersOf(inspection: Inspection): Pointers {
  let pointers = known.get(inspection);
  if (pointers === undefined) {
    pointers = {
      checks: inspection.checks.map(({ of }) => ('json' in of ? namesOf(of.json) : [])),
      captures: inspection.captures.map(({ from }) => ('json' in from ? namesOf(from.json) : [])),
    };
    known.set(inspection, pointers);
  }
  return pointers;
}
