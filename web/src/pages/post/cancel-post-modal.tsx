import { ConfirmModal } from "@/components/confirm-modal";
import { notifyDone } from "@/lib/notify";
import { useCancelPost } from "@/services/posts";
import type { Post } from "@/services/wire";
import { p } from "@/strings/posts";

const words = p.page;

export default function CancelPostModal({ post, opened, onClose }: { post: Post; opened: boolean; onClose: () => void }) {
  const cancel = useCancelPost();
  const waiting = post.targets.filter((one) => one.status === "pending").length;
  const submit = () => cancel.mutate(post.id, { onSuccess: () => { notifyDone(words.cancelled); onClose(); } });
  return (
    <ConfirmModal
      opened={opened} title={words.cancelTitle} body={words.cancelBody(waiting)} submit={words.cancelSubmit} dismiss={words.keep}
      busy={cancel.isPending} error={cancel.error} onSubmit={submit} onClose={onClose}
    />
  );
}
