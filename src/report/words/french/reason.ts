/** The verdict's sentence, and what would decide or repair it, in French. */
import { continueSentence } from '../names.ts';
import { tellReasons } from '../reason.ts';
import { CAUSES_IN_FRENCH } from './causes.ts';
import { counted, et, FIGURES_IN_FRENCH, nameRowInFrench } from './grammar.ts';
import { describePassInFrench } from './pass.ts';
import { nameOfServerInFrench } from './server.ts';

const { formatSeconds } = FIGURES_IN_FRENCH;

export const REASONS_IN_FRENCH = tellReasons({
  ...CAUSES_IN_FRENCH,
  nameRow: nameRowInFrench,
  nameOfServer: nameOfServerInFrench,
  describePass: describePassInFrench,
  accepted: (by, fail) => `Accepté par ${by}\u00a0: ${continueSentence(fail)}`,
  alsoFailing: (names) => `\u00a0; échoue aussi\u00a0: ${et(names)}`,
  besides: (fails, late) => `${fails}\u00a0; en outre, ${late}`,
  moreOpen: (more) =>
    `\u00a0; encore ${counted(more, 'autre question ouverte', 'autres questions ouvertes')}`,
  and: (sentences) => sentences.join('\u00a0; '),
  tooLong: (seconds) =>
    `À ce débit, il faudrait ${formatSeconds(seconds)} de charge\u00a0; plus de connexions ou un poids plus grand décident plus vite.`,
  longer: (more, seconds) =>
    `Environ ${formatSeconds(more)} de charge de plus suffiraient à décider\u00a0: ${formatSeconds(seconds)} en tout.`,
  seeNotes: 'Voyez les notes des lignes qui ne sont pas tranchées.',
});
