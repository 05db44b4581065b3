/** Something that cannot happen has happened: a fault of the program, never of its caller. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** States what must hold. Throws InvariantError, which nothing below the entrypoints catches. */
export function invariant(holds: unknown, message: string): asserts holds {
  if (holds === false || holds === undefined || holds === null) throw new InvariantError(message);
}

/** Closes a switch over a union: a new member does not compile until it is handled. */
export function assertNever(value: never): never {
  throw new InvariantError(`unhandled case: ${JSON.stringify(value)}`);
}
