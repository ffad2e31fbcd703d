import { Alert, Anchor, Button, FileButton, Group, SegmentedControl, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schemas } from '../../../clients/typescript/index.ts';
import { ask, hub } from '../../api.ts';
import { Allowed } from '../../frame/may.tsx';
import { Empty, Failure, Loaded } from '../../frame/states.tsx';
import { When } from '../../frame/when.tsx';
import { texts } from '../../texts.ts';
import classes from './company-pages.module.css';
import { Plot } from './plot.tsx';
import { pagesQuery, postsQuery, statisticsQuery, uploadFile } from './queries.ts';

const t = texts.companyPages;
const route = getRouteApi('/signed-in/pages');
type Page = Schemas['LinkedInPage'];

/** Company pages: sums by day and posts. */
export function CompanyPages() {
  const query = useQuery(pagesQuery);
  const { page: chosen } = route.useSearch();
  const navigate = useNavigate();
  return (
    <Stack gap="md" maw={1040}>
      <Stack gap={4}>
        <Title order={1}>{t.title}</Title>
        <Text size="sm" c="dimmed">
          {t.lead}
        </Text>
      </Stack>
      <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.empty}</Empty>}>
        {({ data }) => {
          const page = data.find(({ id }) => id === chosen) ?? data[0];
          return (
            <Stack gap="lg">
              {data.length > 1 && (
                <SegmentedControl
                  size="xs"
                  aria-label={t.title}
                  value={page?.id ?? ''}
                  onChange={(id) => void navigate({ to: '/pages', search: { page: id } })}
                  data={data.map(({ id, name }) => ({ value: id, label: name }))}
                  style={{ alignSelf: 'flex-start' }}
                />
              )}
              {page && <One key={page.id} page={page} />}
            </Stack>
          );
        }}
      </Loaded>
    </Stack>
  );
}

function One({ page }: { page: Page }) {
  const statistics = useQuery(statisticsQuery(page.id));
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="flex-end">
        <div>
          <Title order={2}>
            <bdi>{page.name}</bdi>
          </Title>
          <Anchor href={page.url} target="_blank" rel="noreferrer" size="sm">
            {t.open}
          </Anchor>
        </div>
        {page.followers !== null && (
          <div className={classes.number}>
            <div className={classes.big}>{page.followers.toLocaleString()}</div>
            <Text size="xs" c="dimmed">
              {t.followers}
            </Text>
          </div>
        )}
      </Group>
      {page.problem && (
        <Alert color="amber" variant="light">
          {page.problem}
        </Alert>
      )}
      <Loaded query={statistics} isEmpty={({ days }) => days.length === 0} empty={null}>
        {({ days }) => (
          <SimpleGrid cols={{ base: 1, md: 2 }}>
            <Plot title={t.gained} points={days.map((each) => ({ day: each.day, value: (each.organicFollowers ?? 0) + (each.paidFollowers ?? 0) }))} />
            <Plot title={t.views} points={days.map((each) => ({ day: each.day, value: each.views ?? 0 }))} />
            <Plot title={t.reach} points={days.map((each) => ({ day: each.day, value: each.impressions ?? 0 }))} />
          </SimpleGrid>
        )}
      </Loaded>
      <Posts page={page} />
    </Stack>
  );
}

function Posts({ page }: { page: Page }) {
  const query = useQuery(postsQuery(page.id));
  return (
    <section aria-label={t.posts}>
      <Title order={3} mb="sm">
        {t.posts}
      </Title>
      <Stack gap="md">
        <Allowed to="linkedin:write">
          <Write page={page} />
        </Allowed>
        <Loaded query={query} isEmpty={({ data }) => data.length === 0} empty={<Empty>{t.noPosts}</Empty>}>
          {({ data }) => (
            <div className="panel">
              {data.map((post) => (
                <Post key={post.id} post={post} />
              ))}
            </div>
          )}
        </Loaded>
      </Stack>
    </section>
  );
}

function Write({ page }: { page: Page }) {
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const [link, setLink] = useState('');
  const [title, setTitle] = useState('');
  const [image, setImage] = useState<File | null>(null);
  const publish = useMutation({
    mutationFn: async () => {
      const picture = image ? { image: { fileId: (await uploadFile(image)).id } } : {};
      const article = link && !image ? { article: { source: link, title: title || link } } : {};
      return ask(hub.POST('/api/v1/linkedin/posts', { body: { pageId: page.id, text, visibility: 'PUBLIC', ...article, ...picture } }));
    },
    onSuccess: async () => {
      setImage(null);
      setText('');
      setLink('');
      setTitle('');
      await queries.invalidateQueries({ queryKey: ['linkedin', 'pages', page.id, 'posts'] });
    },
  });
  return (
    <Stack gap="sm" className="panel" p="md">
      <Textarea
        label={t.write}
        placeholder={t.text}
        autosize
        minRows={3}
        maxLength={3_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group grow>
        <TextInput
          size="sm"
          label={t.link}
          type="url"
          placeholder="https://"
          value={link}
          disabled={image !== null}
          onChange={(event) => setLink(event.currentTarget.value)}
        />
        {link && <TextInput size="sm" label={t.linkTitle} value={title} onChange={(event) => setTitle(event.currentTarget.value)} />}
      </Group>
      <Group gap="sm">
        <FileButton accept="image/png,image/jpeg,image/gif" onChange={setImage} inputProps={{ 'aria-label': t.image }}>
          {(props) => (
            <Button {...props} size="xs" variant="default" disabled={link !== ''}>
              {image ? t.imageOther : t.image}
            </Button>
          )}
        </FileButton>
        {image ? (
          <>
            <Text size="xs">
              <bdi>{image.name}</bdi>
            </Text>
            <Button size="compact-xs" variant="subtle" onClick={() => setImage(null)}>
              {t.imageDrop}
            </Button>
          </>
        ) : (
          <Text size="xs" c="dimmed">
            {t.imageNote}
          </Text>
        )}
      </Group>
      <Group>
        <Button size="xs" disabled={text.trim() === ''} onClick={() => publish.mutate()} loading={publish.isPending}>
          {t.publish}
        </Button>
        {publish.isSuccess && (
          <Text size="sm" role="status">
            {t.published}
          </Text>
        )}
      </Group>
      {publish.error && <Failure error={publish.error} />}
    </Stack>
  );
}

function Post({ post }: { post: Schemas['LinkedInPost'] }) {
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () => ask(hub.DELETE('/api/v1/linkedin/posts/{id}', { params: { path: { id: post.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['linkedin', 'pages'] }),
  });
  const confirm = () =>
    modals.openConfirmModal({
      title: t.removeTitle,
      children: <Text size="sm">{t.removeText}</Text>,
      labels: { confirm: t.remove, cancel: texts.cancel },
      confirmProps: { color: 'red' },
      onConfirm: () => remove.mutate(),
    });
  return (
    <div className={`row ${classes.post}`}>
      <Text size="sm" className={classes.text}>
        {post.text}
      </Text>
      <Group gap="sm">
        <When at={post.publishedAt} />
        <Anchor href={post.url} target="_blank" rel="noreferrer" size="xs">
          {t.open}
        </Anchor>
        <Allowed to="linkedin:write">
          <Button size="compact-xs" variant="subtle" color="red" onClick={confirm} loading={remove.isPending}>
            {t.remove}
          </Button>
        </Allowed>
      </Group>
      {remove.error && <Failure error={remove.error} />}
    </div>
  );
}
