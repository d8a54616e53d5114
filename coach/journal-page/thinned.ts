/** Of those that have the same place the first: what would be drawn over it would only make the picture heavy. */
export function thinned<Item>(items: readonly Item[], placeOf: (item: Item) => string): Item[] {
  const taken = new Set<string>();
  return items.filter((item) => {
    const place = placeOf(item);
    if (taken.has(place)) return false;
    taken.add(place);
    return true;
  });
}
