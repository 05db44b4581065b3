/** Temporal or the worker did not answer in time. The caller may send the same request again. */
export class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}
