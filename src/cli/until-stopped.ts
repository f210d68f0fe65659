/**
 * Answers when somebody asks this process to stop (Ctrl-C, a supervisor); asked again, it stops at once. To be called
 * before anybody is told that it can be asked.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      process.removeListener("SIGINT", stop);
      process.removeListener("SIGTERM", stop);
      resolve();
    };
    process.on("SIGINT", stop);
    process.on("SIGTERM", stop);
  });
}
