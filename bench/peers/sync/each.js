/** Works on everything in `items`, on so many at once. */
export async function each(items, atOnce, work) {
  const waiting = items.values();
  await Promise.all(Array.from({ length: atOnce }, async () => {
    for (const item of waiting) await work(item);
  }));
}
