import type { Inputs } from '../../config/inputs.ts';
import type { Plan } from '../../config/plan.ts';
import { redactor } from '../../config/secrets/redact.ts';
import type { Cancelling } from '../cancel.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import { commentKey } from '../github/marker.ts';
import type { Announcer } from './announcement.ts';
import { createCheckAnnouncer } from './check.ts';
import { createCommentAnnouncer } from './comment.ts';

interface Followed {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  readonly plan: Plan;
  readonly cancelling: Cancelling;
}

/** Where on GitHub the inputs want the run to be followed. */
export function createAnnouncers({ inputs, event, plan, cancelling }: Followed): Announcer[] {
  const { name, secrets } = plan;
  const subject = { name, headSha: event.headSha, runUrl: event.runUrl };
  const { firstCall, lastCall, signal: cancelled } = cancelling;
  const common = {
    subject,
    key: commentKey(name, inputs['comment-key']),
    token: inputs.token,
    firstCall,
    lastCall,
  };
  const announcers: Announcer[] = [];
  if (inputs.comment !== 'never')
    announcers.push(createCommentAnnouncer(event, { ...common, when: inputs.comment }));
  if (inputs['check-run'])
    announcers.push(createCheckAnnouncer(event, { ...common, ownKey: inputs['comment-key'], cancelled }));
  // The sentence may quote the configuration.
  const redact = redactor([inputs.token, ...secrets]);
  return announcers.map((one) => ({ ...one, stop: (why) => one.stop(redact(why)) }));
}
