import type { TemplatePart } from '../template.ts';
import type { Word } from './parse-template.ts';

/** What a template function makes of its words; `fail` takes the clause of the message. */
type TemplateFunction = (
  words: readonly Word[],
  encode: (text: string) => string,
  fail: (why: string) => never,
) => TemplatePart;

/** All there are. None runs anything of the user's: there is no eval. */
export const TEMPLATE_FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  unique: (words, _, fail) => alone('unique', words, fail),
  uuid: (words, _, fail) => alone('uuid', words, fail),
  now: (words, _, fail) => alone('now', words, fail),
  int: (words, _, fail) => {
    const [from, to] = words.map((word) =>
      /^-?[0-9]{1,15}$/.test(word.text) ? Number(word.text) : Number.NaN,
    );
    if (words.length !== 2 || from === undefined || to === undefined || !(from <= to)) {
      fail('int takes two whole numbers, the smaller one first: write {{int 100 999}}');
    }
    return { value: 'int', from: from as number, to: to as number };
  },
  pick: (words, encode, fail) => {
    if (words.length === 0)
      fail('pick takes the words to choose from: write {{pick red green "light blue"}}');
    return { value: 'pick', options: words.map((word) => encode(word.text)) };
  },
};

function alone(
  value: 'unique' | 'uuid' | 'now',
  words: readonly Word[],
  fail: (why: string) => never,
): TemplatePart {
  if (words.length > 0) fail(`${value} takes nothing after it: write {{${value}}}`);
  return { value };
}
