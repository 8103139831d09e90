/** Finds English that was left in a French text. */

/** Words of every English sentence that no French one has. */
const ENGLISH = new Set(
  (
    'the of and is are was were be been being has have had it its they them their this that these those which what who ' +
    'whose with without within from into than then there here when where while because though not no nor only also ' +
    'each every all both either neither any some more most less least few many much other others same such too so ' +
    'can could would should may might must does did do done took take takes by at to in for under over after before ' +
    'requests responses errors error rate limit target baseline run runs round rounds block blocks stage stages ' +
    'measured sent failed answered shown decided load connection connections throughput median estimate'
  ).split(' '),
);

/** Spelt alike in both languages, or names that no language translates. */
const BOTH = new Set(['base', 'baseline', 'load', 'connections']);

/**
 * English words, with those around them. What is set as code or in guillemets is somebody's word and is left out; so are
 * the service's responses, the terminal's commands, and keys of tailgate.yml, which have a point in them.
 */
export function englishIn(text: string): string[] {
  const told = text
    .replace(/```[\s\S]*?```/g, ' ')
    .replace(/<code>.*?<\/code>|`[^`]*`/g, ' X ')
    .replace(/«[^»]*»/g, ' X ')
    .replace(/\{"[\s\S]*?\}/g, ' X ')
    .replace(/tailgate run [\s\S]*?(?=\n {0,9}\S|\n\n|$)/g, ' X ')
    .replace(/https?:\S+/g, ' X ')
    .replace(/\b[a-z-]+(?:\.[a-z-]+)+\b/g, ' X ')
    .replace(/<[^>]*>|&[#\w]+;/g, ' ')
    // Cut for want of room: half a word may look like an English one.
    .replace(/\S+…/g, ' X ');
  const words = told.match(/[\p{L}’'-]+/gu) ?? [];
  return words.flatMap((word, i) =>
    ENGLISH.has(word.toLowerCase()) && !BOTH.has(word.toLowerCase())
      ? [words.slice(Math.max(0, i - 3), i + 4).join(' ')]
      : [],
  );
}
