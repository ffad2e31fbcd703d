import { Anchor, Button, Group, Select, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { ask, hub } from '../../api.ts';
import { useMay } from '../../frame/may.tsx';
import { Failure, Loaded } from '../../frame/states.tsx';
import { texts } from '../../texts.ts';
import { FormDialog, FormFailure, problemAt, useChange } from '../settings/pieces.tsx';
import classes from './outreach.module.css';
import { Preview } from './preview.tsx';
import { type Content, fieldsQuery, type Template, templateQuery } from './queries.ts';
import { TemplateTest } from './template-test.tsx';
import { TemplateVersions } from './template-versions.tsx';

const t = texts.outreach;
const START: Content = {
  subject: '',
  format: 'html',
  body: '<p>Hi {{ contact.firstName | default: "there" }},</p>\n<p></p>\n<p>{{ sender.name }}</p>\n<p><a href="{{ unsubscribeUrl }}">Unsubscribe</a></p>',
};
const options = (of: Readonly<Record<string, string>>) => Object.entries(of).map(([value, label]) => ({ value, label }));

export function TemplatePage() {
  const { id } = useParams({ strict: false }) as { id: string };
  const query = useQuery(templateQuery(id));
  return (
    <Stack gap="md">
      <Anchor component={Link} to="/outreach/templates" size="sm">
        {t.back.templates}
      </Anchor>
      {id === 'new' ? <Editor /> : <Loaded query={query}>{(template) => <Editor key={template.id} template={template} />}</Loaded>}
    </Stack>
  );
}

function Editor({ template }: { template?: Template }) {
  const navigate = useNavigate();
  const mayWrite = useMay()('email:write');
  const [facts, setFacts] = useState({
    name: template?.name ?? '',
    folder: template?.folder ?? '',
    kind: template?.kind ?? 'template',
    shortcut: template?.shortcut ?? '',
  });
  const [content, setContent] = useState<Content>(template ? { subject: template.subject, format: template.format, body: template.body } : START);
  const [isRemoving, setRemoving] = useState(false);
  const body = useRef<HTMLTextAreaElement>(null);
  const shortcut = facts.shortcut || null;
  const save = useChange(
    () =>
      template
        ? ask(
            hub.PATCH('/api/v1/email/templates/{id}', {
              params: { path: { id: template.id } },
              body: { version: template.version, name: facts.name, folder: facts.folder, shortcut, content },
            }),
          )
        : ask(hub.POST('/api/v1/email/templates', { body: { ...facts, shortcut, ...content } })),
    ['templates'],
    { done: t.saved, onDone: ({ id }) => void navigate({ to: '/outreach/templates/$id', params: { id }, replace: true }) },
  );
  const remove = useChange(() => ask(hub.DELETE('/api/v1/email/templates/{id}', { params: { path: { id: template?.id ?? '' } } })), ['templates'], {
    onDone: () => void navigate({ to: '/outreach/templates' }),
  });
  const fields = useQuery(fieldsQuery);
  const insert = (field: string | null) => {
    const at = body.current?.selectionStart ?? content.body.length;
    const piece = field?.includes('.') ? `{{ ${field} | default: "…" }}` : `{{ ${field} }}`;
    if (field) setContent({ ...content, body: content.body.slice(0, at) + piece + content.body.slice(at) });
  };
  return (
    <>
      <Title order={1}>{template ? <bdi>{template.name}</bdi> : t.newTemplate}</Title>
      <div className={classes.editor}>
        <form
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            save.mutate(undefined);
          }}
        >
          <Stack gap="sm">
            <Group grow align="flex-start">
              <TextInput
                label={t.name}
                value={facts.name}
                error={problemAt(save.error, 'name')}
                onChange={(event) => setFacts({ ...facts, name: event.currentTarget.value })}
              />
              <TextInput label={t.folder} value={facts.folder} onChange={(event) => setFacts({ ...facts, folder: event.currentTarget.value })} />
            </Group>
            <Group grow align="flex-start">
              <Select
                label={t.kindLabel}
                data={options(t.kind)}
                value={facts.kind}
                disabled={template !== undefined}
                allowDeselect={false}
                onChange={(kind) => setFacts({ ...facts, kind: kind === 'snippet' ? 'snippet' : 'template' })}
              />
              <Select
                label={t.format}
                data={options(t.formats)}
                value={content.format}
                allowDeselect={false}
                onChange={(format) => setContent({ ...content, format: (format ?? 'html') as Content['format'] })}
              />
              <TextInput
                label={t.shortcut}
                placeholder="pricing"
                title={t.shortcutHint}
                value={facts.shortcut}
                error={problemAt(save.error, 'shortcut')}
                onChange={(event) => setFacts({ ...facts, shortcut: event.currentTarget.value })}
              />
            </Group>
            {facts.kind === 'template' && (
              <TextInput
                label={t.subject}
                value={content.subject}
                error={problemAt(save.error, 'subject')}
                onChange={(event) => setContent({ ...content, subject: event.currentTarget.value })}
              />
            )}
            <Textarea
              ref={body}
              label={t.body}
              className={classes.source}
              autosize
              minRows={12}
              maxRows={28}
              spellCheck={false}
              value={content.body}
              error={problemAt(save.error, 'body') ?? problemAt(save.error, 'html') ?? problemAt(save.error, 'text')}
              onChange={(event) => setContent({ ...content, body: event.currentTarget.value })}
            />
            <Select
              label={t.fields}
              searchable
              value={null}
              data={[
                ...(fields.data?.groups ?? []).map(({ name, fields: items }) => ({ group: name, items })),
                { group: 'links', items: fields.data?.links ?? [] },
              ]}
              onChange={insert}
            />
            <FormFailure error={save.error} fields={['name', 'shortcut', 'subject', 'body', 'html', 'text']} />
            {mayWrite && (
              <Group gap="sm">
                <Button type="submit" loading={save.isPending} disabled={facts.name.trim() === ''}>
                  {template ? t.saveVersion(template.version + 1) : t.save}
                </Button>
                {template && <TemplateTest id={template.id} />}
                {template && <TemplateVersions template={template} onTake={setContent} />}
                {template && (
                  <Button variant="subtle" color="red" onClick={() => setRemoving(true)}>
                    {t.remove}
                  </Button>
                )}
              </Group>
            )}
          </Stack>
        </form>
        <Preview content={content} />
      </div>
      {template && (
        <FormDialog
          title={t.removeTitle(template.name)}
          isOpen={isRemoving}
          onClose={() => setRemoving(false)}
          onSubmit={() => remove.mutate(undefined)}
          submit={t.remove}
          isPending={remove.isPending}
          isDanger
        >
          <Text size="sm">{t.removeText}</Text>
          {remove.error && <Failure error={remove.error} />}
        </FormDialog>
      )}
    </>
  );
}
