/** Hosts whose names alone tell what is served there. Patterns are those of `allowed-hosts`. */
import { fitsPattern } from './glob.ts';

interface Dashboard {
  readonly patterns: readonly string[];
  /** Whose pages these are. */
  readonly owner: string;
}

/** Pages of hosts and services about environments, which are never one: their login is not the service's. */
const DASHBOARDS: readonly Dashboard[] = [
  { owner: 'Vercel', patterns: ['vercel.com', '*.vercel.com', 'vercel.live'] },
  { owner: 'Railway', patterns: ['railway.com', '*.railway.com', 'railway.app', 'backboard.railway.app'] },
  { owner: 'Render', patterns: ['render.com', '*.render.com'] },
  { owner: 'Netlify', patterns: ['netlify.com', '*.netlify.com'] },
  { owner: 'Cloudflare', patterns: ['cloudflare.com', '*.cloudflare.com'] },
  { owner: 'AWS', patterns: ['aws.amazon.com', '*.aws.amazon.com'] },
  {
    owner: 'Azure',
    patterns: ['portal.azure.com', '*.portal.azure.com', 'dev.azure.com', 'login.microsoftonline.com'],
  },
  {
    owner: 'Google Cloud',
    patterns: ['cloud.google.com', '*.cloud.google.com', '*.firebase.google.com', 'accounts.google.com'],
  },
  { owner: 'Heroku', patterns: ['heroku.com', '*.heroku.com'] },
  { owner: 'Fly', patterns: ['fly.io', '*.fly.io'] },
  { owner: 'DigitalOcean', patterns: ['digitalocean.com', '*.digitalocean.com'] },
  { owner: 'Deno', patterns: ['deno.com', '*.deno.com'] },
  { owner: 'Koyeb', patterns: ['app.koyeb.com'] },
  { owner: 'Northflank', patterns: ['app.northflank.com'] },
  { owner: 'Platform.sh', patterns: ['platform.sh', '*.platform.sh'] },
  { owner: 'Qovery', patterns: ['qovery.com', '*.qovery.com'] },
  { owner: 'Uffizzi', patterns: ['app.uffizzi.com'] },
  { owner: 'Expo', patterns: ['expo.dev'] },
  { owner: 'Chromatic', patterns: ['www.chromatic.com'] },
  { owner: 'GitHub', patterns: ['github.com', 'gist.github.com', 'api.github.com', 'www.github.com'] },
  { owner: 'GitLab', patterns: ['gitlab.com'] },
  { owner: 'Bitbucket', patterns: ['bitbucket.org'] },
  { owner: 'CircleCI', patterns: ['app.circleci.com', 'circleci.com'] },
  { owner: 'Buildkite', patterns: ['buildkite.com'] },
];

/** Below these hosts anybody may publish an environment of their own, and nothing else is there. */
const PREVIEW_HOSTS: readonly string[] = [
  '*.vercel.app',
  '*.now.sh',
  '*.netlify.app',
  '*.netlify.live',
  '*.onrender.com',
  '*.herokuapp.com',
  '*.fly.dev',
  '*.up.railway.app',
  '*.pages.dev',
  '*.workers.dev',
  '*.amplifyapp.com',
  '*.awsapprunner.com',
  '*.elasticbeanstalk.com',
  '*.on.aws',
  '*.azurestaticapps.net',
  '*.azurewebsites.net',
  '*.azurecontainerapps.io',
  '*.run.app',
  '*.web.app',
  '*.firebaseapp.com',
  '*.hosted.app',
  '*.appspot.com',
  '*.ondigitalocean.app',
  '*.deno.dev',
  '*.deno.net',
  '*.koyeb.app',
  '*.code.run',
  '*.platformsh.site',
  '*.zeabur.app',
  '*.surge.sh',
  '*.github.io',
  '*.gitlab.io',
  '*.app.github.dev',
  '*.ngrok.app',
  '*.ngrok.dev',
  '*.ngrok-free.app',
  '*.trycloudflare.com',
];

/**
 * Whose dashboard the URL leads to; null where it is none that is known.
 * @param gitHubHost host of an Enterprise Server, which only its runner knows
 */
export function dashboardOf(url: string, gitHubHost: string | null = null): string | null {
  const host = hostOf(url);
  if (host !== '' && host === gitHubHost) return 'GitHub';
  return DASHBOARDS.find(({ patterns }) => fits(host, patterns))?.owner ?? null;
}

/** Whether the URL is below a host that serves environments and nothing else. */
export function isPreviewHost(url: string): boolean {
  return fits(hostOf(url), PREVIEW_HOSTS);
}

function fits(host: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => fitsPattern(host, pattern));
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.$/, '') : '';
}
