import { ConfirmModal } from "@/components/confirm-modal";
import { c } from "@/strings/compose";

interface Props {
  opened: boolean;
  onSubmit: () => void;
  onClose: () => void;
}

export default function StartOverModal({ opened, onSubmit, onClose }: Props) {
  return (
    <ConfirmModal
      opened={opened} title={c.startOverTitle} body={c.startOverBody} submit={c.startOver} busy={false}
      onSubmit={onSubmit} onClose={onClose}
    />
  );
}
