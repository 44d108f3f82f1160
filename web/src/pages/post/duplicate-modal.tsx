import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { ErrorPanel } from "@/components/error-panel";
import { copyOf } from "@/lib/draft";
import { notifyDone } from "@/lib/notify";
import { actionsOf } from "@/lib/timeline";
import { nextVariant, testName, variantsOf } from "@/lib/variants";
import { useCampaignVariants } from "@/services/campaigns";
import { idempotencyKey } from "@/services/idempotency-key";
import { useCreatePost, useUpdatePost } from "@/services/posts";
import type { CampaignVariants, Post } from "@/services/wire";
import { t } from "@/strings";
import { p } from "@/strings/posts";
import { v } from "@/strings/variants";

interface Props {
  post: Post;
  campaignId: string;
  opened: boolean;
  onClose: () => void;
}

/** Makes a draft with the same content that is compared with the post. */
export default function DuplicateModal({ post, campaignId, opened, onClose }: Props) {
  const tests = useCampaignVariants(campaignId, opened);
  return (
    <Modal opened={opened} onClose={onClose} title={p.page.duplicate} closeButtonProps={{ "aria-label": t.common.close }}>
      {tests.isError && !tests.data
        ? <ErrorPanel error={tests.error} onRetry={() => void tests.refetch()} />
        : <Question key={tests.data ? "known" : "asking"} post={post} tests={tests.data} onClose={onClose} />}
    </Modal>
  );
}

function Question({ post, tests, onClose }: { post: Post; tests: readonly CampaignVariants[] | undefined; onClose: () => void }) {
  const navigate = useNavigate();
  const create = useCreatePost();
  const update = useUpdatePost();
  // A second click after a lost answer must not make a second copy.
  const [key] = useState(idempotencyKey);
  const [name, setName] = useState(() => post.variantGroup ?? testName(post.content, tests?.map((one) => one.group) ?? []));
  const [failure, setFailure] = useState<unknown>(null);
  const joins = post.variantGroup === null && actionsOf(post).edit;
  const group = name.trim();

  const run = async () => {
    const taken = variantsOf(tests ?? [], group);
    const own = joins ? nextVariant(taken) : post.variant;
    if (joins) await update.mutateAsync({ id: post.id, patch: { variantGroup: group, variant: own } });
    const variant = nextVariant(own === null ? taken : [...taken, own]);
    const made = await create.mutateAsync({ input: copyOf(post, group, variant), key });
    notifyDone(v.duplicated(variant));
    void navigate(`/posts/${made.id}/edit`);
  };
  const submit = () => {
    setFailure(null);
    if (group !== "") run().catch(setFailure);
  };

  return (
    <form noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Stack gap="md">
        <Text size="sm">{v.duplicateBody}</Text>
        {post.variantGroup === null && <Text size="sm" c="dimmed">{joins ? v.duplicateFirst : v.duplicateAlone}</Text>}
        <TextInput
          label={v.test} description={v.testHint} maxLength={100} data-autofocus value={name} readOnly={post.variantGroup !== null}
          error={group === "" ? v.nameNeeded : undefined} onChange={(event) => setName(event.currentTarget.value)}
        />
        {failure !== null && <ErrorPanel error={failure} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>{t.common.cancel}</Button>
          <Button type="submit" disabled={tests === undefined || group === ""} loading={create.isPending || update.isPending}>{v.duplicateSubmit}</Button>
        </Group>
      </Stack>
    </form>
  );
}
