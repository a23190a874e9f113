/** The optimizer catalogue: one file per member, one export line here. */
export { adamw } from './adamw.ts';
export { sgd } from './sgd.ts';
