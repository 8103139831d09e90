/** What may be wrong with the file that another run left. */
type ContentCode = 'too-large' | 'not-a-zip' | 'other-files' | 'not-a-result' | 'newer-format';

/**
 * Another run's result can't be published. The message is made of our words alone, so that it may go anywhere, even
 * into an output that a careless workflow pastes into a script; what quotes the artifact is in `detail`, for the log.
 */
export class Unpublishable<Code extends string = ContentCode> extends Error {
  override readonly name = 'Unpublishable';
  readonly code: Code;
  readonly detail: string | null;

  constructor(code: Code, message: string, detail: string | null = null) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}
