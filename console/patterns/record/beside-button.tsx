import { ActionIcon } from '@mantine/core';
import { IconLayoutSidebarRight } from '@tabler/icons-react';
import { useContext } from 'react';
import { type BesideKind, IsBeside, useBeside } from '../../frame/beside.ts';
import { texts } from '../../texts.ts';
import classes from './record.module.css';

/** Opens a record beside the page; shown where the line is pointed at. In the panel itself there is no further one. */
export function BesideButton({ kind, id, name }: { kind: BesideKind; id: string; name: string }) {
  const { open } = useBeside();
  if (useContext(IsBeside)) return null;
  return (
    <ActionIcon
      className={classes.peek}
      variant="subtle"
      color="gray"
      size="sm"
      aria-label={texts.frame.beside.open(name)}
      title={texts.frame.beside.open(name)}
      onClick={(event) => {
        event.stopPropagation();
        open(kind, id);
      }}
    >
      <IconLayoutSidebarRight size={15} />
    </ActionIcon>
  );
}
