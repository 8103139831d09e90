/** What is to run in a cluster, settled: names that Kubernetes takes, files that fit into a ConfigMap. */
import { ConfigurationError } from '../configuration-error.ts';
import { showValue } from '../wording/show-value.ts';

/** A file that the pods need, by its path in their working folder. */
export interface PodFile {
  readonly path: string;
  readonly content: Uint8Array;
}

export interface ClusterLoad {
  /** Of the Job and of all that belongs to it. */
  readonly name: string;
  /** Null: where `kubectl apply` puts it. */
  readonly namespace: string | null;
  readonly image: string;
  readonly shards: number;
  /** Secret whose TAILGATE_ variables the scenario reads; null for none. */
  readonly secret: string | null;
  readonly files: readonly PodFile[];
  /** From a pod's start to the end of its load, with all that it may wait for. */
  readonly longestMs: number;
  /** Flags of `tailgate run` that all pods have: `--target-url=http://shop`. */
  readonly flags: readonly string[];
  /** By which the pods of one run know each other. */
  readonly token: string;
}

/** Of all values of a ConfigMap together, less what its keys take. */
const MOST_BYTES = 1_000_000;
/** A pod is called as its Job, with its index behind: 63 characters, of which `-255` are four. */
const LONGEST_NAME = 50;

/** Throws ConfigurationError that names the flag. */
export function checkClusterLoad({ name, namespace, image, secret, files }: ClusterLoad): void {
  const isLabel = (text: string, longest: number) =>
    text.length <= longest && /^[a-z]([a-z0-9-]*[a-z0-9])?$/.test(text);
  if (!isLabel(name, LONGEST_NAME))
    refuse(
      '--name',
      name,
      `is not a name for a Job: use at most ${LONGEST_NAME} small letters, digits and -, a letter first`,
    );
  if (namespace !== null && !isLabel(namespace, 63))
    refuse(
      '--namespace',
      namespace,
      'is not a namespace: use at most 63 small letters, digits and -, a letter first',
    );
  if (secret !== null && !/^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/.test(secret))
    refuse('--secret', secret, 'is not the name of a Secret: use small letters, digits, . and -');
  if (image.trim() === '' || /\s/.test(image))
    refuse(
      '--image',
      image,
      'is not an image: name one that the cluster can pull, such as registry.example.com/tailgate:1',
    );
  const bytes = files.reduce((sum, { content }) => sum + content.length, 0);
  if (bytes > MOST_BYTES)
    throw new ConfigurationError(
      `${files.map(({ path }) => path).join(', ')} have ${bytes} bytes together, and a ConfigMap holds ${MOST_BYTES}: send smaller files, or bake them into the image`,
    );
}

function refuse(key: string, written: string, why: string): never {
  throw new ConfigurationError(`${showValue(written)} ${why}`, { key });
}
