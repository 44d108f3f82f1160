import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { all, body, client, done } from "./client";
import type { Member, Role } from "./wire";

export const memberKeys = { all: ["members"] } as const;

export function useMembers() {
  return useQuery({
    queryKey: memberKeys.all,
    queryFn: (): Promise<Member[]> =>
      all((cursor) =>
        body(client.GET("/api/v1/members", { params: { query: { limit: 100, cursor } } }))),
  });
}

function useMemberMutation<Input, Output>(call: (input: Input) => Promise<Output>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: call,
    onSuccess: () => queries.invalidateQueries({ queryKey: memberKeys.all }),
  });
}

export function useInviteMember() {
  return useMemberMutation(
    (input: { email: string; role: Role }): Promise<Member> =>
      body(client.POST("/api/v1/members", { body: input })),
  );
}

export function useChangeRole() {
  return useMemberMutation(({ id, role }: { id: string; role: Role }) =>
    body(client.PATCH("/api/v1/members/{id}", { params: { path: { id } }, body: { role } })));
}

export function useRemoveMember() {
  return useMemberMutation((id: string) =>
    done(client.DELETE("/api/v1/members/{id}", { params: { path: { id } } })));
}
