/** A broken invariant: a bug in the program, never an error of its caller. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws InvariantError if `holds` is false, null or undefined. Only the entrypoints catch it. */
export function invariant(holds: unknown, message: string): asserts holds {
  if (holds === false || holds === undefined || holds === null) throw new InvariantError(message);
}

/** The default of an exhaustive switch: a new member of the union does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new InvariantError(`unhandled case: ${JSON.stringify(value)}`);
}
