import { forbidden, type Handlers, ok } from '../responses.ts';
import { simpleUser } from '../shapes.ts';

export const accountHandlers: Handlers = {
  'users/get-authenticated': ({ token }, { api }) => {
    if (token.kind === 'installation') return forbidden();
    const at = '2020-01-01T00:00:00Z';
    const own = {
      public_repos: 1,
      public_gists: 0,
      followers: 0,
      following: 0,
      created_at: at,
      updated_at: at,
    };
    const nothing = {
      name: null,
      company: null,
      blog: null,
      location: null,
      email: null,
      hireable: null,
      bio: null,
    };
    return ok({ ...simpleUser(api, token.account), ...nothing, ...own });
  },
};
