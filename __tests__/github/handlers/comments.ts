import { issueComment } from '../bodies/comment.ts';
import { type Answer, created, type Handlers, notFound, ok, page, refuse } from '../responses.ts';

export const commentHandlers: Handlers = {
  'issues/list-comments': (call, { state, api }) => {
    const number = Number(call.params.issue_number);
    if (!state.issues.some((issue) => issue.number === number)) return notFound();
    const own = state.comments.filter((comment) => comment.issue === number);
    return page(
      call,
      own.map((comment) => issueComment(api, state.repository, comment)),
    );
  },
  'issues/get-comment': ({ params }, { state, api }) => {
    const comment = state.comments.find(({ id }) => id === Number(params.comment_id));
    return comment ? ok(issueComment(api, state.repository, comment)) : notFound();
  },
  'issues/create-comment': ({ params, body, token }, { state, api }) => {
    const number = Number(params.issue_number);
    if (!state.issues.some((issue) => issue.number === number)) return notFound();
    const mistake = checkText(body.body);
    if (mistake) return mistake;
    return created(issueComment(api, state.repository, state.addComment(body.body, token.account, number)));
  },
  'issues/update-comment': ({ params, body }, { state, api }) => {
    const comment = state.comments.find(({ id }) => id === Number(params.comment_id));
    if (!comment) return notFound();
    const mistake = checkText(body.body);
    if (mistake) return mistake;
    comment.body = body.body;
    comment.updatedAt = new Date().toISOString();
    return ok(issueComment(api, state.repository, comment));
  },
  'issues/delete-comment': ({ params }, { state }) => {
    const id = Number(params.comment_id);
    if (!state.comments.some((comment) => comment.id === id)) return notFound();
    state.removeComment(id);
    return { status: 204 };
  },
};

function checkText(text: string): Answer | null {
  if ([...text].length <= 65_536) return null;
  const error = {
    resource: 'IssueComment',
    code: 'unprocessable',
    field: 'data',
    message: 'Body is too long (maximum is 65536 characters)',
  };
  return refuse(422, 'Validation Failed', [error]);
}
