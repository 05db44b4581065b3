/** Runs once after all tests: stops the servers that the set-up started. */
export default async function globalTeardown(): Promise<void> {
  await globalThis.annexTestEnvironment?.stop();
}
