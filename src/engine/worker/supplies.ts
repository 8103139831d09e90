/** What a share of load draws its requests from. All of it follows from the seed, so that both sides get the same. */
import { Deck } from '../deck.ts';
import { seededRandom } from '../random.ts';
import { type Captures, compileRequest, type Writer } from '../render.ts';
import { createValues, type Values } from '../values.ts';
import { ClosedPace, OpenPace, type Pace, type Sender } from './pace.ts';
import type { ShareOrder, ShareRound } from './share-messages.ts';

/** One writer for each request, with what the latest login captured. */
export function compileWriters({ origin, requests }: ShareOrder, captures: Captures): readonly Writer[] {
  const { host } = new URL(origin);
  return requests.map((spec) => compileRequest(spec, host, captures));
}

export function shuffleDeck(
  { requests }: ShareOrder,
  { seed }: ShareRound,
  phase: 'warm-up' | 'measure',
): Deck {
  const weights = requests.map((spec) => spec.weight);
  return new Deck(weights, seededRandom(`${seed}/${phase}`));
}

export function drawValues({ seed, uniquePrefix }: ShareRound): Values {
  return createValues(uniquePrefix, seededRandom(`${seed}/values`));
}

export function choosePace(sender: Sender, { timeoutMs }: ShareOrder, { seed, arrivals }: ShareRound): Pace {
  if (arrivals === null) return new ClosedPace(sender);
  const random = seededRandom(`${seed}/arrivals`);
  return new OpenPace(sender, { ...arrivals, random }, timeoutMs);
}
