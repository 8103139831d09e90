/** How a project is started, as far as its files say so plainly. */
import { parse } from 'yaml';
import { membersOf, own, scalarOf } from './documents/values.ts';

/** Texts of the files that are there, by their names; '' of those that only need to be there. */
export type ProjectFiles = Readonly<Record<string, string | undefined>>;

export const PROJECT_FILES = [
  'package.json',
  'package-lock.json',
  'pnpm-lock.yaml',
  'yarn.lock',
  'compose.yaml',
  'compose.yml',
  'docker-compose.yml',
  'docker-compose.yaml',
  'Dockerfile',
  'Procfile',
] as const;

export interface Project {
  /** Null where no file says it. */
  readonly name: string | null;
  /** Port that it listens on, or is published at. */
  readonly port: number;
  readonly start: StartWay;
}

export type StartWay =
  /** Lines for a shell, the last of which runs until it is ended. PORT says where it is to listen. */
  | {
      readonly kind: 'shell';
      readonly from: 'package.json' | 'Procfile';
      readonly lines: readonly string[];
    }
  | {
      readonly kind: 'compose';
      readonly file: string;
      readonly service: string;
      readonly inside: number;
      /** Other services that are published, which are not to be: both sides would have them at the same ports. */
      readonly others: readonly string[];
    }
  | { readonly kind: 'docker'; readonly inside: number }
  | { readonly kind: 'unknown' };

const DEFAULT_PORT = 3000;
/** Names that may be written into a command. */
const SERVICE = /^[\w.-]{1,60}$/;

export function readProject(files: ProjectFiles): Project {
  const manifest = readManifest(files['package.json']);
  const name = scalarOf(manifest.name)?.trim().replace(/^@/, '') || null;
  const found =
    readCompose(files) ??
    readScripts(manifest, files) ??
    readProcfile(files) ??
    readDockerfile(files.Dockerfile);
  return { name, port: DEFAULT_PORT, start: { kind: 'unknown' }, ...found };
}

type Found = Pick<Project, 'port' | 'start'>;

function readManifest(text: string | undefined) {
  try {
    return membersOf(JSON.parse(text ?? '{}'));
  } catch {
    return {};
  }
}

/** The one service that is built here and published. */
function readCompose(files: ProjectFiles): Found | null {
  const file = PROJECT_FILES.find((name) => /compose\.ya?ml$/.test(name) && files[name] !== undefined);
  if (file === undefined) return null;
  let services: readonly (readonly [string, unknown])[];
  try {
    services = Object.entries(
      membersOf(membersOf(parse(files[file] ?? '', { logLevel: 'silent' })).services),
    );
  } catch {
    return null;
  }
  const published = services.flatMap(([service, written]) => {
    const { build, ports } = membersOf(written);
    const [first] = Array.isArray(ports) ? ports : [];
    const port = build === undefined ? null : readPublished(first);
    return port === null || !SERVICE.test(service) ? [] : [{ service, ...port }];
  });
  const [only] = published;
  if (only === undefined || published.length > 1) return null;
  const { port, service, inside } = only;
  const others = services.flatMap(([name, written]) =>
    name !== service && own(membersOf(written), 'ports') !== undefined ? [name] : [],
  );
  // A name of its own, or the machine's network, is there only once: the file can't be started twice.
  const isOnce = services.some(([, written]) => {
    const { container_name, network_mode } = membersOf(written);
    return container_name !== undefined || network_mode === 'host';
  });
  if (isOnce || !others.every((name) => SERVICE.test(name))) return { port, start: { kind: 'unknown' } };
  return { port, start: { kind: 'compose', file, service, inside, others } };
}

/** `8080:80`, `127.0.0.1:8080:80`, `${PORT:-8080}:80`, or the long form. */
function readPublished(written: unknown): { port: number; inside: number } | null {
  const { published, target } = membersOf(written);
  const text = target === undefined ? scalarOf(written) : `${published}:${target}`;
  const plain = (text ?? '').replace(/\$\{\w+:?-(\d+)\}/g, '$1').replace(/\/tcp$/, '');
  const [, port, inside] = /^(?:[\d.]+:)?(\d{1,5}):(\d{1,5})$/.exec(plain) ?? [];
  const [, alone] = /^(\d{1,5})$/.exec(plain) ?? [];
  if (port !== undefined && inside !== undefined) return { port: Number(port), inside: Number(inside) };
  return alone === undefined ? null : { port: Number(alone), inside: Number(alone) };
}

function readScripts(manifest: object, files: ProjectFiles): Found | null {
  const scripts = membersOf(membersOf(manifest).scripts);
  const name = ['start', 'preview', 'serve'].find((one) => typeof own(scripts, one) === 'string');
  if (name === undefined) return null;
  const [tool, install] = toolOf(files);
  const script = String(scripts[name]);
  const [, port, flag] = /(?:\bPORT=(\d{2,5})\b|(?:--port|-p)[ =](\d{2,5})\b)/.exec(script) ?? [];
  // Whatever the environment says, both sides would listen there.
  if (port !== undefined) return { port: Number(port), start: { kind: 'unknown' } };
  const run = name === 'start' ? `${tool} start` : `${tool} run ${name}`;
  const build = own(scripts, 'build') === undefined ? [] : [`${tool} run build`];
  // A flag in the script stands before what the environment says.
  // Only npm takes the two dashes away.
  const command = flag === undefined ? run : `${run}${tool === 'npm' ? ' --' : ''} --port "$PORT"`;
  return {
    port: Number(flag ?? DEFAULT_PORT),
    start: { kind: 'shell', from: 'package.json', lines: [install, ...build, command] },
  };
}

/** Who installs the packages, and how. */
function toolOf(files: ProjectFiles): readonly ['pnpm' | 'yarn' | 'npm', string] {
  if (files['pnpm-lock.yaml'] !== undefined)
    return ['pnpm', 'corepack enable && pnpm install --frozen-lockfile'];
  if (files['yarn.lock'] !== undefined) return ['yarn', 'corepack enable && yarn install'];
  return ['npm', files['package-lock.json'] !== undefined ? 'npm ci' : 'npm install'];
}

function readProcfile(files: ProjectFiles): Found | null {
  const [, command] = /^web:[ \t]*(\S.{0,300})$/m.exec(files.Procfile ?? '') ?? [];
  if (command === undefined || /\$\{\{|\p{Cc}/u.test(command)) return null;
  // What the workflow writes behind its last line would belong to a comment at its end.
  const started = /\s#/.test(command) ? ['(', command.trim(), ')'] : [command.trim()];
  const lines = files['package.json'] === undefined ? started : [toolOf(files)[1], ...started];
  return { port: DEFAULT_PORT, start: { kind: 'shell', from: 'Procfile', lines } };
}

function readDockerfile(text: string | undefined): Found | null {
  const [, port] = /^\s*EXPOSE\s+(\d{1,5})(?:\/tcp)?\b/im.exec(text ?? '') ?? [];
  return port === undefined ? null : { port: Number(port), start: { kind: 'docker', inside: Number(port) } };
}
