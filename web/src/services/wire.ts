// The shapes the server sends, taken from the paths of its OpenAPI document and given names here,
// once. Nothing else imports the generated file, except the client.
import type { paths } from "./schema";

type Json<Response> = Response extends { content: { "application/json": infer Body } } ? Body : never;
type Responses<Path extends keyof paths, Method extends keyof paths[Path]> =
  paths[Path][Method] extends { responses: infer All } ? All : never;
type Get<Path extends keyof paths> =
  Responses<Path, "get"> extends { 200: infer Ok } ? Json<Ok> : never;
type Created<Path extends keyof paths> =
  Responses<Path, "post"> extends { 201: infer Ok } ? Json<Ok> : never;
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
