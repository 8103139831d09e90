import { pagesOf } from '../addresses.ts';
import type { RepositoryName } from '../entities.ts';
import { simpleUser } from '../shapes.ts';
import { user } from '../state.ts';

const CREATED_AT = '2024-01-02T03:04:05Z';

/** Addresses below a repository that its body names, with the placeholders that GitHub leaves in. */
const ADDRESSES = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const;

/** As in lists and beside other things. */
export function minimalRepository(api: string, { full_name, id }: Required<RepositoryName>, isFork = false) {
  const [owner = '', name = ''] = full_name.split('/');
  const url = `${api}/repos/${full_name}`;
  return {
    id,
    node_id: Buffer.from(`R_${id}`).toString('base64'),
    name,
    full_name,
    private: false,
    owner: simpleUser(api, user(owner)),
    html_url: `${pagesOf(api)}/${full_name}`,
    description: null,
    fork: isFork,
    url,
    ...(Object.fromEntries(Object.entries(ADDRESSES).map(([key, rest]) => [key, url + rest])) as {
      [key in keyof typeof ADDRESSES]: string;
    }),
  };
}

/** With everything that the whole repository, or a webhook's payload, has. */
export function wholeRepository(
  api: string,
  repository: Required<RepositoryName>,
  { isFork = false, defaultBranch = 'main' } = {},
) {
  const { full_name } = repository;
  return {
    ...minimalRepository(api, repository, isFork),
    created_at: CREATED_AT,
    updated_at: CREATED_AT,
    pushed_at: CREATED_AT,
    git_url: `git://${new URL(pagesOf(api)).host}/${full_name}.git`,
    ssh_url: `git@${new URL(pagesOf(api)).host}:${full_name}.git`,
    clone_url: `${pagesOf(api)}/${full_name}.git`,
    svn_url: `${pagesOf(api)}/${full_name}`,
    homepage: null,
    size: 1,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: true,
    has_downloads: true,
    has_wiki: true,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: 0,
    license: null,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: 'public',
    forks: 0,
    open_issues: 0,
    watchers: 0,
    default_branch: defaultBranch,
  };
}
