import { Button, Checkbox, Group, Modal, Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { ErrorPanel } from "@/components/error-panel";
import { notifyDone } from "@/lib/notify";
import { useDeletePost } from "@/services/posts";
import type { Post } from "@/services/wire";
import { t } from "@/strings";
import { p } from "@/strings/posts";

const words = p.page;

interface Props {
  post: Post;
  opened: boolean;
  onClose: () => void;
  onDone: () => void;
}

/** Asks before a post is deleted, and whether it goes at the platforms as well. */
export default function DeletePostModal({ post, opened, onClose, onDone }: Props) {
  const remove = useDeletePost();
  const [everywhere, setEverywhere] = useState(false);
  const [sure, setSure] = useState(false);
  const published = post.targets.filter((one) => one.status === "published").length;
  const submit = () => remove.mutate({ id: post.id, everywhere }, { onSuccess: () => { notifyDone(words.deleted); onDone(); } });
  return (
    <Modal opened={opened} onClose={onClose} title={words.deleteTitle} closeButtonProps={{ "aria-label": t.common.close }}>
      <Stack gap="md">
        <Text size="sm">{published > 0 ? words.deletePublished(published) : words.deleteDraft}</Text>
        {published > 0 && (
          <Radio.Group aria-label={words.deleteChoice} value={everywhere ? "everywhere" : "here"} onChange={(value) => setEverywhere(value === "everywhere")}>
            <Stack gap="sm">
              <Radio value="here" label={words.deleteHere} description={words.deleteHereBody} />
              <Radio value="everywhere" color="red" label={words.deleteEverywhere} description={words.deleteEverywhereBody} />
            </Stack>
          </Radio.Group>
        )}
        {everywhere && <Checkbox color="red" label={words.deleteSure} checked={sure} onChange={(event) => setSure(event.currentTarget.checked)} />}
        {remove.isError && <ErrorPanel error={remove.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button color="red" disabled={everywhere && !sure} loading={remove.isPending} onClick={submit}>{words.deleteSubmit}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
