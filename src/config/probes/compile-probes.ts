import { ConfigurationError } from '../configuration-error.ts';
import { compileHeaders } from '../scenario/compile-headers.ts';
import type { TemplateScope } from '../scenario/compile-template.ts';
import type { ProbesConfig, SeriesConfig } from '../schema/probe-schema.ts';
import type { ProbeKind } from '../server-series.ts';
import type { Path, Source } from '../yaml/source.ts';
import { compileDocker, compileProcess } from './compile-local.ts';
import { compileProbeUrl, leadsToTarget } from './compile-url.ts';
import type { MetricsSource, PlannedProbe, PlannedSeries, ProbeSource, QuerySource } from './probe.ts';
import { parseSelector } from './selector.ts';
import { type DraftProbe, fixedSeries, queryOf, readSeries, withKeys } from './series.ts';

interface ProbesContext {
  readonly source: Source;
  /** What templates may use before the login; it goes on collecting what is taken from the environment. */
  readonly known: TemplateScope;
  readonly hasBase: boolean;
}

interface CompiledProbes {
  readonly probes: readonly PlannedProbe[];
  readonly notices: readonly string[];
}

type One = ProbesConfig[number];
type Prometheus = NonNullable<One['prometheus']>;

/** The probes and their series, each with a key of its own. Throws ConfigurationError. */
export function compileProbes(config: ProbesConfig, context: ProbesContext): CompiledProbes {
  const variables = new Map([...context.known.variables].filter(([name]) => name !== 'target'));
  const scope = { ...context.known, variables, captures: new Map([['target', 'target']]), staticOnly: true };
  const compiler = new ProbeCompiler(context.source, scope);
  const drafts = config.map((one, i) => compiler.compile(one, i));
  const keys = withKeys(drafts.map(({ kind, series }) => ({ kind, series })));
  const probes = drafts.map((draft, i): PlannedProbe => ({ ...draft, series: keys[i] as PlannedSeries[] }));
  const alone = context.hasBase ? probes.filter(({ base }) => base === null) : [];
  return {
    probes,
    notices: alone.map(
      ({ key }) =>
        `${key} is only read on the target, because it names one place on this machine: give it its own base: to compare the two.`,
    ),
  };
}

class ProbeCompiler {
  readonly #source: Source;
  readonly #scope: TemplateScope;

  constructor(source: Source, scope: TemplateScope) {
    this.#source = source;
    this.#scope = scope;
  }

  compile({ prometheus, postgres, process, docker }: One, index: number): DraftProbe {
    const at = (kind: ProbeKind): Path => ['probes', index, kind];
    const keyOf = (kind: ProbeKind) => `probes[${index}].${kind}`;
    if (prometheus !== undefined) {
      return {
        kind: 'prometheus',
        key: keyOf('prometheus'),
        ...this.#prometheus(prometheus, at('prometheus')),
      };
    }
    if (postgres !== undefined) {
      const { url, base, name, statements, every } = postgres;
      const path = at('postgres');
      const sourceOf = (text: string, where: Path): ProbeSource => ({
        reads: 'postgres',
        url: this.#url(text, where, 'postgres'),
        statements,
      });
      const target = sourceOf(url, [...path, 'url']);
      const onBase = base?.url === undefined ? target : sourceOf(base.url, [...path, 'base', 'url']);
      return {
        kind: 'postgres',
        key: keyOf('postgres'),
        everyMs: every,
        target,
        base: onBase,
        isShared: onBase === target && !leadsToTarget(target),
        series: fixedSeries('postgres', name),
      };
    }
    if (process !== undefined) {
      return {
        kind: 'process',
        key: keyOf('process'),
        ...compileProcess(process, this.#source, at('process')),
      };
    }
    if (docker !== undefined) {
      return { kind: 'docker', key: keyOf('docker'), ...compileDocker(docker, this.#source, at('docker')) };
    }
    throw new RangeError('a probe of no kind was let through by the schema');
  }

  #prometheus(config: Prometheus, path: Path): Omit<DraftProbe, 'kind' | 'key'> {
    const { url, 'query-api': api, base, name, every } = config;
    if ((url === undefined) === (api === undefined)) {
      const why = url === undefined ? 'names no place to read' : 'has url and query-api';
      throw new ConfigurationError(
        `${why}: write either url, where the service exposes its metrics, or query-api, a Prometheus server to query`,
        this.#source.place(path),
      );
    }
    const key = api === undefined ? 'url' : 'query-api';
    const other = api === undefined ? 'query-api' : 'url';
    if (base?.[other] !== undefined) {
      throw new ConfigurationError(
        `differs from how the target is read: write ${key}`,
        this.#source.place([...path, 'base', other]),
      );
    }
    const series = readSeries(config.series, { name, isQuery: api !== undefined });
    this.#checkNames(config.series, base?.series, [...path, 'base', 'series']);
    const target = this.#metrics(key, config, path);
    const onBase: ProbeSource = base === undefined ? target : this.#onBase(key, target, base, config, path);
    return {
      everyMs: every,
      target,
      base: onBase,
      isShared: onBase === target && !leadsToTarget(target),
      series,
    };
  }

  #onBase(
    key: 'url' | 'query-api',
    target: MetricsSource | QuerySource,
    base: NonNullable<Prometheus['base']>,
    config: Prometheus,
    path: Path,
  ): MetricsSource | QuerySource {
    if (Object.keys(base).length === 0) return target;
    const merged = { ...config, ...base, series: base.series ?? config.series };
    return this.#metrics(key, merged, base[key] === undefined ? path : [...path, 'base'], {
      series: [...path, ...(base.series === undefined ? [] : ['base']), 'series'],
      headers: [...path, ...(base.headers === undefined ? [] : ['base']), 'headers'],
    });
  }

  #metrics(
    key: 'url' | 'query-api',
    config: Pick<Prometheus, 'url' | 'query-api' | 'series' | 'headers'>,
    path: Path,
    places: { readonly series: Path; readonly headers: Path } = {
      series: [...path, 'series'],
      headers: [...path, 'headers'],
    },
  ): MetricsSource | QuerySource {
    const url = this.#url(config[key] ?? '', [...path, key], 'http');
    const headers = [...compileHeaders(config.headers ?? {}, this.#scope, this.#source, places.headers)];
    const texts = Object.entries(config.series);
    if (key === 'query-api')
      return { reads: 'query-api', url, headers, queries: texts.map(([, one]) => queryOf(one)) };
    const selectors = texts.map(([own, one]) =>
      parseSelector(queryOf(one), this.#source.place([...places.series, own])),
    );
    return { reads: 'metrics', url, headers, selectors };
  }

  /** What is compared has to be there on both sides, in the same order. */
  #checkNames(own: SeriesConfig, onBase: SeriesConfig | undefined, path: Path): void {
    if (onBase === undefined) return;
    const [names, others] = [Object.keys(own), Object.keys(onBase)];
    if (names.join('\n') === others.join('\n')) return;
    throw new ConfigurationError(
      `has different series from the target: write ${names.join(', ')}, in this order`,
      this.#source.place(path),
    );
  }

  #url(text: string, path: Path, scheme: 'http' | 'postgres') {
    return compileProbeUrl(text, this.#scope, scheme, this.#source.place(path));
  }
}
