/** Vega's packages carry no types of their own; those of `vega` say the same. */
declare module 'vega-dataflow' {
  export { transforms } from 'vega';
}
declare module 'vega-encode' {
  const axisticks: unknown, datajoin: unknown, encode: unknown, legendentries: unknown, scale: unknown, sortitems: unknown, stack: unknown;
  export { axisticks, datajoin, encode, legendentries, scale, sortitems, stack };
}
declare module 'vega-parser' {
  export { parse } from 'vega';
}
declare module 'vega-scenegraph' {
  /** How Vega measures text without a canvas: replaceable. */
  export const textMetrics: { width: (item: { readonly fontSize?: number; readonly limit?: number }, text: unknown) => number };
}
declare module 'vega-transforms' {
  const aggregate: unknown, collect: unknown, compare: unknown, expression: unknown, extent: unknown, facet: unknown, field: unknown, filter: unknown, formula: unknown, joinaggregate: unknown;
  const key: unknown, multiextent: unknown, multivalues: unknown, params: unknown, prefacet: unknown, proxy: unknown, relay: unknown, sieve: unknown, subflow: unknown, values: unknown;
  export { aggregate, collect, compare, expression, extent, facet, field, filter, formula, joinaggregate, key, multiextent, multivalues, params, prefacet, proxy, relay, sieve, subflow, values };
}
declare module 'vega-view' {
  export { View } from 'vega';
}
declare module 'vega-view-transforms' {
  const bound: unknown, mark: unknown, overlap: unknown, render: unknown, viewlayout: unknown;
  export { bound, mark, overlap, render, viewlayout };
}
