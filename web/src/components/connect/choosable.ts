import { accountName } from "@/lib/account-name";
import type { ChoosableAccount } from "@/services/wire";

/**
 * What is ticked before anybody has chosen: the accounts that have to be connected again, since
 * that is why one came. Nothing else: what is ticked by itself gets connected by mistake.
 */
export function chosenAtFirst(accounts: ChoosableAccount[]): ReadonlySet<string> {
  return new Set(
    accounts.filter((account) => account.status === "needs_reauth").map((account) => account.externalId),
  );
}

/** The accounts whose name or handle holds the text, in any case. */
export function matching(accounts: ChoosableAccount[], search: string): ChoosableAccount[] {
  const wanted = search.trim().toLocaleLowerCase();
  if (wanted === "") return accounts;
  return accounts.filter((account) =>
    `${accountName(account)} ${account.handle}`.toLocaleLowerCase().includes(wanted));
}
