import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { authKeys } from "./auth-keys";
import { body, client, done } from "./client";
import { ApiError } from "./errors";
import { announceSessionChange } from "./session-channel";
import type { AuthConfig, Me, Role } from "./wire";

/** Who is signed in; null when nobody is. */
export const meQuery = queryOptions({
  queryKey: authKeys.me,
  queryFn: async (): Promise<Me | null> => {
    try {
      return await body(client.GET("/api/v1/auth/me"));
    } catch (error) {
      if (error instanceof ApiError && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: 5 * 60_000,
});

/** The member who is signed in. Only for pages behind RequireSession. */
export function useMe(): Me {
  const { data } = useQuery(meQuery);
  if (!data) throw new Error("useMe was called outside RequireSession");
  return data;
}

export function useZone(): string {
  return useMe().workspace.timezone;
}

export function useAuthConfig() {
  return useQuery({
    queryKey: authKeys.config,
    queryFn: (): Promise<AuthConfig> => body(client.GET("/api/v1/auth/config")),
    staleTime: Infinity,
  });
}

/** What a role may do here. The server decides; this only hides buttons that would be refused. */
export function may(role: Role, what: "connect" | "manage"): boolean {
  return what === "manage" ? role === "owner" || role === "admin" : role !== "viewer";
}

export function useMay(what: "connect" | "manage"): boolean {
  return may(useMe().role, what);
}

export interface SignIn {
  email: string;
  password: string;
}

export interface Registration extends SignIn {
  name: string;
  inviteToken?: string;
}

/** After the session has changed, nothing that was loaded for the old one may stay. */
function useSessionMutation<Input>(call: (input: Input) => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: async () => {
      queries.removeQueries({ predicate: (query) => query.queryKey[0] !== "auth" });
      await queries.query({ ...meQuery, staleTime: 0 });
      announceSessionChange();
    },
  });
}

export function useSignIn() {
  return useSessionMutation((input: SignIn) =>
    body(client.POST("/api/v1/auth/login", { body: input })));
}

export function useRegister() {
  return useSessionMutation((input: Registration) =>
    body(client.POST("/api/v1/auth/register", { body: input })));
}

export function useAcceptInvitation() {
  return useSessionMutation((token: string) =>
    body(client.POST("/api/v1/invitations/accept", { body: { token } })));
}

export function useSwitchWorkspace() {
  return useSessionMutation((workspaceId: string) =>
    body(client.POST("/api/v1/auth/switch", { body: { workspaceId } })));
}

export function useSignOut() {
  return useSessionMutation(() => done(client.POST("/api/v1/auth/logout")));
}

export interface ProfileChange {
  name?: string;
  currentPassword?: string;
  newPassword?: string;
}

export function useUpdateMe() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (change: ProfileChange) => body(client.PATCH("/api/v1/auth/me", { body: change })),
    onSuccess: () => queries.invalidateQueries({ queryKey: authKeys.me }),
  });
}
