/** A script's tokens, and the values that are written out in them. Nothing of a script is ever run. */
import jsTokens from 'js-tokens';

export interface Token {
  readonly type: string;
  readonly value: string;
}

const MOST_TOKENS = 500_000;
const NO_SENSE = /^(?:WhiteSpace|LineTerminatorSequence|.*Comment)$/;

export function tokensOf(script: string): Token[] {
  const tokens: Token[] = [];
  for (const token of jsTokens(script)) {
    if (!NO_SENSE.test(token.type)) tokens.push(token);
    if (tokens.length >= MOST_TOKENS) break;
  }
  return tokens;
}

/** The tokens of each argument of a call, from behind its parenthesis. */
export function argumentsFrom(tokens: readonly Token[], start: number): Token[][] {
  const found: Token[][] = [[]];
  let depth = 0;
  for (let at = start; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (isOpening(token)) depth += 1;
    if (isClosing(token)) {
      if (depth === 0) break;
      depth -= 1;
    }
    if (depth === 0 && token.value === ',' && token.type === 'Punctuator') found.push([]);
    else found.at(-1)?.push(token);
  }
  return found.filter((argument) => argument.length > 0);
}

function isOpening({ type, value }: Token): boolean {
  return type === 'TemplateHead' || (type === 'Punctuator' && /^[([{]$/.test(value));
}

function isClosing({ type, value }: Token): boolean {
  return type === 'TemplateTail' || (type === 'Punctuator' && /^[)\]}]$/.test(value));
}

/** The text of a literal without something put into it; null where it is none. */
export function literalOf({ type, value }: Token): string | null {
  if (type !== 'StringLiteral' && type !== 'NoSubstitutionTemplate') return null;
  return undoEscapes(value.slice(1, -1));
}

export function undoEscapes(text: string): string {
  return text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gis, (_, unicode, hex, letter) => {
    const code = unicode ?? hex;
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return { n: '\n', t: '\t', r: '\r', '\n': '' }[letter as string] ?? letter;
  });
}

/** A value that is written out: objects, lists, texts, numbers. Undefined where something has to be computed. */
export function writtenValue(tokens: readonly Token[]): unknown {
  const pieces: string[] = [];
  for (const [i, token] of tokens.entries()) {
    const text = literalOf(token);
    const next = tokens[i + 1]?.value;
    if (text !== null) pieces.push(JSON.stringify(text));
    else if (token.type === 'NumericLiteral') pieces.push(token.value.replaceAll('_', ''));
    else if (token.type === 'IdentifierName') {
      if (next === ':') pieces.push(JSON.stringify(token.value));
      else if (/^(?:true|false|null)$/.test(token.value)) pieces.push(token.value);
      else return undefined;
    } else if (token.value === ',' && (next === '}' || next === ']')) continue;
    else if (token.type === 'Punctuator' && /^[[\]{},:-]$/.test(token.value)) pieces.push(token.value);
    else return undefined;
  }
  try {
    return JSON.parse(pieces.join(''));
  } catch {
    return undefined;
  }
}
