/**
 * The load as a Kubernetes Indexed Job. Each pod is one shard; pod 0 is where they meet, merges what they saw, and ends
 * with the verdict's exit code. Nothing asks the cluster for anything, so there are no rights to give.
 */
import type { ClusterLoad, PodFile } from './cluster-load.ts';

/** Where the first pod listens. */
const PORT = 7717;
/** Path of the files in a pod, and what all paths of a configuration begin at. */
const FOLDER = '/tailgate';
/** Node's image has this user: uid and gid of `node`. */
const USER = 1000;
/** At least: a cluster may have to add nodes first. */
const DEADLINE_SECONDS = 5400;
/** Beside the load and what the flags let a pod wait for: nodes, images, what is cleaned up, files of stragglers. */
const SPARE_SECONDS = 1800;
/** The log, and so the result, is kept for a day. */
const KEPT_SECONDS = 86_400;

/** In the order in which they are applied: what a pod needs is there before it. */
export function manifestsOf(load: ClusterLoad): readonly object[] {
  return [secretOf(load), configMapOf(load), serviceOf(load), jobOf(load)];
}

function metadataOf({ name, namespace }: ClusterLoad, suffix = '') {
  return {
    name: `${name}${suffix}`,
    ...(namespace === null ? {} : { namespace }),
    labels: labelsOf(name),
  };
}

function labelsOf(name: string) {
  return { 'app.kubernetes.io/name': 'tailgate', 'app.kubernetes.io/instance': name };
}

/** Made anew each time: a pod of an earlier run knows another one. */
function secretOf(load: ClusterLoad) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: metadataOf(load, '-meeting'),
    type: 'Opaque',
    stringData: { token: load.token },
  };
}

function configMapOf(load: ClusterLoad) {
  const texts = load.files.map((file, i) => [keyOf(file, i), textOf(file)] as const);
  const binary = load.files.flatMap((file, i) =>
    textOf(file) === null ? [[keyOf(file, i), base64Of(file.content)] as const] : [],
  );
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: metadataOf(load, '-files'),
    data: Object.fromEntries(texts.filter(([, text]) => text !== null)),
    ...(binary.length > 0 && { binaryData: Object.fromEntries(binary) }),
  };
}

/** Gives each pod a name: `tailgate-0.tailgate`. */
function serviceOf(load: ClusterLoad) {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadataOf(load),
    spec: {
      // Headless: a name for each pod, no address for all.
      clusterIP: 'None',
      // The others look for pod 0 while it starts.
      publishNotReadyAddresses: true,
      selector: labelsOf(load.name),
      ports: [{ name: 'meeting', port: PORT, targetPort: 'meeting', protocol: 'TCP' }],
    },
  };
}

function jobOf(load: ClusterLoad) {
  const { name, shards, longestMs } = load;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: metadataOf(load),
    spec: {
      completionMode: 'Indexed',
      completions: shards,
      parallelism: shards,
      // A shard that is started again comes too late for its load.
      backoffLimit: 0,
      activeDeadlineSeconds: Math.max(DEADLINE_SECONDS, SPARE_SECONDS + Math.ceil(longestMs / 1000)),
      ttlSecondsAfterFinished: KEPT_SECONDS,
      template: { metadata: { labels: labelsOf(name) }, spec: podOf(load) },
    },
  };
}

function podOf(load: ClusterLoad) {
  const { name, files, secret } = load;
  return {
    restartPolicy: 'Never',
    // Pods are called as the Job, with their index behind, below the Service's name.
    subdomain: name,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    terminationGracePeriodSeconds: 30,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    affinity: { podAntiAffinity: apart(name) },
    containers: [
      {
        name: 'tailgate',
        image: load.image,
        workingDir: FOLDER,
        args: argumentsOf(load),
        ports: [{ name: 'meeting', containerPort: PORT, protocol: 'TCP' }],
        env: [
          {
            name: 'TAILGATE_MEET_TOKEN',
            valueFrom: { secretKeyRef: { name: `${name}-meeting`, key: 'token' } },
          },
        ],
        ...(secret !== null && { envFrom: [{ secretRef: { name: secret } }] }),
        // No limit of the processor: what a limit withholds shows as latency of the service.
        resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { memory: '1Gi' } },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        // Each by itself: as a folder they would be links into a hidden one, and hidden files are sent nowhere.
        volumeMounts: files.map((file, i) => ({
          name: 'files',
          mountPath: `${FOLDER}/${file.path}`,
          subPath: keyOf(file, i),
          readOnly: true,
        })),
      },
    ],
    volumes: [{ name: 'files', configMap: { name: `${name}-files` } }],
  };
}

/**
 * Each on a node of its own, where there are as many. Only preferred: two on one node make a load that each of them
 * can tell is short of processor, while a pod that finds no node would leave the run without a result.
 */
function apart(name: string) {
  return {
    preferredDuringSchedulingIgnoredDuringExecution: [
      {
        weight: 100,
        podAffinityTerm: {
          labelSelector: { matchLabels: labelsOf(name) },
          topologyKey: 'kubernetes.io/hostname',
        },
      },
    ],
  };
}

function argumentsOf({ name, shards, flags }: ClusterLoad): string[] {
  const first = `http://${name}-0.${name}:${PORT}`;
  const words = ['run', `--pod-of=${shards}`, `--meet=${first}`, '--json=-', ...flags];
  // Kubernetes puts a variable's value in the place of $(NAME), and of $$(NAME) only the text.
  return words.map((word) => word.replaceAll('$(', '$$$$('));
}

/** A key of a ConfigMap has letters, digits, - _ and . alone; two paths must not have one key. */
function keyOf({ path }: PodFile, i: number): string {
  return `${i}-${path.replace(/[^\w.-]/g, '_')}`.slice(0, 250);
}

/** Null where it is no UTF-8, or holds what YAML takes for no text. */
function textOf({ content }: PodFile): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
    return /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(text) ? null : text;
  } catch {
    return null;
  }
}

function base64Of(content: Uint8Array): string {
  return btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join(''));
}
