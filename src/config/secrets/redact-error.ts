import { redactor } from './redact.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** What a bug's lines may take, in letters: a message may quote a whole response. */
const LONGEST = 4000;

/** The names of variables whose values nothing may show: what a configuration may use, and the tokens of a workflow. */
const SECRET_NAME = /^(?:TAILGATE_.+|GITHUB_TOKEN|GH_TOKEN|INPUT_TOKEN|ACTIONS_\w+_TOKEN)$/;

/**
 * The text of an error that nobody expected, which may quote anything: without the secrets of the environment and what
 * looks like one. Its kind alone where they can't be taken out.
 * @param text which of its texts is wanted
 */
export function redactError(
  error: unknown,
  env: Environment,
  text: (error: Error) => string = ({ message }) => message,
): string {
  const shown = error instanceof Error ? error : new Error(String(error));
  try {
    const values = Object.entries(env).flatMap(([name, value = '']) =>
      SECRET_NAME.test(name) ? [value] : [],
    );
    // Redacted before it is cut: the start of a secret would be left otherwise.
    const whole = redactor(values)(text(shown));
    return whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
  } catch {
    return `${shown.name}, whose words may hold secrets`;
  }
}
