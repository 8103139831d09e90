/** A draft as tailgate.yml, with comments that say what was found, guessed and left out. */
import { Document, isMap, type YAMLMap } from 'yaml';
import type { Draft, DraftBody, DraftRequest } from './draft.ts';
import { cleanText } from './literal.ts';

export function writeDraft(name: string, draft: Draft): string {
  const document = new Document(plain(name, draft));
  const text = { lineWidth: 0, flowCollectionPadding: true };
  const scenario = document.get('scenario') as YAMLMap;
  const requests = scenario.get('requests') as { items: YAMLMap[] };
  for (const [i, request] of draft.requests.entries()) style(requests.items[i] as YAMLMap, request);
  if (draft.login?.comment) comment(scenario.get('login'), draft.login.comment);
  if (draft.setup.length > 0)
    comment(scenario.get('setup'), 'Sent once before the load, to get the values that paths use.');
  for (const key of ['headers', 'variables'])
    if (isMap(scenario.get(key))) (scenario.get(key) as YAMLMap).flow = false;
  flowInside(document.get('gate'));
  document.commentBefore = head(draft);
  const written = document.toString(text);
  return `${spaced(written)}${unfinished(draft)}`;
}

function plain(name: string, draft: Draft): object {
  const { basePath, headers, variables, login, setup, cookies } = draft;
  const at = (path: string) => `${basePath}${path}`;
  return {
    name,
    ...(draft.ready !== null && { target: { ready: at(draft.ready) } }),
    load: 'realistic',
    scenario: {
      ...(Object.keys(headers).length > 0 && { headers }),
      ...(variables.length > 0 && {
        variables: Object.fromEntries(variables.map(({ name: key, value }) => [key, value])),
      }),
      ...(login !== null && {
        login: {
          post: at(login.path),
          ...writeBody(login.body),
          ...(Object.keys(login.capture).length > 0 && { capture: login.capture }),
        },
      }),
      ...(setup.length > 0 && {
        setup: setup.map(({ path, capture }) => ({ get: at(path), capture })),
      }),
      ...(cookies && { cookies }),
      requests: draft.requests.map((request) => writeRequest(request, basePath)),
    },
    gate: {
      p99: { max: '1 s', regression: '10 %' },
      errors: { max: '1 %', regression: '0.5 pp' },
    },
  };
}

function writeRequest(request: DraftRequest, basePath: string): Record<string, unknown> {
  const { name, weight, method, path, headers, body, expect } = request;
  return {
    name,
    weight,
    [method.toLowerCase()]: `${basePath}${path}`,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(body !== null && writeBody(body)),
    ...(expect !== null && { expect: expect.length === 1 ? expect[0] : expect }),
  };
}

function writeBody(body: DraftBody): object {
  if (!('body' in body)) return body;
  return { headers: { 'content-type': body.contentType }, body: body.body };
}

/** On one line where it has nothing but a path. */
function style(node: YAMLMap, { body, headers, comment: said }: DraftRequest): void {
  node.flow = body === null && Object.keys(headers).length === 0;
  if (said !== null) comment(node, said);
}

function flowInside(node: unknown): void {
  if (!isMap(node)) return;
  for (const { value } of node.items) if (isMap(value)) value.flow = true;
}

function comment(node: unknown, text: string | null): void {
  if (text !== null && typeof node === 'object' && node !== null)
    (node as { commentBefore: string }).commentBefore = ` ${cleanText(text)}`;
}

function head({ source, notes, unfinished: open }: Draft): string {
  return [
    ` Written by tailgate init from ${source}. Read it and adapt it.`,
    ...notes.map((note) => ` ${cleanText(note)}`),
    ...(open.length > 0
      ? [' Requests that need something filled in before they can be sent are at the end, as comments.']
      : []),
    " The target's URL comes from the action's input target-url, or from --target-url.",
  ].join('\n');
}

/** Names of the environment that a file takes. */
export function variablesOf(text: string): string[] {
  return [...new Set(text.match(/\{\{env\.TAILGATE_\w+\}\}/g) ?? [])].map((one) => one.slice(6, -2));
}

/** A blank line before each part, and what environment it needs. */
function spaced(text: string): string {
  const names = variablesOf(text);
  const needs = names.length > 0 ? `# From the environment, never in this file: ${names.join(', ')}.\n` : '';
  return text
    .replace(/^(target|scenario|gate):/gm, '\n$1:')
    .replace(
      /^(gate:\n)/m,
      '$1  # How long users may have to wait, and how much slower than the base the head may be.\n',
    )
    .replace(/^name:/m, `${needs}name:`)
    .replace(/^load: realistic$/m, 'load: realistic # 10 connections, 2 minutes');
}

/** As comments, ready to be moved into the list of requests. */
function unfinished({ unfinished: open, basePath }: Draft): string {
  if (open.length === 0) return '';
  const blocks = open.map((request) => {
    const text = new Document([writeRequest(request, basePath)]).toString({ lineWidth: 0 });
    const lines = [
      cleanText(request.comment ?? ''),
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `  ${line}`),
    ];
    return lines.map((line) => `# ${line}`).join('\n');
  });
  return `\n# Fill these in and move them into scenario.requests:\n${blocks.join('\n')}\n`;
}
