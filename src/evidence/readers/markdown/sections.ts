import type { Heading, KeyValueLine } from './document.ts';

/** Facts kept of one section; a section that says more about one run is no report. */
const MOST_FACTS = 50;

/** The heading and those around it, from the nearest; the document's own title is not among them. */
export function sectionsOf(heading: Heading | null): Heading[] {
  return [...upwards(heading)].filter((section) => section === heading || section.level > 1);
}

/** Finds the facts that hold for a section. */
export class FactIndex {
  readonly #own = new Map<Heading | null, KeyValueLine[]>();
  readonly #beside = new Map<Heading | null, KeyValueLine[]>();

  constructor(facts: readonly KeyValueLine[]) {
    for (const fact of facts) {
      append(this.#own, fact.heading, fact);
      if (fact.heading && isConfiguration(fact.heading.text)) append(this.#beside, fact.heading.parent, fact);
    }
  }

  /**
   * By where they stand, the nearest first: the section's own, those of the sections around it, and those of a
   * configuration section beside one of these ("Configuration", "Test setup"), which speaks for its siblings.
   */
  for(heading: Heading | null): (readonly KeyValueLine[])[] {
    return [...upwards(heading), null].flatMap((section) => [
      this.#own.get(section) ?? [],
      this.#beside.get(section) ?? [],
    ]);
  }
}

function* upwards(heading: Heading | null): Generator<Heading> {
  for (let at = heading; at; at = at.parent) yield at;
}

function append(map: Map<Heading | null, KeyValueLine[]>, key: Heading | null, fact: KeyValueLine): void {
  const facts = map.get(key);
  if (facts && facts.length >= MOST_FACTS) return;
  if (facts) facts.push(fact);
  else map.set(key, [fact]);
}

function isConfiguration(title: string): boolean {
  return /^[\d.\s]*(?:test |load )?(?:configuration|conditions|set-?up|settings|param[eè]tres|parameters|protocole?)(?![\p{L}])/iu.test(
    title,
  );
}
