/** The step in this process: with the runner's variables in its environment, and its log in place of the output. */

let isTaken = false;

/** What `act` gives and what is printed meanwhile, with these variables. Not for two at the same time. */
export async function within<T>(
  env: Readonly<Record<string, string>>,
  act: () => Promise<T>,
): Promise<{ readonly ended: T; readonly log: string }> {
  if (isTaken) throw new Error('Two steps at once need processes of their own: give them `own: true`.');
  isTaken = true;
  const before = { ...process.env };
  const { write } = process.stdout;
  let log = '';
  Object.assign(process.env, env);
  process.stdout.write = ((chunk: string) => {
    log += chunk;
    return true;
  }) as typeof write;
  try {
    return { ended: await act(), log };
  } catch (error) {
    throw new Error(`The step threw, which it never may. It said: ${log}`, { cause: error });
  } finally {
    isTaken = false;
    process.stdout.write = write;
    for (const name of Object.keys(env)) delete process.env[name];
    Object.assign(process.env, before);
  }
}
