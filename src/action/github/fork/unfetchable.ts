import { Unpublishable } from '../../../evidence/unpublishable.ts';

export type FetchCode =
  | 'not-a-pull-request'
  | 'own-repository'
  | 'no-pull-request'
  | 'several-pull-requests'
  | 'fork-deleted'
  | 'no-artifact'
  | 'several-artifacts'
  | 'expired'
  | 'other-run'
  | 'no-digest'
  | 'other-content'
  | 'other-commit'
  | 'github';

/** Another run's result can't be published, for what GitHub says of the run, its pull request or its artifact. */
export class Unfetchable extends Unpublishable<FetchCode> {}
