export type UnpublishableCode =
  | 'not-a-pull-request'
  | 'own-repository'
  | 'no-pull-request'
  | 'several-pull-requests'
  | 'fork-deleted'
  | 'no-artifact'
  | 'several-artifacts'
  | 'expired'
  | 'other-run'
  | 'too-large'
  | 'no-digest'
  | 'other-content'
  | 'not-a-zip'
  | 'other-files'
  | 'not-a-result'
  | 'newer-format'
  | 'other-commit'
  | 'github';

/**
 * Another run's result can't be published. The message is made of our words alone, so that it may go anywhere, even into
 * an output that a careless workflow pastes into a script; what quotes the artifact is in `detail`, for the log.
 */
export class Unpublishable extends Error {
  override readonly name = 'Unpublishable';
  readonly code: UnpublishableCode;
  readonly detail: string | null;

  constructor(code: UnpublishableCode, message: string, detail: string | null = null) {
    super(message);
    this.code = code;
    this.detail = detail;
  }
}
