import { useQueryClient } from "@tanstack/react-query";
import { afterMove, type Move, type MoveProblem } from "@/lib/calendar";
import { notifyDone, notifyError } from "@/lib/notify";
import { notifyUndo } from "@/lib/notify-undo";
import { exactTime } from "@/lib/time";
import { instantOf } from "@/lib/wall-clock";
import { outdate } from "@/services/outdate";
import { postKeys } from "@/services/post-keys";
import { useUpdatePost } from "@/services/posts";
import { ApiError } from "@/services/errors";
import type { Post } from "@/services/wire";
import { k } from "@/strings/calendar";

/** Moves a post: at once on the page, then at the server, with a way back. */
export function useMoves(zone: string) {
  const queries = useQueryClient();
  const update = useUpdatePost();

  const show = (id: string, change: (post: Post) => Post) => {
    queries.setQueriesData<Post[]>({ queryKey: [...postKeys.lists, "all"] }, (posts) =>
      posts?.map((one) => (one.id === id ? change(one) : one)));
  };
  const reload = () => void outdate(queries, postKeys.lists);

  return (post: Post, move: Move | MoveProblem): boolean => {
    if (move === "same") return true;
    if (typeof move === "string") {
      notifyError(new ApiError({ code: "client", status: 0, userMessage: k[move] }));
      return false;
    }
    show(post.id, (one) => afterMove(one, move, zone));
    const undo = () => {
      show(post.id, () => post);
      update.mutate({ id: post.id, patch: move.undo }, { onSuccess: () => notifyDone(k.undone), onError: (error) => { notifyError(error); reload(); } });
    };
    update.mutate({ id: post.id, patch: move.patch }, {
      onSuccess: () => void notifyUndo(k.moved(exactTime(new Date(instantOf(move.local, zone)).toISOString(), zone)), k.undo, undo),
      onError: (error) => { notifyError(error); reload(); },
    });
    return true;
  };
}
