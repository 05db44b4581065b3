import { CancellationScope, condition, defineSignal, isCancellation, setHandler, sleep } from '@temporalio/workflow';

export const finishSignal = defineSignal('finish');

/** Rejects a promise without a handler: the SDK must attribute it to this workflow. */
export async function rejecting(): Promise<void> {
  void Promise.reject(new Error('nobody waits for this'));
  await sleep('1 hour');
}

/** Waits in a separate scope until the signal, and returns whether the signal canceled the timer of the scope. */
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
