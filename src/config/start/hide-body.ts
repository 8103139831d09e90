/** Bodies of a source, without what is a secret or somebody's own. */
import type { DraftBody } from './draft.ts';
import { writeLiteral } from './literal.ts';
import { isSecretName, looksSecret, replaceAddresses, type Vault } from './vault.ts';

const EMAIL = /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/;
/** In the place of an address: another user each time, whom no letter reaches. */
const NOBODY = 'user-{{unique}}@example.com';
const MAX_DEPTH = 40;

/** Names whose values a service takes once, of texts. */
const ONCE =
  /(?:^|_)(?:slug|user_?name|login|reference|external_id|(?:invoice|order|serial|unit|customer|account)_?(?:number|no))$/i;

/** The same value, templates in the places of secrets and of what must not come twice. */
export function hideValue(value: unknown, vault: Vault, name = '', depth = 0): unknown {
  if (depth > MAX_DEPTH) return null;
  if (Array.isArray(value)) return value.map((one) => hideValue(one, vault, name, depth + 1));
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.entries(value).map(([key, own]) => [
        key,
        // Whatever stands below a secret's name is one.
        hideValue(own, vault, isSecretName(name) && !isSecretName(key) ? `${name}_${key}` : key, depth + 1),
      ]),
    );
  }
  if (typeof value === 'number') {
    const text = String(value);
    return isSecretName(name) || looksSecret(text) ? vault.hide(name, text) : value;
  }
  return typeof value === 'string' ? hideText(value, vault, name) : value;
}

/** A text under a name, as it stands in tailgate.yml. */
export function hideText(text: string, vault: Vault, name: string): string {
  // What a reader made is a template already.
  if (/^\{\{(?:uuid|now|unique|env\.TAILGATE_\w+)\}\}$/.test(text)) return text;
  if (EMAIL.test(text)) return NOBODY;
  const others = replaceAddresses(text, ' ');
  if ((isSecretName(name) && text !== '') || !vault.isClean(others))
    return vault.hide(name || 'secret', text);
  const plain = replaceAddresses(writeLiteral(text), NOBODY);
  return ONCE.test(name.replace(/([a-z0-9])([A-Z])/g, '$1_$2')) && text.length < 60
    ? `${plain}-{{unique}}`
    : plain;
}

/** A form's fields. */
export function hideForm(fields: readonly (readonly [string, string])[], vault: Vault): DraftBody {
  return { form: Object.fromEntries(fields.map(([name, text]) => [name, hideText(text, vault, name)])) };
}
