export interface Variant {
  /** Identifiers are drawn from so few numbers that some are taken. */
  readonly collisions?: boolean | undefined;
  readonly 'lost-answers'?: boolean | undefined;
  /** What failed is sent again. */
  readonly retry?: boolean | undefined;
  /** Each request that writes has an Idempotency-Key. */
  readonly keys?: boolean | undefined;
}

/** @param text of examples/tailgate.yml */
export function varyScenario(text: string, flags: Variant): string;

/** What a profile is held to, and how long the demo takes for it. */
export const PROFILES: Readonly<
  Record<'spike' | 'breakpoint', { readonly duration: string; readonly gate: string }>
>;

/** @param text of examples/tailgate.yml */
export function varyProfile(text: string, profile: keyof typeof PROFILES): string;

/** Base and head side by side, with probes of both. @param text of examples/tailgate.yml */
export function varyWhy(text: string): string;
