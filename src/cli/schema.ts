import { choice, examples, type Verb } from './verb.ts';

/** The files that have a schema. */
export const schemas = ['suite', 'profile', 'measurements', 'catalogue', 'results', 'sweep'] as const;

/** `vhost-lab schema`: JSON Schema for editors and other programs. */
export const schema: Verb = (program) => {
  program
    .command('schema')
    .summary('print the JSON Schema of a kind of file')
    .description('Prints the JSON Schema (2020-12) of suite files, profile files, files of measurements, catalogues of measurements that can be made, results files or sweep files (for tune).')
    .addArgument(choice('kind', 'which file', schemas))
    .addHelpText('after', examples('schema suite', 'schema results > results.schema.json'))
    .action(async (kind: (typeof schemas)[number]) => {
      const { jsonSchema } = await import('../formats/json-schema.ts');
      process.stdout.write(`${JSON.stringify(jsonSchema(kind), null, 2)}\n`);
    });
};
