import { Button, Text, VisuallyHidden } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useId, useRef, useState, type ReactNode } from "react";
import composer from "../composer/composer.module.css";
import { UploadList } from "./upload-list";

interface Props {
  label: string;
  hint: string;
  button: string;
  onFiles: (files: File[]) => void;
  children?: ReactNode;
}

const types = "image/jpeg,image/png,image/gif,image/webp,video/mp4,video/quicktime,video/webm,video/x-matroska,.mkv,application/pdf,.doc,.docx,.ppt,.pptx";

/** Takes files that are dropped or chosen, and shows those on their way. */
export function FileDrop({ label, hint, button, onFiles, children }: Props) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const choose = () => input.current?.click();
  const take = (files: FileList | null) => {
    if (files && files.length > 0) onFiles(Array.from(files));
  };
  return (
    <>
      <div
        className={composer.drop} data-over={over || undefined}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes("Files")) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          if (!event.dataTransfer.types.includes("Files")) return;
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer.files);
        }}
      >
        <IconUpload size={18} aria-hidden />
        <div style={{ flex: 1, minWidth: 160 }}>
          <Text size="sm">{label}</Text>
          <Text size="xs" c="dimmed">{hint}</Text>
        </div>
        {children}
        <Button size="xs" variant="default" onClick={choose}>{button}</Button>
        <VisuallyHidden>
          <label htmlFor={id}>{button}</label>
          <input
            id={id} ref={input} type="file" multiple accept={types} tabIndex={-1}
            onChange={(event) => {
              take(event.currentTarget.files);
              event.currentTarget.value = "";
            }}
          />
        </VisuallyHidden>
      </div>
      <UploadList onChooseAgain={choose} />
    </>
  );
}
