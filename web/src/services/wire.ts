// The shapes the server sends, taken from the paths of its OpenAPI document and given names here,
// once. Nothing else imports the generated file, except the client.
import type { paths } from "./schema";

type Json<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;
type Responses<Path extends keyof paths, Method extends keyof paths[Path]> =
  paths[Path][Method] extends { responses: infer All } ? All : never;
type Answer<Path extends keyof paths, Method extends keyof paths[Path]> =
  Responses<Path, Method> extends { 200: infer Good } ? Json<Good> : never;
type Get<Path extends keyof paths> = Answer<Path, "get">;
type Created<Path extends keyof paths> =
  Responses<Path, "post"> extends { 201: infer Good } ? Json<Good> : never;
type Body<Path extends keyof paths, Method extends keyof paths[Path]> =
  paths[Path][Method] extends { requestBody?: { content: { "application/json": infer Sent } } } ? Sent : never;
type Row<List> = List extends { data: (infer Item)[] } ? Item : never;

export type Me = Get<"/api/v1/auth/me">;
export type AuthConfig = Get<"/api/v1/auth/config">;
export type Role = Me["role"];
export type WorkspaceEntry = Row<Get<"/api/v1/workspaces">>;
export type Session = Row<Get<"/api/v1/sessions">>;
export type Member = Row<Get<"/api/v1/members">>;
export type ApiKey = Row<Get<"/api/v1/api-keys">>;
export type NewApiKey = Created<"/api/v1/api-keys">;

export type Platform = Row<Get<"/api/v1/platforms">>;
export type Connection = Get<"/api/v1/connections/{id}">;
export type ChoosableAccount = Get<"/api/v1/account-choices/{id}">["accounts"][number];
export type SyncRun = Row<Get<"/api/v1/connections/{id}/sync-runs">>;

export type Analytics = Get<"/api/v1/analytics">;
export type AccountSummary = Analytics["platforms"][number];
export type PlatformAnalytics = Get<"/api/v1/analytics/platforms/{platform}">;
export type PlatformPost = Row<Get<"/api/v1/analytics/posts">>;
export type FollowerHistory = Get<"/api/v1/analytics/followers">;
export type FollowerPoint = FollowerHistory["points"][number];
export type BestTimes = Get<"/api/v1/analytics/best-times">;
export type BestTimeCell = BestTimes["cells"][number];

export type LiveEvent = Row<Get<"/api/v1/events">>;
export type Job = Row<Get<"/api/v1/admin/jobs">>;

export type PostRules = NonNullable<Platform["postRules"]>;
export type FormatRule = PostRules["formats"][number];
export type OptionRule = PostRules["options"][number];
export type TextUnit = FormatRule["textUnit"];
/** What an account may choose, and what it has turned off, in the platform's own words. */
export type AccountOptions = Get<"/api/v1/connections/{id}/post-options">;

export type Post = Get<"/api/v1/posts/{id}">;
export type PostStatus = Post["status"];
/** A post on one connection; what is null is the post's own. */
export type Target = Post["targets"][number];
export type TargetStatus = Target["status"];
export type TargetOptions = Target["options"];
/** A line of the timeline. */
export type Attempt = Row<Get<"/api/v1/posts/{id}/attempts">>;
export type PostInput = Body<"/api/v1/posts", "post">;
export type TargetInput = PostInput["targets"][number];
/** What is left out stays; a schedule of null makes it a draft again. */
export type PostPatch = Body<"/api/v1/posts/{id}", "patch">;
export type BulkInput = Body<"/api/v1/posts/schedule", "post">;
export type RetryTarget = NonNullable<Body<"/api/v1/posts/{id}/retry", "post">["targets"]>[number];
export type Validation = Answer<"/api/v1/posts/validate", "post">;
export type TargetReport = Validation["targets"][number];
export type PostIssue = TargetReport["issues"][number];

export type Campaign = Get<"/api/v1/campaigns/{id}">;
export type CampaignStatus = Campaign["status"];
export type CampaignInput = Body<"/api/v1/campaigns", "post">;
export type CampaignVariants = Row<Get<"/api/v1/campaigns/{id}/variants">>;
export type VariantResult = CampaignVariants["variants"][number];
/** A weekly time at which posts may go out. */
export type PostingSlot = Row<Get<"/api/v1/posting-slots">>;
export type SlotInput = Body<"/api/v1/posting-slots", "post">;
/** A slot on a day, which no post was given yet. */
export type FreeSlot = Row<Get<"/api/v1/posting-slots/next">>;

/** A file, and what looking into it told. What is null could not be told. */
export type Media = Get<"/api/v1/media/{id}">;
export type MediaKind = Media["kind"];
