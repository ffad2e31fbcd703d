import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { createElement, Fragment, type ReactNode } from 'react';
import { membersQuery } from './queries.ts';
import classes from './slack.module.css';

interface Words {
  text?: string;
}
interface Element {
  type?: string;
  text?: Words;
  placeholder?: Words;
}
interface Block {
  type?: string;
  text?: Words;
  fields?: Words[];
  elements?: (Words & Element)[];
}

type NameOf = (slackUserId: string) => string;

/** Slack's markup in plain words: links by their name, dates and people as they read. */
const plain = (text = '', nameOf: NameOf): string =>
  text
    .replaceAll(/<!date\^\d+\^[^|>]*\|([^>]*)>/g, '$1')
    .replaceAll(/<@([A-Z0-9]+)>/g, (_whole, id: string) => `@${nameOf(id)}`)
    .replaceAll(/<[^|>]+\|([^>]+)>/g, '$1')
    .replaceAll(/[_`]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
/** What stands between stars is bold, as Slack draws it. */
const drawn = (text: string | undefined, nameOf: NameOf): ReactNode =>
  createElement(
    Fragment,
    undefined,
    // Every second piece stood between stars.
    ...plain(text, nameOf)
      .split(/\*([^*\n]+)\*/)
      .map((piece, place) => (place % 2 === 1 ? createElement('b', undefined, piece) : piece)),
  );
const wordsOf = ({ text, placeholder }: Element): string => text?.text ?? placeholder?.text ?? '⋯';

/** A message as it will stand in the channel, drawn from its blocks. */
export function MessagePreview({ blocks }: { blocks: readonly Record<string, unknown>[] }) {
  const members = useQuery(membersQuery);
  const nameOf: NameOf = (id) => members.data?.data.find(({ slackUserId }) => slackUserId === id)?.name ?? '…';
  return (
    <Stack gap="xs" className={`panel ${classes.message}`}>
      {(blocks as readonly Block[]).map((block, index) => {
        const key = `${block.type} ${index}`;
        if (block.type === 'actions')
          return (
            <div key={key} className={classes.pills}>
              {block.elements?.map((each) => (
                <span key={wordsOf(each)} className={classes.pill}>
                  {wordsOf(each)}
                </span>
              ))}
            </div>
          );
        if (block.type === 'context')
          return (
            <Text key={key} size="xs" c="dimmed">
              {block.elements?.map((each) => plain((each as { text?: unknown }).text as string, nameOf).replaceAll('*', '')).join(' ')}
            </Text>
          );
        return (
          <div key={key}>
            {block.text && (
              <Text size="sm" className={classes.wrapped}>
                <bdi>{drawn(block.text.text, nameOf)}</bdi>
              </Text>
            )}
            {block.fields && (
              <div className={classes.pairs}>
                {block.fields.map((each) => (
                  <Text key={each.text} size="xs" className={classes.wrapped}>
                    {drawn(each.text, nameOf)}
                  </Text>
                ))}
              </div>
            )}
          </div>
        );
      })}
    </Stack>
  );
}
