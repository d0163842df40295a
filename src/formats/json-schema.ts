import { z } from 'zod';
import { catalogueSchema } from './catalogue-file.ts';
import { measurementsSchema } from './measurements-file.ts';
import { profileSchema } from './profile-file.ts';
import { resultsSchema } from './results-file.ts';
import { suiteSchema } from './suite-file.ts';
import { sweepSchema } from './sweep-file.ts';

const schemas = {
  suite: suiteSchema, profile: profileSchema, measurements: measurementsSchema, catalogue: catalogueSchema, results: resultsSchema, sweep: sweepSchema,
} as const;

/** JSON Schema (2020-12) of what a file may contain, for editors and other programs; what must hold between fields is checked on reading. */
export const jsonSchema = (kind: keyof typeof schemas): object => z.toJSONSchema(schemas[kind], { io: 'input', target: 'draft-2020-12' });
