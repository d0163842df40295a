/**
 * The parts of Vega that the charts of this page use, for the page's script and for the pictures drawn before it runs: a
 * transform that is missing here would be missing in both. All of Vega would make every report an eighth of a megabyte larger.
 */
import { transforms } from 'vega-dataflow';
import { axisticks, datajoin, encode, legendentries, scale, sortitems, stack } from 'vega-encode';
import { aggregate, collect, compare, expression, extent, facet, field, filter, formula, joinaggregate, key, multiextent, multivalues, params, prefacet, proxy, relay, sieve, subflow, values } from 'vega-transforms';
import { bound, mark, overlap, render, viewlayout } from 'vega-view-transforms';

Object.assign(transforms, {
  axisticks, datajoin, encode, legendentries, scale, sortitems, stack,
  aggregate, collect, compare, expression, extent, facet, field, filter, formula, joinaggregate, key, multiextent, multivalues, params, prefacet, proxy, relay, sieve, subflow, values,
  bound, mark, overlap, render, viewlayout,
});

export { parse } from 'vega-parser';
export { textMetrics } from 'vega-scenegraph';
export { View } from 'vega-view';
