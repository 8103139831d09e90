import { serverUrlOf } from '../addresses.ts';
import { forbidden, type Handlers, ok, refuse } from '../responses.ts';
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
  /** Costs nothing, whatever is left. An Enterprise Server limits nobody unless it is told to. */
  'rate-limit/get': (_, { state }) => {
    if (state.serverUrl === serverUrlOf('enterprise')) return refuse(404, 'Rate limiting is not enabled.');
    const rate = { limit: 1000, remaining: 900, used: 100, reset: Math.ceil(Date.now() / 1000) + 3600 };
    return ok({ resources: { core: rate, search: rate }, rate });
  },
  /** The old word for a role has neither *maintain* nor *triage*. */
  'repos/get-collaborator-permission-level': ({ params }, { state }) => {
    const role = state.roles.get(params.username ?? '') ?? 'read';
    const permission = role === 'maintain' ? 'write' : role === 'triage' ? 'read' : role;
    return ok({ permission, role_name: role, user: null });
  },
};
