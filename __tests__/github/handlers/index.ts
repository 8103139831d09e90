import type { Handlers } from '../responses.ts';
import { accountHandlers } from './accounts.ts';
import { checkHandlers } from './checks.ts';
import { commentHandlers } from './comments.ts';
import { contentHandlers } from './contents.ts';
import { deploymentHandlers } from './deployments.ts';
import { graphqlHandlers } from './graphql.ts';
import { issueHandlers } from './issues.ts';
import { objectHandlers } from './objects.ts';
import { pullHandlers } from './pulls.ts';
import { referenceHandlers } from './references.ts';
import { runHandlers } from './runs.ts';

export const HANDLERS: Handlers = {
  ...accountHandlers,
  ...checkHandlers,
  ...commentHandlers,
  ...contentHandlers,
  ...deploymentHandlers,
  ...graphqlHandlers,
  ...issueHandlers,
  ...objectHandlers,
  ...pullHandlers,
  ...referenceHandlers,
  ...runHandlers,
};
