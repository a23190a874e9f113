/** What data may know about its questions beyond the accepted answers. A world says what it supplies, a scorer what it needs, and a config
 *  that brings the two together is refused where something is missing. */

/** supporting passages: `supportingText`, the texts that resolve the question.
 *  search keys: `searchKeys`, queries that would find each of them.
 *  other passages: a corpus to draw passages from that a search did not find.
 *  states: the same retrieval is written in the same words, so that rollouts can meet in one state. */
export type Supply = 'supporting passages' | 'search keys' | 'other passages' | 'states';
