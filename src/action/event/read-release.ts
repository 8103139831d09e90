/** What a run for a release is told of it. */
export interface Release {
  /** Null where neither the payload nor the runner names it. */
  readonly tag: string | null;
  /** It goes out to be tried: published as a pre-release, or a tag such as `v1.2.0-rc.1`. */
  readonly prerelease: boolean;
}

const TAG = /^refs\/tags\/(?<tag>.+)$/;
/** Semantic versioning: a hyphen after the three numbers. */
const PRERELEASE = /^v?\d+\.\d+\.\d+-/;

/** The release of a `release` event, or of any run for a tag; else null. */
export function readRelease(
  event: string,
  ref: string,
  payload: { readonly tag_name?: unknown; readonly prerelease?: unknown } | undefined,
): Release | null {
  const tagOfRef = TAG.exec(ref)?.groups?.tag ?? null;
  if (event !== 'release') {
    return tagOfRef === null ? null : { tag: tagOfRef, prerelease: PRERELEASE.test(tagOfRef) };
  }
  const tag = typeof payload?.tag_name === 'string' && payload.tag_name !== '' ? payload.tag_name : tagOfRef;
  return { tag, prerelease: payload?.prerelease === true };
}
