import createClient from "openapi-fetch";
import { errorFromAnswer, networkError } from "./errors";
import type { paths } from "./schema";

/** The typed client. It is same-origin and signed in by the HttpOnly cookie: no token lives here. */
export const client = createClient<paths>({ baseUrl: "", credentials: "same-origin" });

interface Answer<Body> {
  data?: Body;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; throws an ApiError for every other end. */
export async function body<Body>(call: Promise<Answer<Body>>): Promise<NonNullable<Body>> {
  const { data, response } = await done(call);
  if (data === undefined || data === null) {
    throw errorFromAnswer(undefined, response.status, response.headers.get("x-request-id"));
  }
  return data;
}

/** For calls whose good answer has no body. */
export async function done<Body>(call: Promise<Answer<Body>>): Promise<Answer<Body>> {
  let answer: Answer<Body>;
  try {
    answer = await call;
  } catch {
    throw networkError();
  }
  const { response } = answer;
  if (!response.ok) {
    throw errorFromAnswer(answer.error, response.status, response.headers.get("x-request-id"));
  }
  return answer;
}

interface Page<Item> {
  data: Item[];
  nextCursor?: string | null;
}

/** Every page of a list, up to a limit that protects the browser. */
export async function all<Item>(
  fetchPage: (cursor: string | undefined) => Promise<Page<Item>>,
  items_max = 2000,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await fetchPage(cursor);
    items.push(...page.data);
    cursor = page.nextCursor ?? undefined;
  } while (cursor && items.length < items_max);
  return items;
}
