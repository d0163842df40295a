import { suite } from 'uvu';
import { equal, ok } from 'uvu/assert';
import { jsonSchema } from '../../src/formats/json-schema.ts';

const test = suite('formats/json-schema');
const kinds = ['suite', 'profile', 'measurements', 'results', 'sweep'] as const;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const partsOf = (schema: unknown): readonly Record<string, unknown>[] =>
  Array.isArray(schema) ? schema.flatMap(partsOf) : isObject(schema) ? [schema, ...Object.values(schema).flatMap(partsOf)] : [];

test('is JSON Schema of 2020-12, and JSON', () => {
  for (const kind of kinds) {
    const schema = jsonSchema(kind);
    equal(JSON.parse(JSON.stringify(schema)), schema);
    ok(isObject(schema) && schema['$schema'] === 'https://json-schema.org/draft/2020-12/schema');
  }
});

test('no mapping takes a key that it does not know', () => {
  for (const kind of kinds) {
    for (const part of partsOf(jsonSchema(kind))) if (isObject(part['properties']) && part['type'] === 'object') equal(part['additionalProperties'], false);
  }
});

test('asks for what a reader asks for, and for nothing that has a default', () => {
  const required = (kind: (typeof kinds)[number]): unknown => (jsonSchema(kind) as { readonly required?: unknown }).required;
  equal(required('suite'), ['name', 'systems', 'devices', 'workloads', 'profile', 'baseline']);
  equal(required('profile'), ['name', 'title']);
  equal(required('measurements'), ['name', 'title']);
  equal(required('results'), ['schema_version', 'model_version', 'suite', 'trials', 'profiles']);
});

test.run();
