/** Where to go after signing in: a path of ours, or the overview for anything else. */
export function nextPath(search: URLSearchParams): string {
  const next = search.get("next");
  return next && /^\/(?![/\\])/.test(next) ? next : "/";
}
