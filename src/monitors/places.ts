/**
 * Give new things with those that were there before in their old places; others follow in their own order. What is
 * read does not move because something else changed.
 */
export function inPlace<T>(
  before: readonly T[],
  now: readonly T[],
  key: (one: T) => string
): T[] {
  const places = new Map(before.map((one, at) => [key(one), at]));
  const at = (one: T) => places.get(key(one)) ?? before.length;
  return [...now].sort((one, other) => at(one) - at(other));
}
