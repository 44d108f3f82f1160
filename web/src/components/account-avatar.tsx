import { Avatar, Box } from "@mantine/core";
import { initials } from "@/lib/format";
import { PlatformMark } from "./platform-mark";
import classes from "./account-avatar.module.css";

interface Props {
  platform: string;
  name: string;
  url: string | null | undefined;
  size?: number;
}

/** The account's picture, or its initials, with the platform's mark at the corner. */
export function AccountAvatar({ platform, name, url, size = 32 }: Props) {
  const mark = size >= 48 ? 16 : 12;
  return (
    <Box className={classes.root} w={size} h={size}>
      <Avatar src={url} size={size} radius="50%" color="gray" alt="">
        {initials(name)}
      </Avatar>
      <span className={classes.mark}>
        <PlatformMark platform={platform} size={mark} />
      </span>
    </Box>
  );
}
