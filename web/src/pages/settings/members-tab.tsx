import { Button, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { ConfirmModal } from "@/components/confirm-modal";
import { ErrorPanel } from "@/components/error-panel";
import { Section } from "@/components/section";
import { notifyDone, notifyError } from "@/lib/notify";
import { useMay, useMe } from "@/services/auth";
import { useChangeRole, useMembers, useRemoveMember } from "@/services/members";
import type { Member } from "@/services/wire";
import { t } from "@/strings";
import { InviteModal } from "./invite-modal";
import { RoleSelect } from "./role-select";
import { RowsSkeleton } from "./rows-skeleton";
import classes from "./rows.module.css";

const words = t.settings.members;

export function MembersTab() {
  const members = useMembers();
  const mayManage = useMay("manage");
  const [inviting, invite] = useDisclosure(false);
  const [leaving, setLeaving] = useState<Member | null>(null);
  return (
    <Section
      flush title={words.title}
      aside={mayManage && (
        <Button size="xs" leftSection={<IconPlus size={14} aria-hidden />} onClick={invite.open}>{words.invite}</Button>
      )}
    >
      {members.data ? (
        <div role="list" aria-label={words.title}>
          {members.data.map((member) => <Row key={member.id} member={member} onRemove={() => setLeaving(member)} />)}
        </div>
      ) : members.isError ? (
        <div style={{ padding: 16 }}><ErrorPanel error={members.error} onRetry={() => void members.refetch()} /></div>
      ) : (
        <RowsSkeleton />
      )}
      <InviteModal opened={inviting} onClose={invite.close} />
      <RemoveModal member={leaving} onClose={() => setLeaving(null)} />
    </Section>
  );
}

function Row({ member, onRemove }: { member: Member; onRemove: () => void }) {
  const { user, role } = useMe();
  const mayManage = useMay("manage");
  const change = useChangeRole();
  const isMe = member.userId === user.id;
  const editable = mayManage && !isMe && (role === "owner" || member.role !== "owner");
  return (
    <div className={classes.row} role="listitem">
      <div className={classes.words}>
        <Text size="sm" fw={500} truncate>
          {member.name ?? member.email}
          {isMe && <Text span inherit c="dimmed" fw={400}> ({words.you})</Text>}
        </Text>
        <Text size="xs" c="dimmed" truncate>
          {member.name ? member.email : words.invited}
        </Text>
      </div>
      {editable ? (
        <RoleSelect
          size="xs" w={110} aria-label={words.roleOf(member.email)} value={member.role} withOwner={role === "owner"}
          disabled={change.isPending}
          onChange={(next) => change.mutate({ id: member.id, role: next }, { onError: notifyError, onSuccess: () => notifyDone(t.common.saved) })}
        />
      ) : (
        <Text size="sm" w={110} c="dimmed">{t.roles[member.role] ?? member.role}</Text>
      )}
      <div className={classes.action}>
        {editable && (
          <Button size="xs" variant="subtle" color="gray" aria-label={member.status === "invited" ? words.withdrawLabel(member.email) : words.removeLabel(member.email)} onClick={onRemove}>
            {member.status === "invited" ? words.withdraw : words.remove}
          </Button>
        )}
      </div>
    </div>
  );
}

function RemoveModal({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const remove = useRemoveMember();
  const invited = member?.status === "invited";
  const name = member?.name ?? member?.email ?? "";
  return (
    <ConfirmModal
      opened={member !== null} onClose={onClose} busy={remove.isPending} error={remove.error}
      title={invited ? words.withdrawTitle(name) : words.removeTitle(name)}
      body={invited ? words.withdrawBody : words.removeBody}
      submit={invited ? words.withdraw : words.remove}
      onSubmit={() => member && remove.mutate(member.id, {
        onSuccess: () => { notifyDone(words.removed(name)); onClose(); },
      })}
    />
  );
}
