/** Whether a service answers on the machine that measures it, and on no other. */
export function isLoopback(origin: string): boolean {
  return /^https?:\/\/(?:127(?:\.\d+){3}|\[::1\]|(?:[^/:]+\.)?localhost)(?::\d+)?$/.test(origin);
}
