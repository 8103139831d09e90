/** Somebody else's load generator: whose results are judged, or that Tailgate starts itself. */

/** Whose outputs are read, by the word that `load.reads` takes. */
export const READ_TOOLS = [
  'k6',
  'artillery',
  'locust',
  'jmeter',
  'gatling',
  'vegeta',
  'oha',
  'hey',
  'fortio',
  'autocannon',
  'wrk',
] as const;

type ReadTool = (typeof READ_TOOLS)[number];

/** How it made its load, as its output tells it. */
export interface StatedLoad {
  readonly tool: string;
  readonly model?: 'closed' | 'open' | undefined;
  readonly connections?: number | undefined;
  readonly ratePerSecond?: number | null | undefined;
  readonly seconds: number;
}

/** Results that are there already. */
export interface GivenResults {
  readonly kind: 'results';
  /** As they were named. */
  readonly files: readonly string[];
  /** What all of them say of their load. */
  readonly load: StatedLoad;
}

/** A command for the system's shell that makes the load, once on either side or several times on the target. */
export interface LoadCommand {
  readonly kind: 'command';
  /** With {{out}} where the file's name goes that it writes its result to. */
  readonly command: string;
  readonly reads: ReadTool;
  /** Of one run: it is killed then. */
  readonly deadlineMs: number;
  /** Without a base. */
  readonly runs: number;
  /** With a base, at most. */
  readonly blocks: number;
}

export type Generator = GivenResults | LoadCommand;

/** Where the command's result goes. */
export const OUT = '{{out}}';
