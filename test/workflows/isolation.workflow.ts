import { CancellationScope, condition, defineSignal, isCancellation, setHandler, sleep } from '@temporalio/workflow';

export const finishSignal = defineSignal('finish');

/** Rejects a promise that nobody waits for: the SDK must find the workflow that it belongs to. */
export async function rejecting(): Promise<void> {
  void Promise.reject(new Error('nobody waits for this'));
  await sleep('1 hour');
}

/** Waits in a scope of its own until the signal, and returns whether the scope's timer was canceled by it. */
export async function steady(): Promise<string> {
  let isFinished = false;
  setHandler(finishSignal, () => {
    isFinished = true;
  });
  const scope = new CancellationScope();
  const waiting = scope
    .run(() => sleep('1 hour'))
    .then(
      () => 'fired',
      (error: unknown) => (isCancellation(error) ? 'canceled' : 'failed'),
    );
  await CancellationScope.nonCancellable(() => condition(() => isFinished));
  scope.cancel();
  return waiting;
}
