import type { CustomerId } from '../model/customer.js';

/** Groups of several customers: those that were found to be one, joined where people decided that two must be. In the order of ids. */
export function joinedGroups(
  entities: Iterable<readonly [customer: CustomerId, entity: CustomerId]>,
  musts: Iterable<readonly [CustomerId, CustomerId]>,
): CustomerId[][] {
  const parent = new Map<CustomerId, CustomerId>();
  const root = (id: CustomerId): CustomerId => {
    let at = id;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    parent.set(id, at);
    return at;
  };
  const join = (one: CustomerId, other: CustomerId): void => {
    const [a, b] = [root(one), root(other)];
    parent.set(Math.max(a, b), Math.min(a, b));
  };
  for (const [customer, entity] of entities) join(customer, entity);
  for (const [one, other] of musts) join(one, other);
  const groups = new Map<CustomerId, CustomerId[]>();
  for (const id of [...parent.keys()].sort((a, b) => a - b)) {
    const own = groups.get(root(id));
    if (own === undefined) groups.set(root(id), [id]);
    else own.push(id);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}
