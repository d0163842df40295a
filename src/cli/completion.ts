import { choice, examples, type Verb } from './verb.ts';

/** The shells that completion is written for. */
export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

/** `vhost-lab completion`: a script for the shell, made from the verbs and registries themselves. */
export const completion: Verb = (program) => {
  program
    .command('completion')
    .summary('print a completion script for a shell')
    .description('Prints a script that completes verbs, options, suites, profiles and parameters in a shell.')
    .addArgument(choice('shell', 'which shell', shells))
    .addHelpText(
      'after',
      examples(
        'completion bash > ~/.local/share/bash-completion/completions/vhost-lab',
        'completion zsh > ~/.zfunc/_vhost-lab',
        'completion fish > ~/.config/fish/completions/vhost-lab.fish',
      ),
    )
    .action(async (shell: Shell) => {
      const { completionScript } = await import('./completion-script.ts');
      process.stdout.write(await completionScript(program, shell));
    });
};
