/** Which names a template may use where: what is captured before it, and what its user has. */
import type { DataTable } from '../scenario.ts';
import type { AllCaptured, Captured, CaptureGroup } from './captured.ts';
import type { TemplateScope } from './compile-template.ts';
import { RUN } from './names.ts';
import type { Tables } from './tables.ts';

type Bare = Omit<TemplateScope, 'captures' | 'elsewhere' | 'rows'>;

/** Names with their keys, and names that can't be used with the clause that says why. */
interface Found {
  readonly captures: Map<string, string>;
  readonly elsewhere: Map<string, string>;
}

export class Scopes {
  readonly #bare: Bare;
  readonly #all: AllCaptured;
  readonly #tables: Tables;
  /** Names of the logins that are made for each user. */
  readonly #perUser: ReadonlySet<string>;

  constructor(bare: Bare, all: AllCaptured, tables: Tables, perUser: ReadonlySet<string>) {
    this.#bare = bare;
    this.#all = all;
    this.#tables = tables;
    this.#perUser = perUser;
  }

  /** Of what is asked before anything: names of sessions are left to others. */
  nothing(): TemplateScope {
    const found = this.#start([]);
    found.captures.clear();
    found.elsewhere.set(RUN, 'is the tag of a run, which has not started here');
    return this.#scope(found, () => 'is data, and there are no rows here');
  }

  /** @param as name of the login in whose session it is sent; null: of none */
  request(as: string | null): TemplateScope {
    return this.#scope(this.#ofUser(as), null);
  }

  /** Takes what earlier steps of the flow captured. @param step index in the list */
  step(flow: number, step: number, as: string | null): TemplateScope {
    const found = this.#ofUser(as);
    const group = this.#all.flows[flow];
    if (group) {
      const when = (at: number) =>
        at === step
          ? 'is captured from the response to this step itself'
          : `is captured by a later step (steps[${at}])`;
      addEarlier(found, group, step, (at) => `${when(at)}: capture it in an earlier step`);
    }
    return this.#scope(found, null);
  }

  setup(index: number, as: string | null): TemplateScope {
    const found = this.#shared(as, 'the setup runs once before that');
    addEarlier(found, this.#all.setup, index, (at) =>
      at === index
        ? 'is captured from the response to this request itself'
        : `is captured by a later request (setup[${at}]): move that before this one`,
    );
    return this.#scope(found, onceOnly('The setup'));
  }

  cleanup(index: number, as: string | null): TemplateScope {
    const found = this.#shared(null, 'the clean-up runs once for all of them');
    addAll(found, this.#all.setup);
    this.#addSession(found, as);
    addEarlier(found, this.#all.cleanup, index, (at) =>
      at === index
        ? 'is captured from the response to this request itself'
        : `is captured by a later request (cleanup[${at}]): move that before this one`,
    );
    return this.#scope(found, onceOnly('The clean-up'));
  }

  /** @param at index of the request before the login, or their number for the login itself */
  login(name: string, at: number): TemplateScope {
    const isPerUser = this.#perUser.has(name);
    const found = isPerUser
      ? this.#shared(null, 'so is this login, and they do not wait for each other')
      : this.#start([]);
    if (isPerUser) addAll(found, this.#all.setup);
    else {
      for (const [other, { whose, captured }] of this.#all.logins)
        if (other !== name)
          for (const { name: own, key } of captured)
            for (const one of [own, key])
              found.elsewhere.set(one, `is captured by ${whose}, which this login does not wait for`);
      for (const one of this.#all.setup.captured)
        found.elsewhere.set(one.name, 'is captured by the setup, which runs after this login');
    }
    const own = this.#all.logins.get(name);
    if (own) {
      addEarlier(found, own, at, (later) =>
        later === at
          ? 'is captured from the response to this request itself'
          : 'is captured by a later request of the login: capture it in an earlier one',
      );
    }
    const refuse = ({ take, name: table }: DataTable) => {
      if (take !== 'per-user')
        return `is taken ${take}, and a login takes rows that each user has: write take: per-user for ${table}`;
      // In headers of all requests alone: one that takes such a row itself is made for each user.
      return isPerUser ? null : "is a user's row, and this login is shared by all users";
    };
    return this.#scope(found, refuse);
  }

  /** Anything that a session can have, to tell which logins take a row of their user's. */
  anything(): TemplateScope {
    const found = this.#start([...this.#all.logins.keys()]);
    for (const group of [...this.#all.logins.values(), this.#all.setup]) addAll(found, group);
    return this.#scope(found, null);
  }

  #ofUser(as: string | null): Found {
    const found = this.#start([...this.#all.logins.keys()]);
    addAll(found, this.#all.setup);
    this.#addSession(found, as);
    return found;
  }

  /** What is there once a side. */
  #shared(as: string | null, why: string): Found {
    const shared = [...this.#all.logins.keys()].filter((name) => !this.#perUser.has(name));
    const found = this.#start(shared);
    for (const name of this.#perUser) {
      const group = this.#all.logins.get(name);
      for (const one of group?.captured ?? []) {
        const clause = `is captured by ${group?.whose}, which is made for each user: ${why}`;
        found.elsewhere.set(one.name, clause);
        found.elsewhere.set(one.key, clause);
      }
    }
    this.#addSession(found, as);
    return found;
  }

  /** Captures of these logins by their full names, and what other places have. */
  #start(logins: readonly string[]): Found {
    const found: Found = { captures: new Map([[RUN, RUN]]), elsewhere: new Map() };
    for (const [i, { whose, captured }] of this.#all.flows.entries())
      for (const { name } of captured)
        found.elsewhere.set(
          name,
          `is captured in ${whose} (flows[${i}]), and only later steps of it can use it`,
        );
    for (const { name } of this.#all.setup.captured)
      found.elsewhere.set(name, 'is captured by the setup, which runs after this');
    for (const { name } of this.#all.cleanup.captured)
      found.elsewhere.set(name, 'is captured by the clean-up, which runs after the load');
    for (const [login, { whose, captured }] of this.#all.logins) {
      for (const { name, key } of captured) {
        if (logins.includes(login)) found.captures.set(key, key);
        const why = login === '' ? 'which is not made yet here' : `for as: ${login}, or as {{${key}}}`;
        found.elsewhere.set(name, `is captured by ${whose}, ${why}`);
      }
    }
    return found;
  }

  /** The login's own captures by their short names. */
  #addSession(found: Found, as: string | null): void {
    const group = as === null ? undefined : this.#all.logins.get(as);
    for (const { name, key } of group?.captured ?? [])
      if (found.captures.has(key)) found.captures.set(name, key);
  }

  #scope(
    { captures, elsewhere }: Found,
    refuse: ((table: DataTable) => string | null) | null,
  ): TemplateScope {
    return {
      ...this.#bare,
      captures,
      elsewhere,
      rows: { tables: this.#tables, ...(refuse && { refuse }) },
    };
  }
}

function addAll({ captures }: Found, group: CaptureGroup): void {
  for (const { name, key } of group.captured) captures.set(name, key);
}

/** What was captured before `index`; of the rest `why` tells, by the index that captures it. */
function addEarlier(found: Found, group: CaptureGroup, index: number, why: (at: number) => string): void {
  for (const { name, key, at } of group.captured as readonly Captured[]) {
    if (at < index) found.captures.set(name, key);
    else {
      found.captures.delete(name);
      found.elsewhere.set(name, why(at));
    }
  }
}

function onceOnly(who: string): (table: DataTable) => string {
  return () => `is a data row, which differs from user to user. ${who} is sent once: write the value out`;
}
