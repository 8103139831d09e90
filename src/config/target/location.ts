/** Where an environment is: what all requests' paths come after. */
export interface Location {
  /** Scheme, host and port, without a path: `https://preview.example:8443`. */
  readonly origin: string;
  /** Path that the service lies below, such as `/pr-7`: with a slash before it and none behind it. Absent: none. */
  readonly basePath?: string;
}

/** @param url of http or https; its query is left away */
export function locate({ origin, pathname }: URL): Location {
  const basePath = pathname.replace(/\/+$/, '');
  return basePath === '' ? { origin } : { origin, basePath };
}

/** The environment's URL, without a slash at its end; '' where it isn't known yet. */
export function urlOf({ origin, basePath = '' }: Location): string {
  return origin + basePath;
}
