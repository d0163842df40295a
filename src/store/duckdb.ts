type DuckDb = typeof import('@duckdb/node-api');

/** DuckDB is native code of its own package, which is no part of the bundle: it is loaded when a store is used, and only then. */
export async function duckDb(): Promise<DuckDb> {
  try {
    return await import('@duckdb/node-api');
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(`the store needs the package @duckdb/node-api, which cannot be loaded here: ${first} (install it, or do without a store: --no-store)`);
  }
}
