import { EventEmitter } from 'node:events';
import { type Cancelling, listenForCancel, wasCancelled } from '../../src/action/cancel.ts';
import { conclude } from '../../src/action/conclude.ts';
import { explainRefusal } from '../../src/action/github/explain-refusal.ts';

describe('conclude', () => {
  const strict = { inconclusive: 'fail', invalid: 'fail' } as const;
  const lenient = { inconclusive: 'neutral', invalid: 'neutral' } as const;

  test.each([
    ['pass', strict, 0, 'none'],
    ['fail', lenient, 1, 'error'],
    ['inconclusive', lenient, 0, 'warning'],
    ['inconclusive', strict, 3, 'error'],
    ['invalid', lenient, 0, 'warning'],
    ['invalid', strict, 4, 'error'],
  ] as const)('%s with %j exits %i with %s', (outcome, treatments, exitCode, annotation) => {
    expect(conclude(outcome, treatments)).toEqual({ exitCode, annotation });
  });
});

describe('cancelling', () => {
  const soon = { firstCallMs: 10, lastCallMs: 30, deadlineMs: 50 };

  /** What ends when somebody cancels, in order; `before` may end the run otherwise first. */
  async function cancel(before: (cancelling: Cancelling) => void = () => {}): Promise<string[]> {
    const source = new EventEmitter();
    const order: string[] = [];
    await new Promise<void>((ended) => {
      const cancelling = listenForCancel(source, () => ended(void order.push('process')), soon);
      cancelling.signal.addEventListener('abort', () => order.push('load'));
      cancelling.firstCall.addEventListener('abort', () => order.push('first words'));
      cancelling.lastCall.addEventListener('abort', () => order.push('network'));
      before(cancelling);
      source.emit('SIGINT');
      expect(order).toEqual(['load']);
      source.emit('SIGTERM');
    });
    return order;
  }
  const ORDER = ['load', 'first words', 'network', 'process'];

  test('stops the load at once, the network later, the process last', async () => {
    expect(await cancel()).toEqual(ORDER);
  });

  test('has its time while a crash or a mistake is being told, too', async () => {
    let signal: AbortSignal | undefined;
    const order = await cancel((cancelling) => {
      cancelling.abandon();
      signal = cancelling.signal;
    });
    expect(order).toEqual(ORDER);
    expect(signal && wasCancelled(signal)).toBe(false);
  });

  test('a run that has stopped is left alone', async () => {
    const source = new EventEmitter();
    let ended = 0;
    const cancelling = listenForCancel(source, () => ended++, soon);
    source.emit('SIGINT');
    cancelling.stop();
    await new Promise((resolve) => setTimeout(resolve, 80));
    expect([ended, cancelling.lastCall.aborted, source.listenerCount('SIGINT')]).toEqual([0, false, 0]);
  });
});

describe('why there is no comment', () => {
  const refusal = (status: number, message: string, headers: object = {}) => ({
    status,
    message,
    response: { headers },
  });

  test.each([
    [
      'same-repository',
      /Give the job this permission:\npermissions:\n {2}contents: read\n {2}pull-requests: write\n/,
    ],
    ['fork', /comes from a fork.*read-only/],
    ['dependabot', /Dependabot/],
  ] as const)('refused to a run of %s', (origin, words) => {
    const text = explainRefusal(refusal(403, 'Resource not accessible by integration'), origin);
    expect(text).toMatch(words);
    expect(text).toContain('The verdict, the summary and the outputs are not affected.');
  });

  test.each([
    [refusal(401, 'Bad credentials'), /does not accept the token/],
    [refusal(403, 'slow down', { 'retry-after': '60' }), /rate limit/],
    [refusal(502, 'Bad gateway'), /502 \(Bad gateway\)/],
    [{ status: 500, message: 'connect ECONNREFUSED' }, /no response \(connect ECONNREFUSED\)/],
    ['thrown text', /no response \(thrown text\)/],
  ])('%j', (error, words) => {
    const text = explainRefusal(error, 'same-repository');
    expect(text).toMatch(words);
    expect(text).not.toContain('permissions:');
  });
});
