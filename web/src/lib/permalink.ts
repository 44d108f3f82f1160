// What the server takes for the address of a post that somebody found.
export const permalink_max = 4000;

export function isWebAddress(address: string): boolean {
  return /^https?:\/\//.test(address);
}

export function isPermalink(address: string): boolean {
  return address.startsWith("https://") && address.length <= permalink_max;
}
