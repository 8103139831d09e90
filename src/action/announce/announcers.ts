import type { Inputs } from '../../config/inputs.ts';
import { labelOf } from '../../config/measurement-id.ts';
import type { Plan } from '../../config/plan.ts';
import { redactor } from '../../config/secrets/redact.ts';
import type { Subject } from '../../report/markdown/placeholder.ts';
import type { Cancelling } from '../cancel.ts';
import type { RunnerEvent } from '../event/read-event.ts';
import { commentKey, groupKey } from '../github/marker.ts';
import { identify, writerOf } from '../identify.ts';
import type { Announcer } from './announcement.ts';
import { createCheckAnnouncer } from './check.ts';
import { createCommentAnnouncer } from './comment.ts';
import { createGroupedAnnouncer } from './grouped.ts';

interface Followed {
  readonly inputs: Inputs;
  readonly event: RunnerEvent;
  readonly plan: Pick<Plan, 'name' | 'configFile' | 'secrets' | 'language'>;
  readonly cancelling: Cancelling;
}

interface Announcing {
  /** What they tell of before there is a result. */
  readonly subject: Subject;
  readonly announcers: readonly Announcer[];
}

/** Where on GitHub the inputs want the run to be followed. */
export function createAnnouncers({ inputs, event, plan, cancelling }: Followed): Announcing {
  const { name, secrets } = plan;
  // Both may quote the configuration, or a matrix that somebody filled from elsewhere.
  const redact = redactor([inputs.token, ...secrets]);
  const id = identify(inputs, event, plan);
  const { job, ...writer } = writerOf(inputs, event);
  const subject: Subject = {
    name,
    label: redact(labelOf(id)),
    headSha: event.headSha,
    runUrl: event.runUrl,
    language: inputs.language ?? plan.language ?? 'en',
  };
  const { firstCall, lastCall, signal: cancelled } = cancelling;
  const common = {
    subject,
    key: commentKey(id),
    writer: { ...writer, job: redact(job) },
    token: inputs.token,
    firstCall,
    lastCall,
  };
  const announcers: Announcer[] = [];
  const { comment: when } = inputs;
  if (when === 'grouped')
    announcers.push(createGroupedAnnouncer(event, { ...common, groupKey: groupKey(event) }));
  else if (when !== 'never') announcers.push(createCommentAnnouncer(event, { ...common, when }));
  if (inputs['check-run']) announcers.push(createCheckAnnouncer(event, { ...common, cancelled }));
  const redacted = announcers.map((one) => ({ ...one, stop: (why: string) => one.stop(redact(why)) }));
  return { subject, announcers: redacted };
}
