/** What data may know about its questions beyond the accepted answers. A question source says what it supplies, a
 *  scorer what it needs; a config is refused where something is missing. */

/** supporting passages: `supportingText`, the texts that resolve the question.
 *  search keys: `searchKeys`, queries that would find each of them.
 *  other passages: the corpus also holds passages that a search did not find.
 *  states: equal retrievals are written in equal words, so that rollouts can meet in one state. */
export type Supply = 'supporting passages' | 'search keys' | 'other passages' | 'states';
