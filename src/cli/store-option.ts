import { Option } from 'commander';

/** Where results are kept. */
export const storeOption = (): Option => new Option('--store <file>', 'where results are kept').default('reports/lab.duckdb').env('VHOST_LAB_STORE');
