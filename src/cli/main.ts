#!/usr/bin/env node
import { CommanderError } from 'commander';
import { exitCodeOf, sentence } from './complaint.ts';
import { makeProgram } from './program.ts';

// `vhost-lab list costs | head` closes the pipe early: that is the reader's right and no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

const program = makeProgram();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
  if (!(error instanceof CommanderError)) {
    process.stderr.write(`${program.opts<{ debug?: boolean }>().debug ? String((error as Error).stack ?? error) : sentence(error)}\n`);
  }
}
