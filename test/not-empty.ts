/** Loaded before the tests: uvu is content with a run that found no test file; we are not. */
declare global {
  var UVU_QUEUE: readonly (readonly unknown[])[] | undefined;
}

process.on('exit', (code) => {
  if (code === 0 && !globalThis.UVU_QUEUE?.some((file) => file.length > 0)) {
    console.error('no test was found: a run without tests has not passed');
    process.exitCode = 1;
  }
});

export {};
