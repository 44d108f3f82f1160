import { atHandle } from "./format";

interface Named {
  displayName: string | null;
  handle: string;
}

/** What an account is called: by its name, or by its handle where it has none. */
export function accountName({ displayName, handle }: Named): string {
  const name = displayName?.trim() ?? "";
  return name === "" ? atHandle(handle) : name;
}
