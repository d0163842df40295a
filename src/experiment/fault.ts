/** The sentence with which something is refused; nothing where it is not. */
export function fault(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
