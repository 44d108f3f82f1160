import { ConfirmModal } from "@/components/confirm-modal";
import { notifyDone } from "@/lib/notify";
import { usePublishPost } from "@/services/posts";
import type { Post } from "@/services/wire";
import { p } from "@/strings/posts";

const words = p.page;

export default function PublishNowModal({ post, opened, onClose }: { post: Post; opened: boolean; onClose: () => void }) {
  const publish = usePublishPost();
  const submit = () => publish.mutate(post.id, { onSuccess: () => { notifyDone(words.publishing); onClose(); } });
  return (
    <ConfirmModal
      opened={opened} title={words.publishTitle} body={words.publishBody(post.targets.length)} submit={words.publishNow} color="indigo"
      busy={publish.isPending} error={publish.error} onSubmit={submit} onClose={onClose}
    />
  );
}
