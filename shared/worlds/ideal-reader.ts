/** The ideal reader of a world: what passages say about an answer, by Bayes' rule and the way facts are drawn.
 *  Beliefs of policies are compared with it; warm starts learn from it. */
import { sum } from '../util/math.ts';
import { entityTypes, relations, type EntityType, type Relation } from './family.ts';
import { regions } from './names.ts';
import { entitiesPerRegion, type Fact } from './universe.ts';

/** [regions] how likely a relation of an entity in region `from` points into each. */
export type RegionOdds = (relation: Relation, from: number) => readonly number[];

/** Name → probability of being the answer, given the relations and start of a path and every fact in `read`.
 *  path: only its relations and its start are used. */
export type IdealReader = (path: readonly Fact[], read: readonly Fact[]) => ReadonlyMap<string, number>;

const relationOf = new Map(relations.map((relation) => [relation.name, relation]));
const regionOf = new Map(
  regions.flatMap((region, r) => entityTypes.flatMap((type) => region[type].map((name) => [name, r] as const))),
);

/** P(answer | read), followed along the path. After an entity whose passage was read, the next one is known. Otherwise
 *  the region has the world's odds and the name within it those of `nameOdds`. Two facts are ignored, since they change
 *  little: the relations of one entity point to different ones, and a path meets no entity twice (its start and the
 *  entity just left are excluded). Source: Bayes' rule on `drawUniverse`. */
export function idealReader(entities: number, odds: RegionOdds): IdealReader {
  const counts = new Map(entityTypes.map((type) => [type, entitiesPerRegion(entities, type)]));
  return (path, read) => {
    const start = path[0].subject;
    const said = new Map(read.map((fact) => [`${fact.relation} of ${fact.subject}`, fact.object]));
    const named = read.map(({ object }) => object);
    const exists = new Set([start, ...read.map(({ subject }) => subject), ...named]);
    const within = (type: EntityType) =>
      regions.map((region) => nameOdds(region[type], exists, named, counts.get(type)!));

    let belief = new Map([[start, 1]]);
    for (const { relation: name } of path) {
      const relation = relationOf.get(name)!;
      const candidates = within(relation.to);
      const next = new Map<string, number>();
      const add = (object: string, chance: number) => next.set(object, (next.get(object) ?? 0) + chance);
      for (const [subject, chance] of belief) {
        const object = said.get(`${name} of ${subject}`);
        if (object !== undefined) add(object, chance);
        else
          odds(relation, regionOf.get(subject)!).forEach((odd, region) => {
            const [names, total] = [candidates[region], 1 - (candidates[region].get(subject) ?? 0)];
            if (total < 1e-9) return; // the region holds the subject alone
            for (const [other, share] of names) if (other !== subject) add(other, (chance * odd * share) / total);
          });
      }
      next.delete(start);
      const total = sum([...next.values()]);
      belief = new Map(Array.from(next, ([object, chance]) => [object, chance / total]));
    }
    return belief;
  };
}

/** Name → chance that a relation into this region points to it. All entities that exist are equally likely, known or
 *  not. How many exist is inferred from the possible counts and from how many of the names seen were new. */
function nameOdds(
  pool: readonly string[],
  exists: ReadonlySet<string>,
  named: readonly string[],
  counts: readonly (readonly [count: number, chance: number])[],
): ReadonlyMap<string, number> {
  const known = pool.filter((name) => exists.has(name)).length;
  const draws = named.filter((name) => pool.includes(name)).length;
  // P(count) · P(these exist | count) · P(each draw | count)
  const likelihood = counts.map(([count, chance]) =>
    count < known ? 0 : (chance * inSubset(pool.length, count, known)) / count ** draws,
  );
  const evidence = sum(likelihood);
  let [ofKnown, ofOther] = [0, 0];
  counts.forEach(([count], i) => {
    ofKnown += likelihood[i] / evidence / count;
    ofOther += ((likelihood[i] / evidence) * (count - known)) / count / (pool.length - known);
  });
  return new Map(pool.map((name) => [name, exists.has(name) ? ofKnown : ofOther]));
}

/** Chance that `wanted` given names are all among `chosen` names drawn from `size`. */
function inSubset(size: number, chosen: number, wanted: number): number {
  let chance = 1;
  for (let i = 0; i < wanted; i++) chance *= (chosen - i) / (size - i);
  return chance;
}
